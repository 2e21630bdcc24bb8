internal import LinearAlgebra
internal import Synchronization
internal import Tracks

/// Labels of tracks that are seen too briefly for their motion to decide: four of the five nearest tracks may outvote it.
///
/// In a second of video two bodies often move alike, and the MI of so few frames is more noise than signal. The nearest tracks are those
/// with the least mean distance over the frames in common, at least half of the brief track's (and of eight).
enum NearestNeighbours {
  /// Observed frames from which on the motion alone decides.
  static let enoughFrames = 25
  /// Tracks that vote.
  private static let voters = 5
  /// Votes that change a label.
  private static let majority = 4

  /// The new labels of the tracks that are outvoted, in the order of the set; all votes go by the labels before.
  ///
  /// Tracks that are observed in every frame of the video keep their label: there is no more to see.
  ///
  /// - Parameter labels: A label of every track of the set; those below 0 neither vote nor change.
  static func outvoted(labels: [Int], in tracks: TrackSet, threads: Int) throws -> [(track: Int, label: Int)]
  {
    let spans = labels.indices.map { MotionSpan($0, of: tracks) }
    let brief = labels.indices.filter { track in
      guard labels[track] >= 0 else { return false }
      let count = spans[track].observedCount
      return count > 0 && count < min(enoughFrames, tracks.frameCount)
    }
    let found = Mutex([Int?](repeating: nil, count: brief.count))
    try forEachChunk(count: brief.count, threads: threads) { index in
      let track = brief[index]
      guard let label = vote(on: track, labels: labels, spans: spans), label != labels[track] else { return }
      found.withLock { $0[index] = label }
    }
    return zip(brief, found.withLock { $0 }).compactMap { track, label in label.map { (track, $0) } }
  }

  /// The label that the majority of the nearest tracks has; nil where there is none.
  private static func vote(on track: Int, labels: [Int], spans: [MotionSpan]) -> Int? {
    let own = spans[track]
    let least = (min(8, own.observedCount) + 1) / 2
    var near: [(distance: Float, track: Int)] = []
    for (other, span) in spans.enumerated() where other != track && labels[other] >= 0 {
      guard span.frames.overlaps(own.frames), let distance = own.distance(to: span, least: least) else {
        continue
      }
      if near.count == voters, let worst = near.last, distance >= worst.distance { continue }
      near.insert((distance, other), at: near.firstIndex { $0.distance > distance } ?? near.count)
      if near.count > voters { near.removeLast() }
    }
    let votes = Dictionary(grouping: near) { labels[$0.track] }
    return votes.first { $0.value.count >= majority }?.key
  }
}
