internal import FoundationEssentials
public import Support
public import Tracks

/// The folder of a result, to be read: what its files are called, and the values in them.
///
/// Each value's type writes and reads its own files (`ResultPart`). Files are written to an `OutputFolder`, which owns and locks
/// the folder; run.json comes last, and a folder without it is not complete.
public struct ResultFolder: Sendable {
  /// The folder's path, as it was given.
  public let path: String

  /// The folder at a path; nothing is read yet.
  public init(_ path: String) { self.path = path }

  /// Every value that a result's folder may hold besides pictures.
  public static let parts: [any ResultPart.Type] = [
    LabelTable.self, ResultMatrix.self, ObjectTable.self, QueryTable.self, RemainderMatrix.self,
    ObjectCuts.self,
    ReviewTruth.self, ThresholdTables.self,
    MeanCurve.self, ResultMetrics.self, TrackingRecord.self, RunRecord.self,
  ]

  /// The page that shows a result, or the table of a batch.
  public static let page = "index.html"

  /// The path of a file or folder in it.
  public func file(_ name: String) -> String { path + "/" + name }

  /// Whether it has a file or folder of this name.
  public func contains(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }

  /// Whether it has the files of a part.
  public func contains(_ part: (some ResultPart).Type) -> Bool { part.missing(in: self) == nil }

  /// Reads a part.
  ///
  /// - Throws: `RunError` (input) or the error of the format's reader, where a file is missing or damaged.
  public func read<Part: ResultPart>(_ part: Part.Type) throws -> Part {
    if let file = part.missing(in: self) {
      throw RunError(.input, "\(path): no \(file) is in it; \(part.remedy)")
    }
    return try Part(from: self)
  }

  /// Reads a part that may be missing; nil where it is, or cannot be read.
  func readIfPresent<Part: ResultPart>(_ part: Part.Type) -> Part? {
    contains(part) ? try? read(part) : nil
  }

  /// The names of an error of decoding, without the code's own types.
  static func text(of error: any Error) -> String {
    func place(_ path: [any CodingKey]) -> String {
      path.isEmpty ? "at its top" : "at " + path.map(\.stringValue).joined(separator: ".")
    }
    switch error as? DecodingError {
    case .keyNotFound(let key, let context)?:
      return "there is no “\(key.stringValue)” \(place(context.codingPath))"
    case .typeMismatch(let type, let context)?, .valueNotFound(let type, let context)?:
      return "expected a value of type \(type) \(place(context.codingPath))"
    case .dataCorrupted(let context)?: return "\(context.debugDescription) (\(place(context.codingPath)))"
    default: return "\(error)"
    }
  }
}

extension OutputFolder {
  /// Writes a part of a result.
  ///
  /// - Throws: `OutputError`, or the error of the format's writer.
  public func write(_ part: some ResultPart) throws { try part.write(to: self) }

  /// The same folder, to be read.
  public var result: ResultFolder { ResultFolder(path) }
}

extension LabelTable: ResultPart {
  public static let files = ["labels.npz", "tracks.csv"]

  public func write(to folder: OutputFolder) throws {
    try writeNPZ(to: folder.claimed(Self.files[0]))
    try folder.write(Array(csv.utf8), to: Self.files[1])
  }

  public init(from folder: ResultFolder) throws {
    try self.init(npz: folder.file(Self.files[0]), csv: folder.file(Self.files[1]))
  }
}
