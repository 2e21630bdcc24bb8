/// Which frames of one track are observed, and why the others are not.
struct ObservedFrames {
  private let filter: TrackFilter
  private let tracks: TrackSet
  private let range: Range<Int>
  private let startsAtFirstFrame: Bool
  /// For each stored frame `kept`, or the reason that removed it.
  private(set) var reasons: [DropReason]

  /// The order in which reasons are given where two remove as many frames.
  private static let order: [DropReason] = [
    .noPosition, .behindCamera, .nonFinite, .invalidFrame, .outOfRange, .jumpTooLarge, .tooFewVisible,
  ]

  init(track: Int, of tracks: TrackSet, filter: TrackFilter) {
    self.filter = filter
    self.tracks = tracks
    range = tracks.range(ofTrack: track)
    startsAtFirstFrame = tracks.frames(ofTrack: track).lowerBound == 0
    reasons = []
    reasons.reserveCapacity(range.count)
    for index in range { reasons.append(reason(at: index)) }
    removeMirrored()
    removeJumps()
    removeApproaches()
  }

  /// Removes the far frames of a track that passes the camera's plane or leaves the plausible range: near that plane a projection
  /// runs off, faster than any motion.
  private mutating func removeApproaches() {
    guard reasons.contains(.behindCamera) || reasons.contains(.outOfRange) else { return }
    for (frame, index) in range.enumerated()
    where reasons[frame] == .kept && !filter.isNear(tracks.x[index], tracks.y[index]) {
      reasons[frame] = .outOfRange
    }
  }

  /// Whether the track is observed in this frame, counted from its first stored one.
  func isObserved(_ frame: Int) -> Bool { reasons[frame] == .kept }

  /// Why the track is dropped, or `kept`.
  var verdict: DropReason {
    let count = reasons.count { $0 == .kept }
    guard count >= min(filter.leastFrames, tracks.frameCount) else {
      // A track that is stored as a short stretch has no position elsewhere.
      guard reasons.contains(where: { $0 != .kept }) else { return .tooFewVisible }
      let removed = Self.order.map { reason in (reason: reason, count: reasons.count { $0 == reason }) }
      // The first of the largest.
      return removed.reduce(removed[0]) { $1.count > $0.count ? $1 : $0 }.reason
    }
    if filter.needsFirstFrame {
      guard let first = range.first, startsAtFirstFrame, isObserved(0),
        filter.isInPicture(tracks.x[first], tracks.y[first])
      else {
        return .absentInFirstFrame
      }
    }
    var visible = 0
    for (frame, index) in range.enumerated() where tracks.visible[index] && isObserved(frame) { visible += 1 }
    return visible < min(filter.leastVisible, tracks.frameCount) ? .tooFewVisible : .kept
  }

  /// What an entry shows without its neighbours.
  private func reason(at index: Int) -> DropReason {
    if !tracks.missing.isEmpty, tracks.missing[index] { return .noPosition }
    // A file without visibility has fillers only.
    if !tracks.isObserved(index) { return tracks.hasVisibility ? .tooFewVisible : .noPosition }
    let (x, y) = (tracks.x[index], tracks.y[index])
    if x.isInfinite || y.isInfinite { return .behindCamera }
    if x.isNaN || y.isNaN { return .nonFinite }
    if !tracks.valid[index] { return .invalidFrame }
    if !tracks.depth.isEmpty, tracks.depth[index] < 0 { return .behindCamera }
    return filter.isPlausible(x, y) ? .kept : .outOfRange
  }

  /// Removes the frames in which the point is behind the camera: where no depth is known, those on the wrong side of a flip of
  /// the projection.
  ///
  /// The frames between two flips are alternately before and behind the camera. Before it are those in which the point is
  /// visible; where it never is, those with fewer invalid entries.
  private mutating func removeMirrored() {
    guard tracks.depth.isEmpty else { return }
    // Stretches without a break; each begins a new side where the projection flips.
    var stretch: [(frame: Int, side: Int)] = []
    var (side, flips) = (0, 0)
    var previous: (x: Float, y: Float)?
    for (frame, index) in range.enumerated() {
      guard let current = filter.fromCentre(tracks.x[index], tracks.y[index]), hasProjection(frame) else {
        if flips > 0 { removeOneSide(stretch) }
        (stretch, side, flips, previous) = ([], 0, 0, nil)
        continue
      }
      if let previous, filter.isFlip(previous, current) {
        side = 1 - side
        flips += 1
      }
      stretch.append((frame, side))
      previous = current
    }
    if flips > 0 { removeOneSide(stretch) }
  }

  /// Whether the entry is the file's own projection, if a bad one.
  private func hasProjection(_ frame: Int) -> Bool {
    switch reasons[frame] {
    case .kept, .behindCamera, .outOfRange, .invalidFrame: true
    default: false
    }
  }

  private mutating func removeOneSide(_ stretch: [(frame: Int, side: Int)]) {
    let start = range.lowerBound
    func count(_ side: Int, where isCounted: (Int) -> Bool) -> Int {
      stretch.count { $0.side == side && isCounted($0.frame) }
    }
    let visible = [0, 1].map { side in count(side) { tracks.visible[start + $0] && reasons[$0] == .kept } }
    let invalid = [0, 1].map { side in count(side) { !tracks.valid[start + $0] } }
    let behind: Int? =
      visible[0] != visible[1]
      ? (visible[0] > visible[1] ? 1 : 0)
      : invalid[0] != invalid[1] ? (invalid[0] < invalid[1] ? 1 : 0) : nil
    for place in stretch where behind == nil || place.side == behind {
      if reasons[place.frame] == .kept || reasons[place.frame] == .outOfRange {
        reasons[place.frame] = .behindCamera
      }
    }
  }

  /// Removes single frames that lie far from both neighbours, where these agree; then all but the longest piece between jumps.
  private mutating func removeJumps() {
    guard let longestStep = filter.longestStep else { return }
    let limit = longestStep * filter.picture.width
    var frames = reasons.indices.filter { reasons[$0] == .kept }
    func isFar(_ a: Int, _ b: Int, steps: Int) -> Bool {
      let (p, q) = (range.lowerBound + a, range.lowerBound + b)
      let (dx, dy) = (tracks.x[q] - tracks.x[p], tracks.y[q] - tracks.y[p])
      let most = limit * Float(steps)
      return dx * dx + dy * dy > most * most
    }
    // A step over a gap may be as many times as long.
    func isJump(_ a: Int, _ b: Int) -> Bool { isFar(a, b, steps: b - a) }
    guard zip(frames, frames.dropFirst()).contains(where: { isJump($0, $1) }) else { return }
    var kept: [Int] = []
    for (place, frame) in frames.enumerated() {
      if let before = kept.last, place + 1 < frames.count, isJump(before, frame),
        isJump(frame, frames[place + 1]), !isFar(before, frames[place + 1], steps: 1)
      {
        reasons[frame] = .jumpTooLarge
      } else {
        kept.append(frame)
      }
    }
    frames = kept
    var longest = 0..<0
    var start = 0
    for place in frames.indices where place + 1 == frames.count || isJump(frames[place], frames[place + 1]) {
      if place + 1 - start > longest.count { longest = start..<(place + 1) }
      start = place + 1
    }
    for place in frames.indices where !longest.contains(place) { reasons[frames[place]] = .jumpTooLarge }
  }
}
