/// Pickles of plain data and NumPy arrays, read without running anything.
///
/// A pickle is a program. This reader knows numbers, text, bytes, lists, tuples, dictionaries and NumPy arrays; whatever else
/// a pickle names is refused by name and never looked up.
public enum Pickle {
  /// Reads a `.pkl` file, or the pickled object of an `.npy` file (`numpy.save` of a dictionary: Kubric, CoTracker).
  ///
  /// An object of `numpy.save` is returned without the array of shape () around it. Payloads that are skipped stay on disk.
  ///
  /// - Parameters:
  ///   - skipping: keys whose arrays are not to be decoded (the `video` of TAP-Vid): they become `.skipped`.
  ///   - limits: `arrayBytes` bounds all arrays of the pickle together.
  /// - Throws: `NumPyError`; `refusedGlobal` names what the pickle wanted to call.
  public static func read(
    file path: String, skipping: Set<String> = [], limits: NumPyLimits = NumPyLimits()
  ) throws(NumPyError) -> PickleValue {
    var file = try FileBytes(path: path)
    guard file.size > 0 else {
      throw NumPyError(.truncated, "\(path): found an empty file, expected a pickle")
    }
    // A pickle never begins with this byte; a NumPy file always does.
    if try file.read(1) == [0x93] {
      var file = try FileBytes(path: path)
      let header = try file.npyHeader()
      guard header.elementType == .object else {
        throw NumPyError(
          .notThisFormat, "\(path): found an array of \(header.elementType), expected pickled objects")
      }
      return try unwrapped(try value(PickleBytes(file), skipping, limits))
    }
    return try value(PickleBytes(try FileBytes(path: path)), skipping, limits)
  }

  /// Reads a pickle in memory.
  /// - Throws: `NumPyError`.
  public static func read(
    bytes: [UInt8], origin: String = "bytes in memory", skipping: Set<String> = [],
    limits: NumPyLimits = NumPyLimits()
  ) throws(NumPyError) -> PickleValue {
    try value(PickleBytes(bytes, origin: origin), skipping, limits)
  }

  private static func value(
    _ bytes: consuming PickleBytes, _ skipping: Set<String>, _ limits: NumPyLimits
  ) throws(NumPyError) -> PickleValue {
    var machine = Unpickler(bytes, limits: limits)
    let root = try machine.run()
    var materialisation = Materialisation(machine, skipping: skipping)
    return try materialisation.value(root)
  }

  private static func unwrapped(_ value: PickleValue) throws(NumPyError) -> PickleValue {
    if case .objects(let shape, let items) = value, shape.isEmpty, let item = items.first { return item }
    return value
  }
}
