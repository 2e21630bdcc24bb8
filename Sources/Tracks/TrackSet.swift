/// The point tracks of one video: N tracks seen over T frames.
///
/// Every array is track-major, `[track][frame]`, so that one track is contiguous. Coordinates are pixels, x to the right and
/// y down; a pixel (i, j) covers [i, i+1) × [j, j+1). Coordinates of an invalid entry may be anything, NaN and infinity too.
public struct TrackSet: Sendable, Equatable {
  /// T, the number of frames.
  public let frameCount: Int
  /// N, the number of tracks.
  public let trackCount: Int
  /// Horizontal positions in pixels, N·T values.
  public var x: [Float]
  /// Vertical positions in pixels, N·T values.
  public var y: [Float]
  /// Whether the point is seen: in the frame and not occluded. N·T values.
  public var visible: [Bool]
  /// Whether the entry may be used at all (PointOdyssey's `valids`); an occluded point may well be valid. N·T values.
  public var valid: [Bool]
  /// Depth along the camera's axis where it is known (TAPVid-3D, or PointOdyssey read with its 3-D trajectories): negative
  /// behind the camera. Empty where unknown, else N·T values.
  public var depth: [Float]
  /// The identity of each track: its index in the file.
  public var trackIDs: [Int64]
  /// Whether x and y are fractions of the picture (TAP-Vid), to be scaled once its size is known.
  public var isNormalised: Bool
  /// What was found, in one line, for the person who runs the program.
  public var summary: String

  public init(
    frameCount: Int, trackCount: Int, x: [Float], y: [Float], visible: [Bool], valid: [Bool], depth: [Float] = [],
    trackIDs: [Int64]? = nil, isNormalised: Bool = false, summary: String = ""
  ) {
    let size = frameCount * trackCount
    precondition(x.count == size && y.count == size && visible.count == size && valid.count == size)
    self.frameCount = frameCount
    self.trackCount = trackCount
    self.x = x
    self.y = y
    self.visible = visible
    self.valid = valid
    self.depth = depth
    self.trackIDs = trackIDs ?? (0..<Int64(trackCount)).map { $0 }
    self.isNormalised = isNormalised
    self.summary = summary
  }

  /// The indices of one track's entries within every array.
  public func range(ofTrack track: Int) -> Range<Int> { (track * frameCount)..<((track + 1) * frameCount) }
}
