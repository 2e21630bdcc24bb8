internal import CFFmpeg

/// The frames of a video file, of a folder of numbered pictures, or of a printf pattern, one by one: never the whole video in
/// memory.
///
/// A frame that cannot be decoded is replaced by the one before it, so that every other keeps its place.
public struct FrameReader: ~Copyable {
  /// What was opened, as it was given.
  public let path: String
  /// Size in pixels, after any rotation that the file asks for.
  public let width: Int
  public let height: Int
  /// Frames a second; 30 for pictures in a folder.
  public let frameRate: Double
  /// Number of frames: those that are shown, or the number of pictures.
  public let frameCount: Int
  /// Names of the pictures of a folder, in order; nil for a video.
  public let files: [String]?
  /// Frames delivered so far.
  public private(set) var position = 0
  /// How many frames are missing of those that the container claims, for a person; nil where none are.
  public let shortfall: String?
  /// Frames that stand for ones that could not be decoded, so far.
  public private(set) var repeatedFrames: [Int] = []
  /// Frames of another size than the first, so far; they are scaled to it.
  public private(set) var scaledCount = 0

  private var pictures: Pictures
  private var last: RGBImage?

  /// Opens a video.
  ///
  /// - Throws: `VideoError`: missing, notAVideo, badSequence, damaged.
  public init(path: String) throws(VideoError) {
    self.path = path
    switch try FrameSource(path) {
    case .pictures(let found):
      guard let first = found.paths.first else {
        throw VideoError(.badSequence, "\(path): no pictures were found")
      }
      let size = try PictureFile.read(first) { (frame, orientation) throws(VideoError) in
        let (width, height) = (Int(frame.pointee.width), Int(frame.pointee.height))
        return orientation.isSideways ? (height, width) : (width, height)
      }
      (width, height) = size
      frameRate = 30
      frameCount = found.names.count
      files = found.names
      shortfall = nil
      pictures = .list(found.paths)
    case .video:
      let timeline = try FrameTimeline(path: path)
      let decoder = try Decoder(path: path)
      let stream = decoder.stream.pointee
      let (codedWidth, codedHeight) = (
        Int(stream.codecpar.pointee.width), Int(stream.codecpar.pointee.height)
      )
      guard codedWidth > 0, codedHeight > 0 else {
        throw VideoError(.notAVideo, "\(path): the size of its pictures is not known")
      }
      let orientation = Orientation(of: decoder.stream)
      (width, height) = orientation.isSideways ? (codedHeight, codedWidth) : (codedWidth, codedHeight)
      let rate = stream.avg_frame_rate.num > 0 ? stream.avg_frame_rate : stream.r_frame_rate
      frameRate = rate.num > 0 && rate.den > 0 ? av_q2d(rate) : 30
      frameCount = timeline.count
      files = nil
      shortfall = timeline.shortfall
      pictures = .video(VideoFrames(decoder, timeline: timeline, orientation: orientation))
    }
  }

  /// The next frame; nil at the end.
  ///
  /// - Throws: `VideoError` where the first frame cannot be decoded, or no frame can be read any more.
  public mutating func next() throws(VideoError) -> RGBImage? {
    guard position < frameCount else { return nil }
    let image: RGBImage
    do throws(VideoError) {
      if let found = try pictures.image(at: position, width: width, height: height, path: path) {
        if found.isScaled { scaledCount += 1 }
        image = found.image
      } else {
        guard let last else {
          throw VideoError(
            .notAVideo, "\(path): not one frame can be decoded from it; expected a complete video")
        }
        repeatedFrames.append(position)
        image = last
      }
    } catch {
      guard error.code == .damaged || error.code == .notAVideo, let last else { throw error }
      repeatedFrames.append(position)
      image = last
    }
    last = image
    position += 1
    return image
  }

  /// Passes over frames; fewer where the video ends.
  public mutating func skip(_ count: Int) throws(VideoError) {
    for _ in 0..<count {
      guard try next() != nil else { return }
    }
  }

  /// What a person should know of the frames delivered so far, a line each.
  public var warnings: [String] {
    var warnings: [String] = []
    if let first = repeatedFrames.first {
      let count = repeatedFrames.count
      warnings.append(
        "\(path): \(count) of \(position) frames could not be decoded (the first is frame \(first)"
          + (files.map { ", \($0[first])" } ?? "")
          + "); the previous frame is shown in \(count == 1 ? "its" : "their") place")
    }
    if scaledCount > 0 {
      warnings.append(
        "\(path): \(scaledCount) frames do not have the size of the first frame, \(width)x\(height); they were scaled to it"
      )
    }
    return warnings
  }
}
