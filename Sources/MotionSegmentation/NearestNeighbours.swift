internal import LinearAlgebra
internal import Synchronization
internal import Tracks

/// Labels of tracks whose motion does not decide between two groups: four of the five nearest tracks may outvote it.
///
/// The nearest tracks are those with the least mean distance over the frames in common, which are at least half of the track's (and of
/// eight). Documentation/tracks.md has what was measured.
enum NearestNeighbours {
  /// A label with a lower score is unsure.
  static let sureScore: Float = 0.1
  /// Tracks that vote.
  private static let voters = 5
  /// Votes that change a label.
  private static let majority = 4
  /// Frames of a track in which distances are looked at, spread over its life.
  private static let mostFrames = 64

  /// The new labels of the tracks that are outvoted, in the order of the set; all votes go by the labels before.
  ///
  /// - Parameters:
  ///   - labels: A label of every track of the set; those below 0 neither vote nor change.
  ///   - scores: How sure each label is.
  static func outvoted(labels: [Int], scores: [Float], in tracks: TrackSet, threads: Int) throws
    -> [(track: Int, label: Int)]
  {
    let unsure = labels.indices.filter { labels[$0] >= 0 && scores[$0] < sureScore }
    let voters = labels.indices.filter { labels[$0] >= 0 }
    let found = Mutex([Int?](repeating: nil, count: unsure.count))
    try forEachChunk(count: unsure.count, threads: threads) { index in
      let track = unsure[index]
      guard let label = vote(on: track, voters: voters, labels: labels, tracks), label != labels[track] else {
        return
      }
      found.withLock { $0[index] = label }
    }
    return zip(unsure, found.withLock { $0 }).compactMap { track, label in label.map { (track, $0) } }
  }

  /// The label that the majority of the nearest tracks has; nil where there is none.
  private static func vote(on track: Int, voters: [Int], labels: [Int], _ tracks: TrackSet) -> Int? {
    let places = self.places(of: track, in: tracks)
    guard let first = places.first, let last = places.last else { return nil }
    let least = (min(8, places.count) + 1) / 2
    var near: [(distance: Float, track: Int)] = []
    for other in voters
    where other != track && tracks.frames(ofTrack: other).overlaps(first.frame..<last.frame + 1) {
      var (sum, count) = (Float(0), 0)
      for place in places {
        guard let index = tracks.index(ofTrack: other, frame: place.frame), tracks.isObserved(index) else {
          continue
        }
        let (dx, dy) = (tracks.x[index] - place.x, tracks.y[index] - place.y)
        sum += (dx * dx + dy * dy).squareRoot()
        count += 1
      }
      guard count >= least else { continue }
      let distance = sum / Float(count)
      if near.count == Self.voters, let worst = near.last, distance >= worst.distance { continue }
      near.insert((distance, other), at: near.firstIndex { $0.distance > distance } ?? near.count)
      if near.count > Self.voters { near.removeLast() }
    }
    let votes = Dictionary(grouping: near) { labels[$0.track] }
    return votes.first { $0.value.count >= majority }?.key
  }

  /// Where a track is in at most `mostFrames` of the frames in which it is observed.
  private static func places(of track: Int, in tracks: TrackSet) -> [(frame: Int, x: Float, y: Float)] {
    let seen = zip(tracks.frames(ofTrack: track), tracks.range(ofTrack: track)).filter {
      tracks.isObserved($0.1)
    }
    let count = min(mostFrames, seen.count)
    return (0..<count).map { place in
      let (frame, index) = seen[place * seen.count / count]
      return (frame, tracks.x[index], tracks.y[index])
    }
  }
}
