internal import CFFmpeg

/// The decoded frames of a video, each in its place on the timeline.
///
/// Not private to a file: an optimised build does not link the metadata of private noncopyable types.
struct VideoFrames: ~Copyable {
  private var decoder: Decoder
  private var converter = ColourConverter()
  private let timeline: FrameTimeline
  private let orientation: Orientation
  /// A frame that was decoded before its turn, and its place.
  private var early: (image: RGBImage, isScaled: Bool, place: Int)?

  init(_ decoder: consuming Decoder, timeline: FrameTimeline, orientation: Orientation) {
    self.decoder = decoder
    self.timeline = timeline
    self.orientation = orientation
  }

  mutating func image(
    at position: Int, width: Int, height: Int, path: String
  ) throws(VideoError) -> (image: RGBImage, isScaled: Bool)? {
    if let early {
      guard early.place <= position else { return nil }
      self.early = nil
      return (early.image, early.isScaled)
    }
    guard let frame = try decoder.next() else { return nil }
    let place = timeline.index(of: frame.pointee.pts) ?? position
    let found = try converter.upright(frame, orientation, width: width, height: height, path: path)
    guard place > position else { return found }
    early = (found.image, found.isScaled, place)
    return nil
  }
}
