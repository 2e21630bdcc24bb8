/// The point tracks of one video: N tracks over T frames.
///
/// Every array is track-major, `[track][frame]`, so that one track is contiguous. Coordinates are pixels, x
/// to the right and y down; a pixel (i, j) covers [i, i+1) × [j, j+1). Coordinates of an invalid entry may be
/// anything, NaN and infinity too.
public struct TrackSet: Sendable, Equatable {
  /// T, the number of frames.
  public let frameCount: Int
  /// N, the number of tracks.
  public let trackCount: Int
  /// Horizontal positions in pixels, N·T values.
  public var x: [Float]
  /// Vertical positions in pixels, N·T values.
  public var y: [Float]
  /// Whether the point is visible: in the frame and not occluded.
  ///
  /// N·T values.
  public var visible: [Bool]
  /// Whether the entry may be used at all (PointOdyssey's `valids`); an occluded point may well be valid.
  ///
  /// N·T values.
  public var valid: [Bool]
  /// Depth along the camera's axis where it is known (TAPVid-3D, or PointOdyssey read with its 3-D
  /// trajectories): negative behind the camera.
  ///
  /// Empty where unknown, else N·T values.
  public var depth: [Float]
  /// What was subtracted from every x before it was rounded to single precision.
  ///
  /// 0 for ordinary pixels; coordinates far from 0 (a map's grid) keep their motion so. The coordinates of
  /// the file are `x + originX` and `y + originY`.
  public var originX = 0.0
  /// What was subtracted from every y, likewise.
  public var originY = 0.0
  /// Whether the file holds a placeholder in place of a position, such as (0, 0) before a track begins.
  ///
  /// Such entries are not valid. Empty where there are none, else N·T values.
  public var missing: [Bool] = []
  /// Where a track is observed: in these frames its coordinates are measurements, finite and plausible; elsewhere they may be
  /// anything, and the point is not visible.
  ///
  /// A reader marks what is no measurement (a tracker's guess for a hidden point, a filler, low confidence); the filter decides on
  /// the whole, and gives the entries that are not observed the nearest observed position of their track. Empty: every entry is
  /// observed; else N·T values.
  public var observed: [Bool] = []
  /// Whether the file has visibility; where it has none, all points are taken as visible.
  public var hasVisibility = true
  /// The identity of each track: its index in the file.
  public var trackIDs: [Int64]
  /// Whether x and y are fractions of the picture (TAP-Vid), to be scaled once its size is known.
  public var isNormalised: Bool
  /// Tracks from arrays of N·T values; `depth` may be empty.
  ///
  /// - Parameter trackIDs: N identities; nil: 0 to N − 1.
  public init(
    frameCount: Int, trackCount: Int, x: [Float], y: [Float], visible: [Bool], valid: [Bool],
    depth: [Float] = [],
    trackIDs: [Int64]? = nil, isNormalised: Bool = false
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
  }

  /// The indices of one track's entries within every array.
  public func range(ofTrack track: Int) -> Range<Int> { (track * frameCount)..<((track + 1) * frameCount) }

  /// Whether the entry at an index of the arrays is observed.
  public func isObserved(_ index: Int) -> Bool { observed.isEmpty || observed[index] }

  /// Whether every track is observed in every frame.
  public var isComplete: Bool { !observed.contains(false) }

  /// The tracks at the given indices, in the order given.
  public func selecting(_ tracks: [Int]) -> TrackSet {
    func pick<Value>(_ values: [Value]) -> [Value] {
      guard !values.isEmpty else { return [] }
      var picked: [Value] = []
      picked.reserveCapacity(tracks.count * frameCount)
      for track in tracks { picked += values[range(ofTrack: track)] }
      return picked
    }
    var set = TrackSet(
      frameCount: frameCount, trackCount: tracks.count, x: pick(x), y: pick(y), visible: pick(visible),
      valid: pick(valid), depth: pick(depth), trackIDs: tracks.map { trackIDs[$0] },
      isNormalised: isNormalised)
    (set.originX, set.originY, set.missing, set.hasVisibility) = (
      originX, originY, pick(missing), hasVisibility
    )
    set.observed = pick(observed)
    return set
  }

  /// The first `count` frames of every track.
  public func prefix(frames count: Int) -> TrackSet {
    guard count < frameCount else { return self }
    return cut(to: 0..<count)
  }

  /// Those frames of every track.
  public func cut(to frames: Range<Int>) -> TrackSet {
    precondition(frames.lowerBound >= 0 && frames.upperBound <= frameCount, "no such frames")
    func cut<Value>(_ values: [Value]) -> [Value] {
      guard !values.isEmpty else { return [] }
      return (0..<trackCount).flatMap {
        values[($0 * frameCount + frames.lowerBound)..<($0 * frameCount + frames.upperBound)]
      }
    }
    var set = TrackSet(
      frameCount: frames.count, trackCount: trackCount, x: cut(x), y: cut(y), visible: cut(visible),
      valid: cut(valid),
      depth: cut(depth), trackIDs: trackIDs, isNormalised: isNormalised)
    (set.originX, set.originY, set.missing, set.hasVisibility) = (
      originX, originY, cut(missing), hasVisibility
    )
    set.observed = cut(observed)
    return set
  }

  /// Normalised coordinates as pixels of a picture of this size; pixel coordinates are left as they are.
  public func inPixels(width: Int, height: Int) -> TrackSet {
    guard isNormalised else { return self }
    var scaled = self
    for index in x.indices {
      scaled.x[index] *= Float(width)
      scaled.y[index] *= Float(height)
    }
    scaled.isNormalised = false
    return scaled
  }
}
