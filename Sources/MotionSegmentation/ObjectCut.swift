internal import LinearAlgebra
public import MotionGroups
internal import Tracks

/// The labels of a run with a given number of objects.
public struct ObjectCut: Sendable, Equatable {
  /// The number of objects, as the option takes it.
  public let objects: Int
  /// The label of every kept track: 0 static or of the background, 1… objects, −1 none.
  public let labels: [Int]
}

/// The merges that made the groups, and the best one that was not made.
public struct GroupMerges: Sendable, Equatable {
  /// In their order.
  public let made: [MotionGrouping.Merge]
  /// The probability that the two likeliest groups of the result are one object; nil: there is one group.
  public let next: Double?
}

extension TrackGroups {
  /// The merges of the groups; nil: the rule has none.
  var merges: GroupMerges? {
    motion.map { GroupMerges(made: $0.merges, next: $0.nextProbability) }
  }

  /// The labels with 1, 2, … objects, each as a run with that number gives them.
  func cutLabels(
    of comparison: MotionComparison, _ classes: MotionClasses, picture: TrackRegion, looksForBackground: Bool,
    threads: Int
  ) throws -> [ObjectCut] {
    guard let motion, !motion.cuts.isEmpty else { return [] }
    let others = comparison.sample.others.map(\.value)
    let outside = comparison.moving.selecting(others)
    /// The background of each cut, where it moves.
    let backgrounds = try motion.cuts.map { cut in
      looksForBackground
        ? try FoundBackground.find(classes, sample: comparison.sample, labels: cut.labels, picture: picture)?
          .takenGroup : nil
    }
    return try (1..<motion.cuts.count).map { objects in
      // One group more, where it shows a background, as in `init`.
      let isMore = backgrounds[objects] != nil
      let cut = motion.cuts[isMore ? objects : objects - 1]
      let names = GroupNames(background: isMore ? backgrounds[objects] : nil)
      var labels = comparison.sample.spread(cut.labels.map(names.name), filler: -1)
      let found = cut.assign(outside, threads: threads)
      for (track, group) in zip(others, found) { labels[track] = names.name(group) }
      var scores = comparison.sample.spread(
        cut.scores(comparison.sampled, labels: cut.labels, threads: threads), filler: 0)
      for (track, score) in zip(others, cut.scores(outside, labels: found, threads: threads)) {
        scores[track] = score
      }
      let open = labels.indices.filter { labels[$0] < 0 }
      for (track, label) in zip(
        open, try NearestMotion.labels(for: open, labels: labels, in: comparison.moving, threads: threads))
      {
        if let label { labels[track] = label }
      }
      for (track, label) in try NearestNeighbours.outvoted(
        labels: labels, scores: scores, in: comparison.moving, threads: threads)
      {
        labels[track] = label
      }
      return ObjectCut(objects: objects, labels: classes.moving.spread(labels, filler: 0))
    }
  }
}
