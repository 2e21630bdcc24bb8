/// The point tracks of one video: N tracks over T frames.
///
/// Every array is track-major, `[track][frame]`, so that one track is contiguous. Coordinates are pixels, x
/// to the right and y down; a pixel (i, j) covers [i, i+1) × [j, j+1). Coordinates of an invalid entry may be
/// anything, NaN and infinity too. Of tracks that are short beside the video only a stretch of frames may be stored:
/// `range(ofTrack:)` and `frames(ofTrack:)` say which.
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

  /// Tracks of which only a stretch of frames is stored, one after the other: for tracks that are short beside the video.
  ///
  /// Outside of its stretch a track is neither observed nor visible.
  ///
  /// - Parameters:
  ///   - frames: The stored frames of each track.
  ///   - x: As many values as there are stored frames in all; likewise the other arrays.
  public init(
    frameCount: Int, frames: [Range<Int>], x: [Float], y: [Float], visible: [Bool], valid: [Bool],
    depth: [Float] = [], trackIDs: [Int64]? = nil, isNormalised: Bool = false
  ) {
    let stretches = Stretches(frames)
    precondition(
      [x.count, y.count, visible.count, valid.count].allSatisfy { $0 == stretches.size },
      "a value for each frame")
    precondition(frames.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= frameCount }, "no such frames")
    self.frameCount = frameCount
    trackCount = frames.count
    self.x = x
    self.y = y
    self.visible = visible
    self.valid = valid
    self.depth = depth
    self.trackIDs = trackIDs ?? (0..<Int64(frames.count)).map { $0 }
    self.isNormalised = isNormalised
    self.stretches = stretches
  }

  /// The stored frames of each track, and where they begin within the arrays.
  private struct Stretches: Sendable, Equatable {
    let frames: [Range<Int>]
    let starts: [Int]
    let size: Int

    init(_ frames: [Range<Int>]) {
      self.frames = frames
      var (starts, next) = ([Int](), 0)
      starts.reserveCapacity(frames.count)
      for frames in frames {
        starts.append(next)
        next += frames.count
      }
      (self.starts, size) = (starts, next)
    }
  }

  /// nil: every frame of every track is stored.
  private var stretches: Stretches?

  /// The frames of a track that are stored: all, unless tracks are stored as stretches.
  public func frames(ofTrack track: Int) -> Range<Int> { stretches?.frames[track] ?? 0..<frameCount }

  /// The indices of one track's entries within every array: one for each of `frames(ofTrack:)`.
  public func range(ofTrack track: Int) -> Range<Int> {
    guard let stretches else { return (track * frameCount)..<((track + 1) * frameCount) }
    let start = stretches.starts[track]
    return start..<(start + stretches.frames[track].count)
  }

  /// The index of a track's entry in a frame; nil where it is not stored.
  public func index(ofTrack track: Int, frame: Int) -> Int? {
    guard let stretches else { return track * frameCount + frame }
    let frames = stretches.frames[track]
    return frames.contains(frame) ? stretches.starts[track] + frame - frames.lowerBound : nil
  }

  /// Whether only a stretch of each track is stored.
  public var isStoredInStretches: Bool { stretches != nil }

  /// Whether the entry at an index of the arrays is observed.
  public func isObserved(_ index: Int) -> Bool { observed.isEmpty || observed[index] }

  /// Whether every track is observed in every frame.
  public var isComplete: Bool {
    !observed.contains(false) && (stretches?.frames.allSatisfy { $0.count == frameCount } ?? true)
  }

  /// The tracks at the given indices, in the order given.
  public func selecting(_ tracks: [Int]) -> TrackSet {
    choosing(tracks) { frames(ofTrack: $0) }
  }

  /// The first `count` frames of every track.
  public func prefix(frames count: Int) -> TrackSet {
    guard count < frameCount else { return self }
    return cut(to: 0..<count)
  }

  /// Those frames of every track.
  public func cut(to frames: Range<Int>) -> TrackSet {
    precondition(frames.lowerBound >= 0 && frames.upperBound <= frameCount, "no such frames")
    return choosing(Array(0..<trackCount), window: frames) { self.frames(ofTrack: $0).clamped(to: frames) }
  }

  /// Those frames of the tracks at the given indices.
  public func cut(to frames: Range<Int>, tracks: [Int]) -> TrackSet {
    choosing(tracks, window: frames) { self.frames(ofTrack: $0).clamped(to: frames) }
  }

  /// Some stored frames of some tracks, counted from the beginning of a window of frames.
  private func choosing(
    _ tracks: [Int], window: Range<Int>? = nil, _ chosenFrames: (_ track: Int) -> Range<Int>
  ) -> TrackSet {
    let window = window ?? 0..<frameCount
    let chosen = tracks.map { track -> Range<Int> in
      let frames = chosenFrames(track)
      let first =
        range(ofTrack: track).lowerBound + frames.lowerBound - self.frames(ofTrack: track).lowerBound
      return frames.isEmpty ? 0..<0 : first..<(first + frames.count)
    }
    let size = chosen.reduce(0) { $0 + $1.count }
    func pick<Value>(_ values: [Value]) -> [Value] {
      guard !values.isEmpty else { return [] }
      var picked: [Value] = []
      picked.reserveCapacity(size)
      for range in chosen { picked += values[range] }
      return picked
    }
    let (x, y, visible, valid) = (pick(x), pick(y), pick(visible), pick(valid))
    let ids = tracks.map { trackIDs[$0] }
    var set =
      if stretches == nil {
        TrackSet(
          frameCount: window.count, trackCount: tracks.count, x: x, y: y, visible: visible, valid: valid,
          depth: pick(depth), trackIDs: ids, isNormalised: isNormalised)
      } else {
        TrackSet(
          frameCount: window.count,
          frames: tracks.map { track in
            let frames = chosenFrames(track)
            return frames.isEmpty
              ? 0..<0 : (frames.lowerBound - window.lowerBound)..<(frames.upperBound - window.lowerBound)
          }, x: x, y: y, visible: visible, valid: valid, depth: pick(depth), trackIDs: ids,
          isNormalised: isNormalised)
      }
    (set.originX, set.originY, set.missing, set.hasVisibility) = (
      originX, originY, pick(missing), hasVisibility
    )
    set.observed = pick(observed)
    return set
  }

  /// The same tracks with every frame stored: outside of its stretch a track has no position, and is neither valid nor visible, nor
  /// observed where the filter has decided that.
  public var whole: TrackSet {
    guard stretches != nil else { return self }
    func spread<Value>(_ values: [Value], _ filler: Value) -> [Value] {
      guard !values.isEmpty else { return [] }
      var spread = [Value](repeating: filler, count: trackCount * frameCount)
      for track in 0..<trackCount {
        let first = track * frameCount + frames(ofTrack: track).lowerBound
        for (offset, index) in range(ofTrack: track).enumerated() { spread[first + offset] = values[index] }
      }
      return spread
    }
    var set = TrackSet(
      frameCount: frameCount, trackCount: trackCount, x: spread(x, .nan), y: spread(y, .nan),
      visible: spread(visible, false), valid: spread(valid, false), depth: spread(depth, .nan),
      trackIDs: trackIDs, isNormalised: isNormalised)
    (set.originX, set.originY, set.missing, set.hasVisibility) = (
      originX, originY, spread(missing, false), hasVisibility
    )
    set.observed = spread(observed, false)
    return set
  }

  /// The number of entries up to which every frame of every track is stored: 300 MB of positions and flags.
  public static let largestWhole = 30_000_000

  /// The same tracks, whole where that takes little memory.
  public var wholeIfSmall: TrackSet { trackCount * frameCount <= Self.largestWhole ? whole : self }

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
