internal import FoundationEssentials
internal import Video

/// A folder of masks, one file a frame, found by the number that ends its name; frames may be missing.
struct MaskFolder: Sendable {
  let path: String
  /// Files by frame.
  let files: [Int: String]
  /// Whether the masks hold 0 and 255 alone: 255 is then the one object, not void.
  let isBinary: Bool
  /// Whether 0 covers so much of the first mask that it is the background rather than holes.
  let hasBackground: Bool
  let width: Int
  let height: Int
  private var reader: MaskReader

  /// Throws `PipelineError` (input) where there are no masks, or the modules' errors.
  init(path: String) throws {
    self.path = path
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
      .filter { $0.lowercased().hasSuffix(".png") }.sorted()
    var files: [Int: String] = [:]
    for name in names {
      if let frame = Self.number(in: name) { files[frame] = path + "/" + name }
    }
    guard let first = files.keys.min(), let file = files[first] else {
      throw PipelineError(
        .input, "\(path): no masks were found; expected PNG files whose names end in a frame's number")
    }
    self.files = files
    reader = MaskReader()
    let mask = try reader.read(file)
    isBinary = mask.labels.allSatisfy { $0 == 0 || $0 == 255 } && mask.labels.contains(255)
    hasBackground = 5 * mask.labels.count { $0 == 0 } > mask.labels.count
    (width, height) = (mask.width, mask.height)
  }

  /// The digits that end a name before its suffix.
  private static func number(in name: String) -> Int? {
    let stem = name.split(separator: ".").first ?? ""
    return Int(String(stem.reversed().prefix { $0.isNumber }.reversed()))
  }

  /// The ids of one frame, row by row; nil where it has no mask.
  ///
  /// Throws `VideoError`, or `PipelineError` (input) where a mask has another size than the first.
  mutating func ids(frame: Int) throws -> [UInt8]? {
    guard let file = files[frame] else { return nil }
    let mask = try reader.read(file)
    guard mask.width == width, mask.height == height else {
      throw PipelineError(
        .input,
        "\(file) has \(mask.width)x\(mask.height) pixels; the first mask of its folder has \(width)x\(height)"
      )
    }
    return isBinary ? mask.labels.map { $0 == 255 ? 1 : $0 } : mask.labels
  }
}
