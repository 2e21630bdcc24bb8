internal import LinearAlgebra

/// Parts merged one pair at a time, always the pair with the highest log odds of being one object.
struct Merging: Sendable {
  /// One merge: the log odds of the pair, and how many groups there were before it.
  struct Step: Sendable, Equatable {
    let logOdds: Double
    let groupsBefore: Int
    /// Tracks of either group.
    let sizes: [Int]
  }

  /// All merges down to one group.
  private(set) var steps: [Step] = []
  /// The groups before each step, then the single group that is left.
  private(set) var states: [[[Int]]] = []

  /// Merges the parts down to one group; features are computed anew for every new group.
  init(_ parts: [[Int]], evidence: MotionEvidence, odds: MergeOdds, threads: Int) {
    var groups = parts.map { evidence.part($0) }
    var scores = Scores(groups, evidence: evidence, odds: odds, threads: threads)
    states.append(groups.map(\.members))
    while groups.count > 1 {
      var best = (value: -Double.infinity, a: 0, b: 1)
      for b in groups.indices {
        for a in 0..<b where scores.values[a][b] > best.value { best = (scores.values[a][b], a, b) }
      }
      let (a, b) = (groups[best.a], groups[best.b])
      steps.append(
        Step(logOdds: best.value, groupsBefore: groups.count, sizes: [a.members.count, b.members.count]))
      groups[best.a] = evidence.part((a.members + b.members).sorted())
      groups.remove(at: best.b)
      scores.replace(best.a, removing: best.b, groups, evidence: evidence, odds: odds, threads: threads)
      states.append(groups.map(\.members))
    }
  }

  /// The number of merges while the log odds are at least so much; with `groups`, down to that many groups.
  func stepCount(atLeast limit: Double, groups: Int? = nil) -> Int {
    if let groups { return max(0, states.count - max(1, min(groups, states.count))) }
    return steps.firstIndex { $0.logOdds < limit } ?? steps.count
  }

  /// The largest number of merges that leaves exactly so many groups of at least `size` tracks, if no later one leaves more of them; nil
  /// where there is none.
  func stepCount(groups: Int, ofAtLeast size: Int) -> Int? {
    let last = states.lastIndex { state in state.count { $0.count >= size } >= groups }
    return last.flatMap { index in
      states[index].count { $0.count >= size } == groups ? index : nil
    }
  }

  /// Log odds of every pair of groups, `values[a][b]` for a < b.
  private struct Scores: Sendable {
    var values: [[Double]]

    init(_ groups: [Part], evidence: MotionEvidence, odds: MergeOdds, threads: Int) {
      values = groups.map { _ in groups.map { _ in -.infinity } }
      let pairs = groups.indices.flatMap { b in (0..<b).map { ($0, b) } }
      for ((a, b), value) in zip(pairs, Self.logOdds(pairs, groups, evidence, odds, threads)) {
        values[a][b] = value
      }
    }

    mutating func replace(
      _ kept: Int, removing gone: Int, _ groups: [Part], evidence: MotionEvidence, odds: MergeOdds,
      threads: Int
    ) {
      values.remove(at: gone)
      for row in values.indices { values[row].remove(at: gone) }
      let pairs = groups.indices.filter { $0 != kept }.map { (min($0, kept), max($0, kept)) }
      for ((a, b), value) in zip(pairs, Self.logOdds(pairs, groups, evidence, odds, threads)) {
        values[a][b] = value
      }
    }

    private static func logOdds(
      _ pairs: [(Int, Int)], _ groups: [Part], _ evidence: MotionEvidence, _ odds: MergeOdds, _ threads: Int
    ) -> [Double] {
      mapConcurrently(pairs.count, threads: threads) { index in
        let (a, b) = pairs[index]
        return odds.logOdds(PartFeatures.values(groups[a], groups[b], evidence))
      }
    }
  }
}
