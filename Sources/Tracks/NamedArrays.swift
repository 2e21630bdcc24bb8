internal import NumPy

/// Arrays by name: an npz archive, or a pickled dictionary.
protocol NamedArrays {
  /// The file, and the sequence within it, for messages.
  var path: String { get }
  /// The arrays' names, in the file's order.
  var names: [String] { get }
  /// The container's name, for the line that describes the file.
  var container: String { get }
  /// The shape and the element type of one array, without its elements.
  ///
  /// - Throws: `NumPyError` or `TracksError`.
  func type(of name: String) throws -> (shape: [Int], elementType: NumPyElementType)
  /// One array.
  ///
  /// - Throws: `NumPyError` or `TracksError`.
  func array(named name: String) throws -> NumPyArray
  /// One array in blocks of rows; the body gets the rows' indices and the rows, of shape (rows, …).
  ///
  /// - Throws: `NumPyError` or `TracksError`, and what the body throws.
  func forEachRowBlock(
    of name: String, rowsPerBlock: Int, _ body: (Range<Int>, NumPyArray) throws -> Void
  ) throws
}

extension NamedArrays {
  /// The array with the first of these names that the file has; nil where it has none of them.
  func first(of candidates: [String]) throws -> (name: String, array: NumPyArray)? {
    guard let name = candidates.first(where: { names.contains($0) }) else { return nil }
    return (name, try array(named: name))
  }

  /// The camera that the file holds, parsed only where it is needed.
  func camera() throws -> () throws -> CameraIntrinsics? {
    guard let found = try first(of: CameraIntrinsics.names) else { return { nil } }
    let origin = "\(path), \(found.name)"
    return { try CameraIntrinsics(found.array, origin: origin) }
  }
}

/// The arrays of an npz archive, which stays open.
final class ArchiveArrays: NamedArrays {
  private let archive: NPZArchive
  var path: String { archive.path }
  var names: [String] { archive.names }
  var container: String { "npz" }

  /// Opens an archive and reads its directory.
  ///
  /// - Throws: `NumPyError`.
  init(path: String) throws { archive = try NPZArchive(path: path) }

  func type(of name: String) throws -> (shape: [Int], elementType: NumPyElementType) {
    let header = try archive.header(of: name)
    return (header.shape, header.elementType)
  }

  func array(named name: String) throws -> NumPyArray { try archive.array(named: name) }

  func forEachRowBlock(
    of name: String, rowsPerBlock: Int, _ body: (Range<Int>, NumPyArray) throws -> Void
  ) throws {
    try archive.forEachRowBlock(of: name, rowsPerBlock: rowsPerBlock, body)
  }
}

/// The arrays of a pickled dictionary.
struct DictionaryArrays: NamedArrays {
  let path: String
  let value: PickleValue
  var container: String { "pickle" }

  var names: [String] {
    guard case .dictionary(let entries) = value else { return [] }
    return entries.compactMap { entry in
      guard case .text(let name) = entry.key, entry.value.array != nil else { return nil }
      return name
    }
  }

  func type(of name: String) throws -> (shape: [Int], elementType: NumPyElementType) {
    let array = try array(named: name)
    return (array.shape, array.elementType)
  }

  func array(named name: String) throws -> NumPyArray {
    guard let array = value[name]?.array else {
      throw TracksError(
        .damaged, "\(path): '\(name)' is \(value[name]?.kind ?? "missing"); expected an array")
    }
    return array
  }

  func forEachRowBlock(
    of name: String, rowsPerBlock: Int, _ body: (Range<Int>, NumPyArray) throws -> Void
  ) throws {
    // The whole array is in memory already.
    let array = try array(named: name)
    try body(0..<(array.shape.first ?? 0), array)
  }
}
