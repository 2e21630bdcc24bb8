internal import LinearAlgebra
internal import Segmentation
internal import Tracks

extension Segmentation {
  /// The same with objects that end at cuts: what is in several shots is an object in each, numbered on from shot to shot.
  ///
  /// - Parameter shots: The first frame of every shot, ascending; a track is in the shot in which it is first observed.
  public func divided(atShots shots: [Int]) -> Segmentation {
    guard shots.count > 1 else { return self }
    let set = filtered.kept
    let shotOf = (0..<set.trackCount).map { track -> Int in
      let range = set.range(ofTrack: track)
      let frames = set.frames(ofTrack: track)
      let seen =
        range.firstIndex { set.isObserved($0) && set.visible[$0] }
        ?? range.firstIndex { set.isObserved($0) } ?? range.startIndex
      let frame = frames.lowerBound + range.distance(from: range.startIndex, to: seen)
      return (shots.lastIndex { $0 <= frame }) ?? 0
    }
    /// An object of the whole in one shot.
    struct Part: Hashable, Comparable {
      let shot: Int
      let label: Int
      static func < (a: Part, b: Part) -> Bool {
        a.shot != b.shot ? a.shot < b.shot : a.label < b.label
      }
    }
    let parts = zip(shotOf, keptLabels).map { $1 > 0 ? Part(shot: $0, label: $1) : nil }
    let order = Set(parts.compactMap(\.self)).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0 + 1) })
    let labels = zip(parts, keptLabels).map { part, label in part.flatMap { numbers[$0] } ?? label }
    let rows = moving.selecting(sample).indices
    return Segmentation(
      tracks: tracks, filtered: filtered, kept: kept, moving: moving, sample: sample, sampleIDs: sampleIDs,
      matrix: matrix, channels: channels,
      clustering: Clustering(
        labels: rows.map { labels[$0] > 0 ? labels[$0] - 1 : -1 }, scores: clustering.scores,
        threshold: clustering.threshold), keptLabels: labels, keptScores: keptScores,
      keptOrigins: keptOrigins, objectCount: order.count, background: background, merges: merges,
      stability: nil, names: GroupNames(background: nil), cuts: [], remainder: remainder, query: query,
      warnings: warnings, timings: timings)
  }
}
