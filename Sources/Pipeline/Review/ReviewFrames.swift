internal import Report
internal import Support
internal import Video

/// Plain frames for the page: JPEG, no wider than a laptop shows them.
struct ReviewFrames: Sendable {
  private static let width = 960
  private static let most = 1200

  /// The distance of the frames that are written.
  let stride: Int
  private let output: OutputFolder
  private let thumbnailFrame: Int

  /// Makes the folder, empty.
  init(in folder: OutputFolder, count: Int) throws {
    stride = Self.stride(count)
    output = folder
    try folder.removeFolder(ResultFolder.reviewFrames.name)
    try folder.claim(
      Swift.stride(from: 0, to: count, by: stride).map { ResultFolder.reviewFrames.file($0) }
        + [ResultFolder.thumbnail])
    thumbnailFrame = count / 2
  }

  /// The distance of the frames that are written of a video of so many.
  static func stride(_ count: Int) -> Int { max(1, (count + most - 1) / most) }

  /// Writes one frame, where it is one of those, and the thumbnail, where it is its turn.
  func write(_ image: RGBImage, overlay: RGBImage?, frame: Int) throws {
    if frame % stride == 0 {
      try image.writeJPEG(
        to: output.file(ResultFolder.reviewFrames.file(frame)), maximumWidth: Self.width, quantiser: 5)
    }
    if frame == thumbnailFrame, let overlay {
      try overlay.writeJPEG(to: output.file(ResultFolder.thumbnail), maximumWidth: 256, quantiser: 4)
    }
  }

  /// Writes the frames of a video again.
  ///
  /// Throws `VideoError`, or `PipelineError` (output).
  static func write(video: String, offset: Int, count: Int, to folder: OutputFolder) throws {
    let writer = try ReviewFrames(in: folder, count: count)
    var reader = try FrameReader(path: video)
    try reader.skip(offset)
    var frame = 0
    while frame < count, let image = try reader.next() {
      try writer.write(image, overlay: nil, frame: frame)
      frame += 1
    }
  }
}
