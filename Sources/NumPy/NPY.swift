/// `.npy` files: one array each.
public enum NPY {
  /// Reads the header only; its size is checked against the file's.
  /// - Throws: `NumPyError`.
  public static func header(ofFile path: String) throws(NumPyError) -> NumPyHeader {
    var file = try FileBytes(path: path)
    return try file.npyHeader()
  }

  /// Reads an array of numbers or text.
  /// - Throws: `NumPyError`; `objectArray` for pickled objects, which `Pickle.read(file:)` reads.
  public static func read(
    file path: String, limits: NumPyLimits = NumPyLimits()
  ) throws(NumPyError) -> NumPyArray {
    var file = try FileBytes(path: path)
    let header = try file.npyHeader()
    return try file.npyArray(header, limits: limits)
  }

  /// Reads an array from the bytes of an `.npy` file.
  /// - Throws: `NumPyError`.
  public static func read(
    bytes: [UInt8], origin: String = "bytes in memory", limits: NumPyLimits = NumPyLimits()
  ) throws(NumPyError) -> NumPyArray {
    var source = MemoryBytes(bytes[...], origin: origin)
    let header = try source.npyHeader()
    return try source.npyArray(header, limits: limits)
  }

  /// Writes an array, in C order and little-endian, so that the file appears whole or not at all.
  /// - Throws: `NumPyError` (`cannotWrite`), also where an element does not fit `array.elementType`.
  public static func write(_ array: NumPyArray, to path: String) throws(NumPyError) {
    var file = try OutputFile(path: path)
    try file.write(npyPreamble(shape: array.shape, elementType: array.elementType))
    try array.encode { (block) throws(NumPyError) in try file.write(block) }
    try file.commit()
  }
}
