internal import FoundationEssentials
internal import Video

/// Small copies of true masks for the page, in the colours of the labels that their objects were matched to.
struct ReviewTruthMasks {
  static let folder = "review/truth"
  private static let most = 150
  private static let width = 960

  private var masks: MaskFolder
  /// What every id of the masks is painted as; 0: background, or not scored.
  private let numbers: [UInt8]

  /// Nil where the truth has no masks; throws the modules' errors.
  init?(truth: Truth, known: Truth.TrackIDs, shown: ReviewTruth) throws {
    guard let path = truth.maskFolder else { return nil }
    masks = try MaskFolder(path: path)
    func number(_ id: Int) -> UInt8 { UInt8(clamping: shown.numbers[id] ?? 0) }
    if let map = known.objectOfMaskID {
      // That map numbers the objects but for what is static.
      let moving = Set(known.ids).subtracting([0, Truth.staticID]).sorted()
      numbers = (0...255).map { id in
        guard let place = map[UInt8(id)], place > 0, Int(place) <= moving.count else { return 0 }
        return number(moving[Int(place) - 1])
      }
    } else {
      let shift = truth.trackFile == nil && masks.hasBackground ? 1 : 0
      numbers = (0...255).map { $0 == 255 ? 0 : number($0 + shift) }
    }
  }

  /// Writes every so many of the masks, a hundred and fifty at most, scaled down.
  mutating func write(to folder: OutputFolder, frameCount: Int) throws {
    let path = try folder.makeEmptyFolder(Self.folder)
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
        .writeIndexedPNG(to: path + "/" + PictureWriter.fileName(frames[place]))
    }
  }

  /// The frames whose masks are in a folder.
  static func frames(in folder: OutputFolder) -> [Int] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.file(Self.folder))) ?? []
    return names.filter { $0.hasSuffix(".png") }.compactMap { Int($0.dropLast(4)) }.sorted()
  }
}
