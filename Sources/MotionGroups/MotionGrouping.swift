public import Segmentation
public import Tracks

/// Tracks grouped by motion, with how sure each step was.
public struct MotionGrouping: Sendable {
  /// Two groups that were merged: how likely they are one object.
  public struct Merge: Sendable, Equatable {
    /// Tracks of either group.
    public let sizes: [Int]
    public let logOdds: Double
    /// The probability of one object, of the log odds.
    public var probability: Double { logistic(logOdds) }
  }

  /// The group of every track: 0, 1, …, by decreasing size, then by first member.
  public let labels: [Int]
  /// How firmly each track belongs, in [−1, 1]: (J − J') / max(|J|, |J'|) of its group MI J with its own group and J' with the best other
  /// one; 0 where there is no other, or it is unknown.
  public let scores: [Float]
  /// The merges that were made, in their order.
  public let merges: [Merge]
  /// The log odds of the best merge that was not made; nil where there is one group.
  public let nextLogOdds: Double?

  let assigner: GroupAssigner

  /// Number of groups.
  public var count: Int { (labels.max() ?? -1) + 1 }

  /// The groups as a clustering.
  public var clustering: Clustering { Clustering(labels: labels, scores: scores) }

  init(
    _ tracks: TrackSet, labels raw: [Int], merges: [Merge], nextLogOdds: Double?, windows: [MotionWindow],
    noise: Double,
    threads: Int
  ) {
    labels = Clustering.numberedBySize(raw)
    assigner = GroupAssigner(tracks, labels: labels, windows: windows, noise: noise)
    scores = assigner.scores(tracks, labels: labels, threads: threads)
    (self.merges, self.nextLogOdds) = (merges, nextLogOdds)
  }

  private init(_ other: MotionGrouping, labels: [Int], scores: [Float]) {
    (self.labels, self.scores) = (labels, scores)
    (merges, nextLogOdds, assigner) = (other.merges, other.nextLogOdds, other.assigner)
  }

  /// The group of each track of another set over the same frames, and its score; −1 and 0 where nothing is known of it.
  public func assign(_ tracks: TrackSet, threads: Int = 0) -> [(label: Int, score: Float)] {
    assigner.assign(tracks.bridgingGaps(longest: tracks.longestBridge), threads: threads)
  }

  /// The grouping of a whole whose tracks `chosen` were grouped; the others are assigned.
  func extended(to tracks: TrackSet, from chosen: [Int], threads: Int) -> MotionGrouping {
    let isChosen = Set(chosen)
    let others = (0..<tracks.trackCount).filter { !isChosen.contains($0) }
    var (all, sure) = (
      [Int](repeating: 0, count: tracks.trackCount), [Float](repeating: 0, count: tracks.trackCount)
    )
    for (index, track) in chosen.enumerated() { (all[track], sure[track]) = (labels[index], scores[index]) }
    for (track, found) in zip(others, assign(tracks.selecting(others), threads: threads)) {
      (all[track], sure[track]) = (found.label, found.score)
    }
    return MotionGrouping(self, labels: Clustering.numberedBySize(all), scores: sure)
  }
}

/// Assigns tracks to groups by group MI.
struct GroupAssigner: Sendable {
  private let groups: [[Int]]
  private let bases: [GroupInformation]
  private let windows: [MotionWindow]
  private let places: [[Int]]
  private let noise: Double

  init(_ tracks: TrackSet, labels: [Int], windows: [MotionWindow], noise: Double) {
    var groups = [[Int]](repeating: [], count: (labels.max() ?? -1) + 1)
    for (track, label) in labels.enumerated() { groups[label].append(track) }
    self.groups = groups
    bases = groups.map { GroupInformation(MotionBasis(tracks, members: $0, rank: GroupInformation.rank)) }
    self.windows = windows
    places = windows.map { window in
      var places = [Int](repeating: -1, count: tracks.trackCount)
      for (place, track) in window.tracks.enumerated() { places[track] = place }
      return places
    }
    self.noise = noise
  }

  /// Group MI of every track with every group in nats; NaN: unknown.
  func information(_ tracks: TrackSet, threads: Int) -> [[Double]] {
    mapConcurrently(tracks.trackCount, threads: threads) { track in
      bases.map { $0.information(tracks, track: track) }
    }
  }

  func scores(_ tracks: TrackSet, labels: [Int], threads: Int) -> [Float] {
    guard groups.count > 1 else { return [Float](repeating: 0, count: labels.count) }
    return zip(information(tracks, threads: threads), labels).map { Self.score($0, own: $1) }
  }

  static func score(_ information: [Double], own: Int) -> Float {
    let others = information.indices.filter { $0 != own && information[$0].isFinite }
    guard information[own].isFinite, let next = others.map({ information[$0] }).max() else { return 0 }
    let scale = max(abs(information[own]), abs(next))
    return scale > 0 ? Float(min(1, max(-1, (information[own] - next) / scale))) : 0
  }

  func assign(_ tracks: TrackSet, threads: Int) -> [(label: Int, score: Float)] {
    guard groups.count > 1 else { return (0..<tracks.trackCount).map { _ in (0, 0) } }
    let inWindows = WindowAssignment(
      tracks, windows: windows, places: places, groups: groups, noise: noise, threads: threads
    ).excess
    return zip(information(tracks, threads: threads), inWindows).enumerated().map { track, known in
      let (whole, excess) = known
      let label =
        excess.indices.filter { excess[$0].isFinite }.min { excess[$0] < excess[$1] }
        ?? whole.indices.filter { whole[$0].isFinite }.max { whole[$0] < whole[$1] }
        ?? -1
      return (label, label < 0 ? 0 : Self.score(whole, own: label))
    }
  }
}
