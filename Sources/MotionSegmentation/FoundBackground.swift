internal import MotionGroups
internal import Tracks

/// The background of a video: tracks that stand still, or a group that moves because the camera does.
public struct FoundBackground: Sendable, Equatable {
  /// The group of the clustering that is most likely the background; nil: the tracks that stand still are.
  public let group: Int?
  /// How sure it is, in [0, 1].
  public let probability: Double

  /// Whether it is sure enough to have label 0.
  public var isTaken: Bool { probability >= Background.leastProbability }

  /// The group that gets label 0 although it moves; nil: none but the tracks that stand still.
  public var takenGroup: Int? { isTaken ? group : nil }

  /// The likeliest background among the groups of the sampled tracks and, as a group of their own, the tracks that stand still.
  ///
  /// Those that stand still are thinned out as much as the moving ones are in the sample.
  static func find(
    _ motion: MotionClasses, sample: Selection<MovingTracks, SampledTracks>, labels: [Int],
    picture: TrackRegion
  ) throws -> FoundBackground? {
    let kept = motion.filtered.kept
    let inKept = motion.moving.selecting(sample)
    let isMoving = Set(motion.moving.indices)
    let still = (0..<kept.trackCount).filter { !isMoving.contains($0) }
    let share = Double(sample.count) / Double(max(motion.moving.count, 1))
    let wanted = min(still.count, max(still.isEmpty ? 0 : 1, Int((share * Double(still.count)).rounded())))
    let chosen = (0..<wanted).map { still[$0 * still.count / wanted] }
    // Group 0 are those that stand still, where there are any.
    let offset = chosen.isEmpty ? 0 : 1
    let tracks = kept.selecting(chosen + inKept.indices)
    let groups = chosen.map { _ in 0 } + labels.map { $0 < 0 ? -1 : $0 + offset }
    guard let found = Background.find(tracks, labels: groups, picture: picture, odds: try .shipped()) else {
      return nil
    }
    let group = found.label - offset
    return FoundBackground(group: group < 0 ? nil : group, probability: found.probability)
  }
}

/// What the groups of a clustering are called in a result: 0 the background, 1… objects, −1 none.
struct GroupNames: Sendable {
  /// The group that is called 0.
  let background: Int?

  func name(_ group: Int) -> Int {
    guard group >= 0 else { return -1 }
    guard let background else { return group + 1 }
    return group == background ? 0 : group > background ? group : group + 1
  }

  /// Number of objects among so many groups.
  func objectCount(groups: Int) -> Int { groups - (background == nil ? 0 : 1) }
}
