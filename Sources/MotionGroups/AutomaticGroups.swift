public import LinearAlgebra
internal import Segmentation
public import Tracks

/// Groups tracks into objects by their motion, with no threshold to set: many small parts, merged by the log odds of being one object.
///
/// 1. A kernel of shared motion models says which tracks move alike (`HypothesisKernel`); the matrix of mutual information names the
///    neighbours that models are drawn from. Features use an estimate of their own (`GaussianInformation`).
/// 2. Spectral clustering of its square makes parts (`Parts`).
/// 3. The pair of groups with the highest log odds (`MergeOdds` on `PartFeatures`) is merged, while they are above ½; with `objects`,
///    until so many groups are left. A track that another group explains clearly better is moved to it (`Refinement`).
/// 4. Each track's score is its group MI with its own group against that with the next one (`GroupInformation`).
///
/// Any number of objects from one up. The same tracks, matrix and seed give the same groups, whatever the number of threads.
public struct AutomaticGroups: Sendable {
  /// Exactly so many groups, where there are as many tracks; nil: found.
  public var objects: Int?
  /// Groupings into 1, 2, … so many groups are given besides (`MotionGrouping.cuts`).
  public var mostCuts = 0
  public var seed: UInt64 = 0
  /// Worker threads; 0: every core.
  public var threads = 0
  /// Tracks that are compared with each other at most; the others are assigned to the groups by group MI.
  public var mostTracks = 600
  /// Merges must have at least these log odds.
  var leastLogOdds = 0.5
  var odds: MergeOdds
  var design = Design()

  /// What was chosen by measurement.
  struct Design: Sendable, Equatable {
    var parts = 12
    var windowLengths = [30, 60]
    var mostWindows = 24
    /// What a track's own group must explain it worse by, to be moved to another: nats a coordinate.
    var margin = 0.3

    /// Parts of so many tracks where the number of groups is not given.
    func usualParts(of tracks: Int) -> Int { min(parts, max(2, tracks / 8)) }
  }

  /// With the weights that the program carries.
  public init(objects: Int? = nil) throws {
    self.objects = objects
    odds = try MergeOdds.shipped()
  }

  init(odds: MergeOdds) { self.odds = odds }

  /// Groups the tracks of a matrix of mutual information (N × N, nats; NaN: unknown).
  public func group(_ tracks: TrackSet, mutualInformation: SymmetricMatrix) -> MotionGrouping {
    precondition(mutualInformation.count == tracks.trackCount, "a row for each track")
    let tracks = tracks.bridgingGaps(longest: tracks.longestBridge)
    let n = tracks.trackCount
    if n > mostTracks {
      let chosen = SpatialSample.choose(count: mostTracks, from: tracks)
      let inner = tracks.selecting(chosen)
      let grouping = group(inner, mutualInformation: mutualInformation.selecting(chosen))
      return grouping.extended(to: tracks, from: chosen, threads: threads)
    }
    guard
      let analysis = MotionAnalysis(
        tracks, mutualInformation: mutualInformation, design: design, seed: seed, threads: threads)
    else {
      let labels = Fallback.labels(mutualInformation, objects: objects)
      return MotionGrouping(
        tracks, labels: labels, merges: [], nextLogOdds: nil, windows: [], noise: 0.3, threads: threads)
    }
    let wanted = objects.map { min(max(1, $0), n) }
    let parts = analysis.parts(atLeast: wanted, design: design, seed: seed)
    let merging = Merging(parts, evidence: analysis.evidence, odds: odds, threads: threads)
    let least = Persistent.leastObjectSize
    func steps(groups: Int?) -> (count: Int, dissolvesStrays: Bool) {
      // Of a given number only groups count that are large enough for an object: a stray must not stand for one.
      if let groups, let count = merging.stepCount(groups: groups, ofAtLeast: least) { return (count, true) }
      return (merging.stepCount(atLeast: leastLogOdds, groups: groups), groups == nil)
    }
    func refined(_ steps: (count: Int, dissolvesStrays: Bool)) -> [Int] {
      var groups = merging.states[steps.count]
      if steps.dissolvesStrays {
        groups = Refinement.withoutStrays(
          groups, least: least, tracks: tracks, evidence: analysis.evidence, threads: threads)
      }
      var labels = [Int](repeating: 0, count: n)
      let moved = Refinement.refined(
        groups, tracks: tracks, evidence: analysis.evidence, margin: design.margin, threads: threads)
      for (label, members) in moved.enumerated() {
        for track in members { labels[track] = label }
      }
      return labels
    }
    let chosen = steps(groups: wanted)
    let count = chosen.count
    var grouping = MotionGrouping(
      tracks, labels: refined(chosen),
      merges: merging.steps.prefix(count).map { MotionGrouping.Merge(sizes: $0.sizes, logOdds: $0.logOdds) },
      nextLogOdds: count < merging.steps.count ? merging.steps[count].logOdds : nil,
      windows: analysis.evidence.windows, noise: analysis.evidence.noise, threads: threads)
    // Parts are as many as for a given number of groups, so that the cut is what that number gives.
    let most = parts.count <= design.usualParts(of: n) ? min(mostCuts, Self.mostOfSameParts(parts.count)) : 0
    grouping.cuts = (1...max(1, most)).prefix(most).map { count in
      let labels = Clustering.numberedBySize(refined(steps(groups: count)))
      return MotionGrouping.Cut(
        labels: labels,
        assigner: GroupAssigner(
          tracks, labels: labels, windows: analysis.evidence.windows, noise: analysis.evidence.noise,
          keepsBases: false))
    }
    return grouping
  }

  /// The largest number of groups for which so many parts are made as for an unknown number.
  static func mostOfSameParts(_ parts: Int) -> Int { parts * 3 / 4 }
}

/// The kernel and the evidence of a set of tracks.
struct MotionAnalysis: Sendable {
  let kernel: HypothesisKernel
  let evidence: MotionEvidence

  /// nil where there are too few tracks or frames to compare motion models.
  init?(
    _ tracks: TrackSet, mutualInformation: SymmetricMatrix, design: AutomaticGroups.Design, seed: UInt64,
    threads: Int
  ) {
    guard tracks.trackCount >= 2 * WindowBasis.leastTracks, tracks.frameCount >= 4 else { return nil }
    var plans: [MotionWindows] = []
    for length in design.windowLengths {
      let plan = MotionWindows(
        tracks, usualLength: length, most: design.mostWindows / design.windowLengths.count)
      if !plans.contains(where: { $0.length == plan.length }) { plans.append(plan) }
    }
    let places = plans.flatMap { plan in plan.starts.map { ($0, plan.length) } }
    let windows = mapConcurrently(places.count, threads: threads) { index in
      MotionWindow(tracks, start: places[index].0, length: places[index].1)
    }.filter { $0.tracks.count >= HypothesisKernel.leastTracks }
    guard !windows.isEmpty else { return nil }
    kernel = HypothesisKernel(windows, mutualInformation: mutualInformation, seed: seed, threads: threads)
    // The odds were fitted to this estimate: whatever made the matrix, features are on its scale.
    evidence = MotionEvidence(
      tracks, mutualInformation: GaussianInformation.matrix(tracks, threads: threads), kernel: kernel,
      windows: windows)
  }

  /// Members of each part: 12, fewer of few tracks, more where many groups are wanted.
  func parts(atLeast wanted: Int?, design: AutomaticGroups.Design, seed: UInt64) -> [[Int]] {
    let n = kernel.values.count
    var count = design.usualParts(of: n)
    if let wanted, wanted > AutomaticGroups.mostOfSameParts(count) { count = min(n, max(count, 2 * wanted)) }
    let labels = Parts.find(kernel.values, count: count, seed: seed)
    var parts = [[Int]](repeating: [], count: (labels.max() ?? 0) + 1)
    for (track, label) in labels.enumerated() { parts[label].append(track) }
    return parts
  }
}

/// Groups where motion models cannot be compared: few tracks or few frames.
enum Fallback {
  static func labels(_ matrix: SymmetricMatrix, objects: Int?) -> [Int] {
    var known = matrix
    let values = matrix.elements.filter(\.isFinite)
    let least = values.min() ?? 0
    for i in 0..<matrix.count { for j in 0...i where !matrix[i, j].isFinite { known[i, j] = least } }
    if let objects { return averageLinkage(known, groups: min(max(1, objects), known.count)) }
    return (try? Persistent().cluster(known).labels) ?? [Int](repeating: 0, count: matrix.count)
  }

  /// Merges the two groups with the highest mean similarity until so many are left.
  private static func averageLinkage(_ matrix: SymmetricMatrix, groups wanted: Int) -> [Int] {
    var groups = (0..<matrix.count).map { [$0] }
    while groups.count > max(wanted, 1) {
      var best = (value: -Float.infinity, a: 0, b: 1)
      for b in groups.indices {
        for a in 0..<b {
          var sum: Float = 0
          for i in groups[a] { for j in groups[b] { sum += matrix[i, j] } }
          let mean = sum / Float(groups[a].count * groups[b].count)
          if mean > best.value { best = (mean, a, b) }
        }
      }
      groups[best.a] += groups[best.b]
      groups.remove(at: best.b)
    }
    var labels = [Int](repeating: 0, count: matrix.count)
    for (label, group) in groups.enumerated() { for track in group { labels[track] = label } }
    return labels
  }
}
