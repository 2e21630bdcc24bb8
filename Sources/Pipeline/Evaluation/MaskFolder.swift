internal import FoundationEssentials
internal import Video
internal import Support

/// A folder of masks, one file a frame; frames may be missing.
struct MaskFolder: Sendable {
  let path: String
  /// Files by frame.
  let files: [Int: String]
  /// How masks were matched with the names of frames; nil where these were not given.
  let matching: FrameMatching?
  /// Whether the masks hold 0 and 255 alone: 255 is then the one object, not void.
  let isBinary: Bool
  /// Whether 0 covers so much of the first mask that it is the background rather than holes.
  let hasBackground: Bool
  let width: Int
  let height: Int
  private var reader: MaskReader

  /// Suffixes of pictures that keep every value.
  private static let suffixes: Set<String> = [".png", ".bmp", ".ppm", ".pgm", ".tif", ".tiff"]

  /// The masks of `frames`; without these, of the frames whose numbers end the masks' names, from 0.
  ///
  /// Throws `RunError` (input) where there are no masks, or none of a frame, or the modules' errors.
  init(path: String, frames: FrameNames? = nil) throws {
    self.path = path
    let found = try Self.list(path)
    let (stems, paths) = (found.stems, found.paths)
    if let frames {
      let matching = try FrameMatching(masks: stems, folder: path, frames: frames)
      files = matching.places.mapValues { paths[$0] }
      self.matching = matching
    } else {
      let keys = FrameKey.keys(ofStems: stems)
      let numbers = keys.compactMap(\.last.number)
      files = Dictionary(
        uniqueKeysWithValues: zip(Set(numbers).count == paths.count ? numbers : Array(paths.indices), paths))
      matching = nil
    }
    guard let first = files.keys.min(), let file = files[first] else { throw Self.nothing(path) }
    reader = MaskReader()
    let mask = try reader.read(file)
    isBinary = mask.labels.allSatisfy { $0 == 0 || $0 == 255 } && mask.labels.contains(255)
    hasBackground = 5 * mask.labels.count { $0 == 0 } > mask.labels.count
    (width, height) = (mask.width, mask.height)
  }

  private static func nothing(_ path: String) -> RunError {
    RunError(
      .input, "\(path): no masks were found; expected PNG files whose names end in the number of the frame")
  }

  /// PNG files; where there are none, other pictures without loss.
  private static func list(_ path: String) throws -> NumberedFiles {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter {
      !$0.hasPrefix(".")
    }
    let kinds = Set(
      names.compactMap { name in suffixes.first { name.lowercased().hasSuffix($0) } })
    guard !path.contains("%"), kinds.isEmpty else {
      return try NumberedFiles(path: path, suffixes: kinds.contains(".png") ? [".png"] : kinds)
    }
    if path.contains("%") { return try NumberedFiles(path: path) }
    throw nothing(path)
  }

  /// The ids of one frame, row by row; nil where it has no mask.
  ///
  /// Throws `VideoError`, or `RunError` (input) where a mask has another size than the first.
  mutating func ids(frame: Int) throws -> [UInt8]? {
    guard let file = files[frame] else { return nil }
    let mask = try reader.read(file)
    guard mask.width == width, mask.height == height else {
      throw RunError(
        .input,
        "\(file) has \(mask.width)x\(mask.height) pixels; the first mask of its folder has \(width)x\(height)"
      )
    }
    return isBinary ? mask.labels.map { $0 == 255 ? 1 : $0 } : mask.labels
  }
}
