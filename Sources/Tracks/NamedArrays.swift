internal import NumPy

/// Arrays by name: an npz archive, or a pickled dictionary.
protocol NamedArrays: ~Copyable {
  /// Where they are, for messages.
  var path: String { get }
  var names: [String] { get }
  /// How the container is called, for the line about what was found.
  var container: String { get }
  /// One array.
  ///
  /// - Throws: `NumPyError` or `TracksError`.
  func array(named name: String) throws -> NumPyArray
}

extension NamedArrays where Self: ~Copyable {
  /// The array of the first of these names that is there.
  func first(of candidates: [String]) throws -> (name: String, array: NumPyArray)? {
    guard let name = candidates.first(where: { names.contains($0) }) else { return nil }
    return (name, try array(named: name))
  }

  /// The camera that the file holds, to be understood only where it is needed.
  func camera() throws -> () throws -> CameraIntrinsics? {
    guard let found = try first(of: CameraIntrinsics.names) else { return { nil } }
    let origin = "\(path), \(found.name)"
    return { try CameraIntrinsics(found.array, origin: origin) }
  }
}

/// An archive's arrays.
struct ArchiveArrays: NamedArrays, ~Copyable {
  let archive: NPZArchive
  var path: String { archive.path }
  var names: [String] { archive.names }
  var container: String { "npz" }

  func array(named name: String) throws -> NumPyArray { try archive.array(named: name) }
}

/// A pickled dictionary's arrays.
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

  func array(named name: String) throws -> NumPyArray {
    guard let array = value[name]?.array else {
      throw TracksError(
        .damaged, "\(path): '\(name)' is \(value[name]?.kind ?? "not there"); expected an array")
    }
    return array
  }
}
