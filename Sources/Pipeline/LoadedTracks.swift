public import Tracks

/// Tracks in pixels and, where there is a video, its size and rate: the two fit each other.
public struct LoadedTracks: Sendable {
  public internal(set) var tracks: TrackSet
  /// One line about what was found.
  public let found: String
  public let video: VideoFacts?

  /// Reads tracks and looks at the video, and sees that they have the same frames.
  ///
  /// - Throws: `PipelineError` (input) where the frames do not fit, saying how to make them fit; the modules' errors.
  public init(
    _ input: InputFiles, reading: TrackReadingOptions, frames: Int?, frameOffset: Int, wantsVideo: Bool
  ) throws {
    let video = try wantsVideo ? input.video.map { try VideoFacts(path: $0) } : nil
    var reading = reading
    if reading.frameCount == nil { reading.frameCount = video?.frameCount }
    var tracks = try TrackFile.read(input.tracks, options: reading)
    found = tracks.summary
    if let frames { tracks = tracks.prefix(frames: frames) }
    if let video {
      let needed = tracks.frameCount + frameOffset
      if video.frameCount < needed || (video.frameCount > needed && frameOffset == 0 && frames == nil) {
        throw PipelineError(
          .input,
          "\(video.path) has \(video.countText), but \(input.tracks) has \(tracks.frameCount)"
            + (frameOffset > 0 ? " from frame \(frameOffset) on" : "")
            + ": they were made from different cuts. "
            + (video.frameCount < needed
              ? "Use --frames N to take only the first N frames of the tracks, or --no-pictures for labels alone."
              : "Use --frame-offset N where the tracks begin at frame N of the video (0: its first), with --frames "
                + "\(tracks.frameCount) to say that the rest of the video is not tracked, or --no-pictures for labels alone.")
        )
      }
      tracks = tracks.inPixels(width: video.width, height: video.height)
    } else if tracks.isNormalised {
      // Without a picture any size serves: mutual information does not see the scale of an axis.
      tracks = tracks.inPixels(width: 1000, height: 1000)
    }
    self.tracks = tracks
    self.video = video
  }

  /// The picture's size: the video's, or what the visible points span, which is no smaller than any camera's.
  var pictureSize: (width: Float, height: Float) {
    if let video { return (Float(video.width), Float(video.height)) }
    let extent = tracks.visibleExtent ?? (640, 480)
    return (max(extent.width, 320), max(extent.height, 240))
  }
}
