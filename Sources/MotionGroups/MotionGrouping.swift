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
  /// Its probability.
  public var nextProbability: Double? { nextLogOdds.map(logistic) }

  let assigner: GroupAssigner

  /// The groupings into exactly 1, 2, … groups of the same merging, as far as they were asked for.
  public internal(set) var cuts: [Cut] = []

  /// A grouping into a given number of groups.
  public struct Cut: Sendable {
    /// The group of every track, as in `MotionGrouping.labels`.
    public let labels: [Int]
    let assigner: GroupAssigner

    /// The group of each track of another set over the same frames; −1 where nothing is known of it.
    public func assign(_ tracks: TrackSet, threads: Int = 0) -> [Int] {
      assigner.labels(tracks.bridgingGaps(longest: tracks.longestBridge), threads: threads)
    }

    /// How firmly each track of a set belongs to a group, as in `MotionGrouping.scores`; 0 for the group −1.
    public func scores(_ tracks: TrackSet, labels: [Int], threads: Int = 0) -> [Float] {
      assigner.scores(
        tracks.bridgingGaps(longest: tracks.longestBridge), labels: labels, threads: threads)
    }
  }

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
    assigner = GroupAssigner(tracks, labels: labels, windows: windows, noise: noise, threads: threads)
    scores = assigner.scores(tracks, labels: labels, threads: threads)
    (self.merges, self.nextLogOdds) = (merges, nextLogOdds)
  }

  private init(_ other: MotionGrouping, labels: [Int], scores: [Float]) {
    (self.labels, self.scores) = (labels, scores)
    (merges, nextLogOdds, assigner) = (other.merges, other.nextLogOdds, other.assigner)
    cuts = other.cuts
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
    var whole = MotionGrouping(self, labels: Clustering.numberedBySize(all), scores: sure)
    whole.cuts = cuts.map { cut in
      var labels = [Int](repeating: 0, count: tracks.trackCount)
      for (index, track) in chosen.enumerated() { labels[track] = cut.labels[index] }
      for (track, label) in zip(others, cut.assign(tracks.selecting(others), threads: threads)) {
        labels[track] = label
      }
      return Cut(labels: Clustering.numberedBySize(labels), assigner: cut.assigner)
    }
    return whole
  }
}

/// Assigns tracks to groups by group MI.
struct GroupAssigner: Sendable {
  private let tracks: TrackSet
  private let groups: [[Int]]
  /// nil: made where they are needed.
  private var bases: [GroupInformation]?
  private let windows: [MotionWindow]
  private let places: [[Int]]
  private let noise: Double

  /// - Parameter keepsBases: Whether the bases of group MI are made once and for all.
  init(
    _ tracks: TrackSet, labels: [Int], windows: [MotionWindow], noise: Double, keepsBases: Bool = true,
    threads: Int = 0
  ) {
    var groups = [[Int]](repeating: [], count: (labels.max() ?? -1) + 1)
    for (track, label) in labels.enumerated() { groups[label].append(track) }
    (self.tracks, self.groups) = (tracks, groups)
    self.windows = windows
    places = windows.map { window in
      var places = [Int](repeating: -1, count: tracks.trackCount)
      for (place, track) in window.tracks.enumerated() { places[track] = place }
      return places
    }
    self.noise = noise
    if keepsBases { bases = makeBases(threads: threads) }
  }

  private func makeBases(threads: Int) -> [GroupInformation] {
    mapConcurrently(groups.count, threads: threads) { group in
      GroupInformation(MotionBasis(tracks, members: groups[group], rank: GroupInformation.rank))
    }
  }

  /// Group MI of every track with every group in nats; NaN: unknown.
  func information(_ tracks: TrackSet, threads: Int) -> [[Double]] {
    let bases = bases ?? makeBases(threads: threads)
    return mapConcurrently(tracks.trackCount, threads: threads) { track in
      bases.map { $0.information(tracks, track: track) }
    }
  }

  /// The group of every track without its score: cheaper, as group MI is needed only for tracks that are in no window.
  func labels(_ tracks: TrackSet, threads: Int) -> [Int] {
    guard groups.count > 1 else { return [Int](repeating: 0, count: tracks.trackCount) }
    let excess = excess(tracks, threads: threads)
    var labels = excess.map { Self.least($0) ?? -1 }
    let open = labels.indices.filter { labels[$0] < 0 }
    guard !open.isEmpty else { return labels }
    for (track, whole) in zip(open, information(tracks.selecting(open), threads: threads)) {
      labels[track] = Self.greatest(whole) ?? -1
    }
    return labels
  }

  private func excess(_ tracks: TrackSet, threads: Int) -> [[Double]] {
    WindowAssignment(
      tracks, windows: windows, places: places, groups: groups, noise: noise, threads: threads
    ).excess
  }

  private static func least(_ values: [Double]) -> Int? {
    values.indices.filter { values[$0].isFinite }.min { values[$0] < values[$1] }
  }

  private static func greatest(_ values: [Double]) -> Int? {
    values.indices.filter { values[$0].isFinite }.max { values[$0] < values[$1] }
  }

  func scores(_ tracks: TrackSet, labels: [Int], threads: Int) -> [Float] {
    guard groups.count > 1 else { return [Float](repeating: 0, count: labels.count) }
    return zip(information(tracks, threads: threads), labels).map { $1 < 0 ? 0 : Self.score($0, own: $1) }
  }

  static func score(_ information: [Double], own: Int) -> Float {
    let others = information.indices.filter { $0 != own && information[$0].isFinite }
    guard information[own].isFinite, let next = others.map({ information[$0] }).max() else { return 0 }
    let scale = max(abs(information[own]), abs(next))
    return scale > 0 ? Float(min(1, max(-1, (information[own] - next) / scale))) : 0
  }

  func assign(_ tracks: TrackSet, threads: Int) -> [(label: Int, score: Float)] {
    guard groups.count > 1 else { return (0..<tracks.trackCount).map { _ in (0, 0) } }
    return zip(information(tracks, threads: threads), excess(tracks, threads: threads)).map { whole, excess in
      let label = Self.least(excess) ?? Self.greatest(whole) ?? -1
      return (label, label < 0 ? 0 : Self.score(whole, own: label))
    }
  }
}
