public import Tracks
internal import Support

/// Tracks in pixels and, where there is a video, its size and rate: the two fit each other.
public struct LoadedTracks: Sendable {
  public internal(set) var tracks: TrackSet
  /// What a user should know before relying on the tracks, one sentence each.
  public let warnings: [String]
  /// One line about what was found.
  public let found: String
  public let video: VideoFacts?

  /// Whether most visible points lie outside the video's picture.
  let isOutside: Bool

  /// Reads tracks and looks at the video, and sees that they have the same frames and that the points lie in the picture.
  ///
  /// - Parameters:
  ///   - wantsVideo: whether the video is opened; it decides axes, sizes and rates.
  ///   - wantsPictures: whether masks are made: then what does not fit the video is an error, otherwise a warning.
  /// - Throws: `RunError` (input) where the two do not fit, saying how to make them fit; the modules' errors.
  public init(
    _ input: InputFiles, reading: TrackReadingOptions, frames: Int?, frameOffset: Int, wantsVideo: Bool,
    wantsPictures: Bool = true
  ) throws {
    let video = try wantsVideo ? input.video.map { try VideoFacts(path: $0) } : nil
    var reading = reading
    if reading.frameCount == nil { reading.frameCount = video?.frameCount }
    let picture = video.map { PictureSize(width: $0.width, height: $0.height) }
    if reading.pictureSize == nil { reading.pictureSize = picture }
    let contents = try TrackFile.read(input.tracks, options: reading)
    var (tracks, warnings) = (contents.tracks, contents.warnings)
    found = contents.summary
    if let frames { tracks = tracks.prefix(frames: frames) }
    var outside = 0.0
    if let video, let picture {
      let mismatch = Self.frameMismatch(
        video, tracks: tracks, of: input, frameOffset: frameOffset, isCut: frames != nil)
      if let mismatch {
        guard !wantsPictures else { throw RunError(.input, mismatch.found + mismatch.remedy) }
        warnings.append(mismatch.found)
      }
      tracks = tracks.inPixels(width: video.width, height: video.height)
      outside = PictureFit.shareOutside(tracks, picture)
      if wantsPictures, outside > 0.99 {
        throw RunError(
          .input,
          "\(input.tracks): no visible point lies in the picture of \(video.path), \(picture)"
            + (warnings.last.map { ": " + $0 } ?? "") + ". Use `no-pictures` for labels alone.")
      }
    } else if tracks.isNormalised {
      // Without a picture any size serves: mutual information does not see the scale of an axis.
      tracks = tracks.inPixels(width: 1000, height: 1000)
    }
    self.tracks = tracks
    self.warnings = warnings
    self.video = video
    isOutside = outside > Self.mostOutside
  }

  /// What is wrong with the number of frames; nil where it fits.
  private static func frameMismatch(
    _ video: VideoFacts, tracks: TrackSet, of input: InputFiles, frameOffset: Int, isCut: Bool
  ) -> (found: String, remedy: String)? {
    let needed = tracks.frameCount + frameOffset
    guard video.frameCount < needed || (video.frameCount > needed && frameOffset == 0 && !isCut) else {
      return nil
    }
    let found =
      "\(video.path) has \(video.countText), but \(input.tracks) has \(tracks.frameCount)"
      + (frameOffset > 0 ? " from frame \(frameOffset) on" : "")
      + ": the tracks belong to another cut of the video"
    let remedy =
      video.frameCount < needed
      ? ". Use `frames N` to take only the first N frames of the tracks, or `no-pictures` for labels alone."
      : ". If the tracks begin at frame N of the video (counted from 0), use `frame-offset N` with `frames "
        + "\(tracks.frameCount)` to ignore the other frames of the video. Or use `no-pictures` for labels alone."
    return (found, remedy)
  }

  /// The picture's place in the plane of the tracks; nil without a picture, and for points that lie elsewhere.
  var picture: TrackRegion? {
    guard let video, !isOutside else { return nil }
    return TrackRegion(x: 0, y: 0, width: Float(video.width), height: Float(video.height))
  }

  /// The same for tracks in pixels and a picture of this size.
  static func picture(_ size: PictureSize, of tracks: TrackSet) -> TrackRegion? {
    guard PictureFit.shareOutside(tracks, size) <= mostOutside else { return nil }
    return TrackRegion(x: 0, y: 0, width: Float(size.width), height: Float(size.height))
  }

  /// The share of visible points outside the picture above which the points lie elsewhere.
  private static let mostOutside = 0.5
}
