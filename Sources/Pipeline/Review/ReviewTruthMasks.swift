internal import FoundationEssentials
internal import Support
internal import Tracks
internal import Video

/// Small copies of true masks for the page, in the colours of the labels that their objects were matched to.
struct ReviewTruthMasks {
  private static let most = 150
  private static let width = 960

  private var masks: MaskFolder
  /// What every id of the masks is painted as; 0: background, or not scored.
  private let numbers: [UInt8]

  /// Masks of the truth, where it has some.
  ///
  /// Nil where the truth has no masks; throws the modules' errors.
  init?(truth: Truth, frames: FrameNames, truthIDs: ReviewTruth, tracks: TrackSet) throws {
    guard let path = truth.maskFolder else { return nil }
    masks = try MaskFolder(path: path, frames: frames)
    var folder = masks
    let step = max(1, masks.files.count / 40)
    let sample = Set(masks.files.keys.sorted().enumerated().filter { $0.offset % step == 0 }.map(\.element))
    let votes = try TrackTruth.majority(of: tracks) { frame in
      guard sample.contains(frame), let ids = try folder.ids(frame: frame) else { return nil }
      return (folder.width, folder.height, ids.map { $0 == 255 ? 0 : $0 })
    }
    let objects = MaskObjects.byMajority(maskIDs: votes, objects: truthIDs.ids)
    numbers = (0...255).map { UInt8(clamping: objects[$0].flatMap { truthIDs.numbers[$0] } ?? 0) }
  }

  /// Writes every so many of the masks, a hundred and fifty at most, scaled down.
  mutating func write(to folder: OutputFolder, frameCount: Int) throws {
    try folder.removeFolder(ResultFolder.reviewTruthMasks.name)
    let frames = masks.files.keys.filter { $0 < frameCount }.sorted()
    let step = max(1, (frames.count + Self.most - 1) / Self.most)
    let factor = max(1, (masks.width + Self.width - 1) / Self.width)
    let (width, height) = (max(1, masks.width / factor), max(1, masks.height / factor))
    for place in Swift.stride(from: 0, to: frames.count, by: step) {
      guard let ids = try masks.ids(frame: frames[place]) else { continue }
      var labels = [UInt8](repeating: 0, count: width * height)
      for y in 0..<height {
        for x in 0..<width {
          labels[y * width + x] = numbers[Int(ids[y * factor * masks.width + x * factor])]
        }
      }
      try LabelImage(width: width, height: height, labels: labels)
        .writeIndexedPNG(to: folder.claimed(ResultFolder.reviewTruthMasks.file(frames[place])))
    }
  }

  /// The frames whose masks are in a folder.
  static func frames(in folder: ResultFolder) -> [Int] {
    let path = folder.file(ResultFolder.reviewTruthMasks.name)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { $0.hasSuffix(".png") }.compactMap { Int($0.dropLast(4)) }.sorted()
  }
}
