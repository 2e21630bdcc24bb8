internal import FoundationEssentials

/// The files of a folder whose names differ in their numbers alone, in the order of these numbers.
///
/// Numbers may begin anywhere, have gaps, and be filled with zeros or not. Hidden files (`._00000.jpg`) are passed over.
public struct NumberedFiles: Sendable, Equatable {
  /// The folder, as it was given.
  public let folder: String
  /// Names with their suffix, in order.
  public let names: [String]

  /// Suffixes of pictures, in lower case.
  public static let pictureSuffixes: Set<String> = [
    ".jpg", ".jpeg", ".png", ".bmp", ".webp", ".ppm", ".pgm", ".tif", ".tiff", ".jp2", ".exr", ".tga",
  ]

  /// All pictures of a folder, or those that a pattern such as `name_%05d.jpg` chooses.
  ///
  /// - Throws: `VideoError`: missing; badSequence where there are none, or files of several sequences, naming them.
  public init(path: String, suffixes: Set<String> = pictureSuffixes) throws(VideoError) {
    var isFolder = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder {
      try self.init(folder: path, suffixes: suffixes)
    } else if let pattern = try NumberPattern(path) {
      try self.init(pattern)
    } else {
      throw VideoError(.missing, "\(path): there is no such folder")
    }
  }

  private static func list(_ folder: String) throws(VideoError) -> [NumberedName] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw VideoError(.missing, "\(folder): the folder cannot be read")
    }
    return names.filter { !$0.hasPrefix(".") }.map { NumberedName($0) }
  }

  private init(folder: String, suffixes: Set<String>) throws(VideoError) {
    let found = try Self.list(folder).filter {
      !$0.numbers.isEmpty && suffixes.contains($0.suffix.lowercased())
    }
    guard !found.isEmpty else {
      throw VideoError(
        .badSequence,
        "\(folder): no numbered pictures were found; expected names such as 00000.jpg or rgb_00000.png")
    }
    let families = Dictionary(grouping: found, by: \.template)
    guard families.count == 1 else {
      throw Self.several(Array(families.values), in: folder)
    }
    // 00000.jpg beside 00000.png: two sequences, such as frames and their masks.
    let bySuffix = Dictionary(grouping: found) { $0.suffix.lowercased() }
    if bySuffix.count > 1, Set(found.map { FrameKey.raw($0) }).count < found.count {
      throw Self.several(Array(bySuffix.values), in: folder)
    }
    try self.init(folder: folder, sorting: found)
  }

  private init(_ pattern: NumberPattern) throws(VideoError) {
    let found = try Self.list(pattern.folder).filter { pattern.matches($0.name) }
    guard !found.isEmpty else {
      throw VideoError(
        .badSequence,
        "\(pattern.folder): no file matches \(pattern.prefix)*\(pattern.suffix); expected numbers in place of the *"
      )
    }
    try self.init(folder: pattern.folder, sorting: found)
  }

  private init(folder: String, sorting found: [NumberedName]) throws(VideoError) {
    let order = FrameKey.keys(of: found)
    let sorted = found.indices.sorted {
      let (a, b) = (order[$0], order[$1])
      return a == b ? found[$0].name < found[$1].name : a < b
    }
    for (first, second) in zip(sorted, sorted.dropFirst()) where order[first] == order[second] {
      throw VideoError(
        .badSequence,
        "\(folder): \(found[first].name) and \(found[second].name) have the same number; expected one picture per frame: "
          + "remove one, or name a pattern such as \(folder)/%05d.jpg")
    }
    self.folder = folder
    names = sorted.map { found[$0].name }
  }

  private static func several(_ families: [[NumberedName]], in folder: String) -> VideoError {
    let examples = families.map { family in
      let names = family.map(\.name).sorted()
      return names.count == 1 ? names[0] : "\(names.count) as \(names[0])"
    }.sorted()
    return VideoError(
      .badSequence,
      "\(folder) holds several sequences of pictures (\(examples.prefix(5).joined(separator: ", "))"
        + (examples.count > 5 ? " and \(examples.count - 5) more" : "")
        + "): name one as a pattern, such as \(folder)/name_%05d.jpg")
  }

  /// Names without their suffix.
  public var stems: [String] { names.map { NumberedName($0).stem } }

  /// The paths of the files.
  public var paths: [String] { names.map { folder.hasSuffix("/") ? folder + $0 : folder + "/" + $0 } }
}
