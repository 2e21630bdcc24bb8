internal import FoundationEssentials
internal import NumPy

/// A track file while its format is being recognised: every format looks at the same peek, and nothing is
/// read before a format needs it.
final class FilePeek {
  /// What surrounds the tracks, by the file's first bytes.
  enum Container: String, Sendable {
    case npz, npy, pickle
    /// Text, or anything else.
    case other
  }

  /// The file.
  let file: String
  /// The file, and the sequence within it, for messages.
  let path: String
  let container: Container
  /// At most 2048 bytes from the start of the file.
  let firstBytes: [UInt8]
  /// The shape of the array of an `.npy` file that holds numbers; nil for other files.
  private let npyShape: [Int]?
  /// A container's content, read once and when a format first needs it.
  private lazy var content: Result<Content, any Error> = Result { try open() }

  /// What a container holds.
  private enum Content {
    case arrays(any NamedArrays)
    case pickle(PickleValue)
    case bytes
  }

  /// Arrays in pickles that hold pictures; they are not decoded.
  private static let pictures: Set<String> = ["video", "images_jpeg_bytes"]

  /// Opens a file.
  ///
  /// - Throws: `TracksError` where there is no such file, or it is empty; `NumPyError` where an `.npy` header
  ///   is damaged.
  init(file: String) throws {
    try RegularFile.check(file)
    firstBytes = try FileBlock(path: file, count: 2048).bytes
    guard !firstBytes.isEmpty else { throw TracksError(.damaged, "\(file): the file is empty") }
    self.file = file
    path = file
    switch firstBytes[0] {
    case 0x50 where firstBytes.starts(with: [0x50, 0x4B]):
      (container, npyShape) = (.npz, nil)
    case 0x93:
      let header = try NPY.header(ofFile: file)
      (container, npyShape) = header.elementType == .object ? (.pickle, nil) : (.npy, header.shape)
    case 0x80:
      (container, npyShape) = (.pickle, nil)
    default:
      (container, npyShape) = (.other, nil)
    }
  }

  /// One sequence of a pickle.
  private init(sequence name: String, _ value: PickleValue, of whole: FilePeek) {
    file = whole.file
    path = "\(whole.path), sequence \(name)"
    (container, firstBytes, npyShape) = (whole.container, whole.firstBytes, nil)
    content = Result { Self.content(of: value, path: path) }
  }

  private func open() throws -> Content {
    switch container {
    case .npz: .arrays(try ArchiveArrays(path: file))
    case .pickle: Self.content(of: try Pickle.read(file: file, skipping: Self.pictures), path: path)
    case .npy, .other: .bytes
    }
  }

  private static func content(of value: PickleValue, path: String) -> Content {
    if case .dictionary = value { return .arrays(DictionaryArrays(path: path, value: value)) }
    return .pickle(value)
  }

  private var value: PickleValue? {
    switch try? content.get() {
    case .arrays(let arrays as DictionaryArrays): arrays.value
    case .pickle(let value): value
    default: nil
    }
  }

  // MARK: What formats recognise a file by. A damaged container holds nothing here; `check` throws its error.

  /// The names of the arrays of an archive or a pickled dictionary; empty for other files.
  var names: Set<String> {
    guard case .arrays(let arrays)? = try? content.get() else { return [] }
    return Set(arrays.names)
  }

  /// The first line of a file of plain text, without its end; nil for other files.
  var firstLine: String? {
    guard container == .other else { return nil }
    var line = firstBytes[...]
    if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
    line = line.prefix { $0 != 0x0A && $0 != 0x0D }
    guard !line.isEmpty, line.allSatisfy({ ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }) else { return nil }
    return String(validating: line, as: UTF8.self)
  }

  /// The shape of the array of this name; nil where there is none.
  func shape(of name: String) -> [Int]? {
    guard names.contains(name), case .arrays(let arrays)? = try? content.get() else { return nil }
    return try? arrays.type(of: name).shape
  }

  /// The shape of an array without a name: the whole of an `.npy` file, or of a pickle; nil for other files.
  var plainShape: [Int]? { npyShape ?? value?.array?.shape }

  // MARK: What formats read.

  /// The arrays of an archive or a pickled dictionary.
  ///
  /// - Throws: `NumPyError` where the container is damaged; `TracksError` (unknownFormat) where it holds no
  ///   named arrays.
  func arrays() throws -> any NamedArrays {
    guard case .arrays(let arrays) = try content.get() else {
      throw TracksError(.unknownFormat, "\(path) \(found); expected arrays with names")
    }
    return arrays
  }

  /// The array without a name.
  ///
  /// - Throws: `NumPyError` where it is damaged; `TracksError` (unknownFormat) where there is none.
  func plainArray() throws -> NumPyArray {
    if npyShape != nil { return try NPY.read(file: file) }
    guard case .pickle(let value) = try content.get(), let array = value.array else {
      throw TracksError(.unknownFormat, "\(path) \(found); expected one array")
    }
    return array
  }

  /// All bytes of the file.
  ///
  /// - Throws: `TracksError` (damaged) where it cannot be read.
  func bytes() throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw TracksError(.damaged, "\(file): the file cannot be read")
    }
    return [UInt8](data)
  }

  // MARK: Files that no format recognises.

  /// Throws the error of a damaged container.
  func check() throws { _ = try content.get() }

  /// What the file holds, to follow its name in a message.
  var found: String {
    let names = (try? content.get()).flatMap { content -> [String]? in
      if case .arrays(let arrays) = content, !arrays.names.isEmpty { arrays.names } else { nil }
    }
    if let names { return "holds the arrays \(names.joined(separator: ", "))" }
    if container == .npz { return "holds no arrays" }
    if let value { return "holds \(value.kind)" }
    if let line = firstLine, line.count > 3 { return "begins with the text “\(line.prefix(60))”" }
    let start = firstBytes.prefix(8).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return "begins with the bytes \(start.joined(separator: " "))"
  }

  /// One of the sequences that a pickle holds in a dictionary or a list; nil where the file holds no
  /// sequences.
  ///
  /// - Parameter wanted: the name of the sequence, or its index; nil where the file holds only one.
  /// - Throws: `TracksError` (ambiguousSequence) that lists the sequences.
  func sequence(_ wanted: String?) throws -> FilePeek? {
    let sequences = PickledSequences(value)
    guard !sequences.entries.isEmpty else { return nil }
    let entry = try sequences.choose(wanted, path: path)
    return FilePeek(sequence: entry.name, entry.value, of: self)
  }
}
