internal import LinearAlgebra
internal import Synchronization
internal import Tracks

/// Labels for tracks that have no known mutual information with a labelled track: those of the near track that moves most alike.
///
/// Of the ten labelled tracks that are nearest on average over at least `leastCommon` common frames, the one whose vector to the track
/// varies least gives its label.
enum NearestMotion {
  /// Common frames below which two tracks are not compared.
  static let leastCommon = 3
  /// Near tracks that are looked at.
  private static let candidates = 10

  /// A label for every track of `unlabelled`; nil where no labelled track was seen together with it.
  ///
  /// - Parameters:
  ///   - labels: a label of every track of the set; those below 0 are not looked at.
  static func labels(for unlabelled: [Int], labels: [Int], in tracks: TrackSet, threads: Int) throws -> [Int?]
  {
    let labelled = labels.indices.filter { labels[$0] >= 0 }
    guard !unlabelled.isEmpty, !labelled.isEmpty else { return unlabelled.map { _ in nil } }
    let spans = labelled.map { MotionSpan($0, of: tracks) }
    let found = Mutex([Int?](repeating: nil, count: unlabelled.count))
    try forEachChunk(count: unlabelled.count, threads: threads) { index in
      let own = MotionSpan(unlabelled[index], of: tracks)
      var near: [(distance: Float, place: Int)] = []
      for (place, span) in spans.enumerated() where span.frames.overlaps(own.frames) {
        guard let distance = own.distance(to: span) else { continue }
        if near.count == candidates, let worst = near.last, distance >= worst.distance { continue }
        guard own.relativeMotion(to: span, least: leastCommon) != nil else { continue }
        let position = near.firstIndex { $0.distance > distance } ?? near.count
        near.insert((distance, place), at: position)
        if near.count > candidates { near.removeLast() }
      }
      let best = near.compactMap { near in
        own.relativeMotion(to: spans[near.place], least: leastCommon).map { (motion: $0, place: near.place) }
      }.min { ($0.motion, $0.place) < ($1.motion, $1.place) }
      if let best { found.withLock { $0[index] = labels[labelled[best.place]] } }
    }
    return found.withLock { $0 }
  }
}
