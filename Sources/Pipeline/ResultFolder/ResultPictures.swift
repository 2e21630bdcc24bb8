internal import FoundationEssentials

/// A folder of pictures in a result's folder, one a frame.
struct PictureFolder: Sendable {
  /// The name of the folder, relative to the result's.
  let name: String
  /// The pictures' suffix, without a dot.
  let suffix: String

  init(_ name: String, _ suffix: String) { (self.name, self.suffix) = (name, suffix) }

  /// The file of the frame of a name.
  func file(_ frame: String) -> String { "\(name)/\(frame).\(suffix)" }

  /// The file of the frame of a number.
  func file(_ frame: Int) -> String { file(FrameNames.digits(frame)) }
}

extension ResultFolder {
  /// Masks of the objects, indexed PNG.
  static let masks = PictureFolder("masks", "png")
  /// Frames with coloured tracks.
  static let overlays = PictureFolder("overlays", "png")
  /// The overlays as a video.
  static let overlayVideo = "overlay.mp4"
  /// The MI of the query track over the first frame.
  static let queryPicture = "query.png"
  /// Plain frames for the review page.
  static let reviewFrames = PictureFolder("review/frames", "jpg")
  /// True masks for the review page.
  static let reviewTruthMasks = PictureFolder("review/truth", "png")
  /// A small picture of the result for the page of a batch.
  static let thumbnail = "review/thumbnail.jpg"

  func contains(_ pictures: PictureFolder) -> Bool { contains(pictures.name) }

  /// What an evaluation and the page replace in this result, where its folder has no list of its files.
  var replaceable: [String] {
    let pictures =
      (try? FileManager.default.contentsOfDirectory(atPath: file(Self.reviewTruthMasks.name))) ?? []
    return ResultMetrics.files + ReviewTruth.files + ThresholdTables.files + MeanCurve.files
      + [Self.page, Self.thumbnail, "pr.png", "pr.svg", "pr_objects.png", "pr_objects.svg"]
      + pictures.sorted().filter { $0.hasSuffix(".png") }.map { Self.reviewTruthMasks.name + "/" + $0 }
  }

  /// Whether a file is one that an evaluation writes, and the next one replaces.
  static func isOfEvaluation(_ name: String) -> Bool {
    (ResultMetrics.files + ReviewTruth.files).contains(name) || name.hasPrefix("pr")
      || name.hasPrefix(reviewTruthMasks.name)
  }
}
