/// The conditions that a track must meet to be kept; a track that breaks several is dropped for the first of
/// them.
public struct TrackFilter: Sendable, Equatable {
  /// The picture that the tracks lie in, in pixels from the tracks' origin.
  public var picture: TrackRegion
  /// How far beyond the picture's border a coordinate may lie, in picture widths and heights.
  public var margin: Float = 4
  /// Where set, coordinates must lie within (−limit, limit) instead, in pixels: 2000 in the rule `paper`.
  public var absoluteLimit: Float?
  /// The longest step between two frames, in picture widths: 512 pixels of a 960-pixel picture, as PIPs++
  /// allows.
  public var longestStep: Float? = 512 / 960
  /// Whether the point must lie in the picture in the first frame.
  public var needsFirstFrame = false
  /// The least number of frames in which a track must be visible (PIPs++: 8); of a shorter video, all frames.
  public var leastVisible = 8

  /// The default rule, for a picture whose upper left corner is (0, 0): finite and plausible throughout,
  /// occluded or not.
  public init(width: Float, height: Float) {
    self.init(picture: TrackRegion(x: 0, y: 0, width: width, height: height))
  }

  /// The default rule for a picture anywhere.
  public init(picture: TrackRegion) { self.picture = picture }

  /// Finds the reason to drop each track, or `kept`, of a set whose coordinates are pixels.
  public func apply(to tracks: TrackSet) -> FilteredTracks {
    let reasons = (0..<tracks.trackCount).map { reason(for: $0, of: tracks) }
    return FilteredTracks(all: tracks, reasons: reasons)
  }

  private func reason(for track: Int, of tracks: TrackSet) -> DropReason {
    let range = tracks.range(ofTrack: track)
    if !tracks.missing.isEmpty, range.contains(where: { tracks.missing[$0] }) { return .noPosition }
    if isMirrored(range, tracks) { return .behindCamera }
    guard range.allSatisfy({ tracks.x[$0].isFinite && tracks.y[$0].isFinite }) else { return .nonFinite }
    guard range.allSatisfy({ tracks.valid[$0] }) else { return .invalidFrame }
    guard range.allSatisfy({ isPlausible(tracks.x[$0], tracks.y[$0]) }) else { return .outOfRange }
    if let longestStep {
      let limit = longestStep * picture.width
      for index in range.dropFirst() {
        let (dx, dy) = (tracks.x[index] - tracks.x[index - 1], tracks.y[index] - tracks.y[index - 1])
        if dx * dx + dy * dy > limit * limit { return .jumpTooLarge }
      }
    }
    if needsFirstFrame, let first = range.first {
      guard (0...picture.width).contains(tracks.x[first] - picture.x),
        (0...picture.height).contains(tracks.y[first] - picture.y)
      else {
        return .absentInFirstFrame
      }
    }
    let visibleCount = range.count { tracks.visible[$0] }
    return visibleCount < min(leastVisible, tracks.frameCount) ? .tooFewVisible : .kept
  }

  private func isPlausible(_ x: Float, _ y: Float) -> Bool {
    let (x, y) = (x - picture.x, y - picture.y)
    if let absoluteLimit { return abs(x) < absoluteLimit && abs(y) < absoluteLimit }
    return (-margin * picture.width...(1 + margin) * picture.width).contains(x)
      && (-margin * picture.height...(1 + margin) * picture.height).contains(y)
  }

  /// Whether the point goes through the camera's plane: its depth is negative where depth is known; otherwise
  /// its projection runs out to infinity, or flips between two frames from more than a picture's width on one
  /// side of the centre to as far on the other.
  ///
  /// Precision 0.998 and recall 0.93 against the true depth on six sequences
  /// (scripts/reference/mirrored_tracks.py).
  private func isMirrored(_ range: Range<Int>, _ tracks: TrackSet) -> Bool {
    if !tracks.depth.isEmpty { return range.contains { tracks.depth[$0] < 0 } }
    let far = picture.width * picture.width
    var previous: (x: Float, y: Float)?
    for index in range {
      let current = (
        x: tracks.x[index] - picture.x - picture.width / 2,
        y: tracks.y[index] - picture.y - picture.height / 2
      )
      if current.x.isInfinite || current.y.isInfinite { return true }
      guard !current.x.isNaN, !current.y.isNaN else {
        previous = nil
        continue
      }
      if let previous, current.x * previous.x + current.y * previous.y < 0,
        current.x * current.x + current.y * current.y > far,
        previous.x * previous.x + previous.y * previous.y > far
      {
        return true
      }
      previous = current
    }
    return false
  }
}

/// The tracks that passed a filter, and why the others did not.
public struct FilteredTracks: Sendable, Equatable {
  /// The tracks that passed.
  public let kept: TrackSet
  /// Their indices among all tracks.
  public let indices: [Int]
  /// One reason for every track of the file.
  public let reasons: [DropReason]

  /// The tracks of `all` that have the reason `kept`.
  public init(all: TrackSet, reasons: [DropReason]) {
    indices = reasons.indices.filter { reasons[$0] == .kept }
    kept = all.selecting(indices)
    self.reasons = reasons
  }

  /// Number of tracks dropped for each reason, all reasons listed.
  public var dropped: [DropReason: Int] {
    var counts = Dictionary(uniqueKeysWithValues: DropReason.allCases.filter { $0 != .kept }.map { ($0, 0) })
    for reason in reasons where reason != .kept { counts[reason, default: 0] += 1 }
    return counts
  }
}
