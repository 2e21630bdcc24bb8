public import Support

/// A value that a result's folder keeps in a file, or in a few files that belong together.
///
/// The type knows the names of its files, writes them and reads what it has written. A new file of the folder is one type that
/// conforms, and one line in `ResultFolder.parts`.
public protocol ResultPart: Sendable {
  /// Names of the files, relative to the folder.
  static var files: [String] { get }
  /// What makes the files, for the message that one is missing.
  static var remedy: String { get }

  /// The name of a file that is needed and not in the folder; nil where the part can be read.
  static func missing(in folder: ResultFolder) -> String?

  /// Writes the files, each whole or not at all.
  ///
  /// - Throws: `OutputError`, or the error of the format's writer.
  func write(to folder: OutputFolder) throws

  /// Reads what `write` has written.
  ///
  /// - Throws: `RunError` (input) or the error of the format's reader, where a file is missing or damaged.
  init(from folder: ResultFolder) throws
}

/// A part that is one JSON file with sorted keys.
public protocol JSONResultPart: ResultPart, Codable {
  /// How names of properties become keys.
  static var keys: JSONText.Keys { get }
  /// Whether people read the file: then it is indented and ends in a newline.
  static var isIndented: Bool { get }
}

extension ResultPart {
  public static var remedy: String { "run track-seg on the video again" }

  public static func missing(in folder: ResultFolder) -> String? { files.first { !folder.contains($0) } }
}

extension JSONResultPart {
  public static var keys: JSONText.Keys { .unchanged }
  public static var isIndented: Bool { true }

  /// The text of the file.
  ///
  /// - Throws: `EncodingError` for numbers that are not finite.
  public func json() throws -> String {
    try JSONText.encode(self, keys: Self.keys, isIndented: Self.isIndented) + (Self.isIndented ? "\n" : "")
  }

  public func write(to folder: OutputFolder) throws {
    try folder.write(Array(json().utf8), to: Self.files[0])
  }

  public init(from folder: ResultFolder) throws { self = try Self.decode(Self.self, from: folder) }

  /// The value of the part's file as a type, its own or one that reads less of it.
  static func decode<Value: Decodable>(_ type: Value.Type, from folder: ResultFolder) throws -> Value {
    let path = folder.file(files[0])
    let value: Value?
    do {
      value = try JSONText.decode(type, path: path, keys: keys)
    } catch {
      throw RunError(
        .input,
        "\(path) was not written by track-seg (or by another version): \(ResultFolder.text(of: error)); \(remedy)"
      )
    }
    guard let value else {
      throw RunError(.input, "\(folder.path): no \(files[0]) is in it; \(remedy)")
    }
    return value
  }
}
