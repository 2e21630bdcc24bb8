internal import Tracks

/// The positions of one track from its first to its last observed frame.
struct MotionSpan: Sendable {
  /// The frames from the first observed one to the last.
  let frames: Range<Int>
  private let x: [Float]
  private let y: [Float]
  private let observed: [Bool]

  init(_ track: Int, of tracks: TrackSet) {
    let range = tracks.range(ofTrack: track)
    let first = range.first { tracks.isObserved($0) } ?? range.lowerBound
    let end = (range.last { tracks.isObserved($0) } ?? range.lowerBound - 1) + 1
    let own = first..<max(first, end)
    let offset = tracks.frames(ofTrack: track).lowerBound - range.lowerBound
    frames = (own.lowerBound + offset)..<(own.upperBound + offset)
    x = Array(tracks.x[own])
    y = Array(tracks.y[own])
    observed = own.map { tracks.isObserved($0) }
  }

  /// How many frames are observed.
  var observedCount: Int { observed.count { $0 } }

  /// The mean distance over the frames in which both are observed, in pixels; nil where there are fewer than `least`.
  func distance(to other: MotionSpan, least: Int = 1) -> Float? {
    var (sum, count) = (Float(0), 0)
    forEachCommon(other) { dx, dy in
      sum += (dx * dx + dy * dy).squareRoot()
      count += 1
    }
    return count >= max(least, 1) ? sum / Float(count) : nil
  }

  /// The standard deviation of the vector between the two tracks over their common frames, in pixels: 0 where they move alike.
  ///
  /// - Returns: nil where there are fewer than `least` common frames.
  func relativeMotion(to other: MotionSpan, least: Int) -> Float? {
    var (sumX, sumY, squares, count) = (Double(0), Double(0), Double(0), 0)
    forEachCommon(other) { dx, dy in
      sumX += Double(dx)
      sumY += Double(dy)
      squares += Double(dx) * Double(dx) + Double(dy) * Double(dy)
      count += 1
    }
    guard count >= least else { return nil }
    let n = Double(count)
    return Float(max(0, squares / n - (sumX * sumX + sumY * sumY) / (n * n)).squareRoot())
  }

  private func forEachCommon(_ other: MotionSpan, _ body: (_ dx: Float, _ dy: Float) -> Void) {
    for frame in frames.clamped(to: other.frames) {
      let (i, j) = (frame - frames.lowerBound, frame - other.frames.lowerBound)
      if observed[i], other.observed[j] { body(x[i] - other.x[j], y[i] - other.y[j]) }
    }
  }
}
