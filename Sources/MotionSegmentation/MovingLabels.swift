internal import Segmentation
internal import Tracks

/// The label of every moving track: 1… objects, 0 the background where it moves, −1 none, with its score and how it came to it.
struct MovingLabels {
  private(set) var labels: [Int]
  private(set) var scores: [Float]
  private(set) var origins: [LabelOrigin]

  /// Puts together the labels of the matrix and of the tracks outside of it.
  ///
  /// - Parameters:
  ///   - joins: Whether tracks that have no label yet get that of the nearest track that moves alike.
  ///   - votes: Whether the nearest tracks may change a label that is unsure.
  init(
    _ clustering: Clustering, _ remainder: RemainingTracks, names: GroupNames,
    of comparison: MotionComparison, joins: Bool, votes: Bool, threads: Int
  ) throws {
    labels = comparison.sample.spread(clustering.labels.map(names.name), filler: -1)
    scores = comparison.sample.spread(clustering.scores, filler: 0)
    origins = comparison.sample.spread(clustering.labels.map { $0 < 0 ? .none : .matrix }, filler: .none)
    for (track, found) in zip(remainder.tracks, remainder.found) where found.label >= 0 {
      labels[track.value] = names.name(found.label)
      scores[track.value] = found.score
      origins[track.value] = .information
    }
    guard joins else { return }
    let open = labels.indices.filter { labels[$0] < 0 }
    let found = try NearestMotion.labels(for: open, labels: labels, in: comparison.moving, threads: threads)
    for (track, label) in zip(open, found) {
      guard let label else { continue }
      labels[track] = label
      origins[track] = .motion
    }
    guard votes else { return }
    for (track, label) in try NearestNeighbours.outvoted(
      labels: labels, scores: scores, in: comparison.moving, threads: threads)
    {
      labels[track] = label
      origins[track] = .neighbours
    }
  }
}
