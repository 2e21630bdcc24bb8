/// Agreement of two labelings, corrected for chance (Hubert & Arabie 1985).
public enum AdjustedRandIndex {
  /// The adjusted Rand index in [−1, 1]; 1 for labelings that agree, also where both are trivial.
  public static func score(_ a: [Int], _ b: [Int]) -> Double {
    precondition(a.count == b.count, "labelings of different lengths")
    var joint: [Pair: Int] = [:]
    var (rows, columns): ([Int: Int], [Int: Int]) = ([:], [:])
    for (x, y) in zip(a, b) {
      joint[Pair(x: x, y: y), default: 0] += 1
      rows[x, default: 0] += 1
      columns[y, default: 0] += 1
    }
    let together = pairs(joint.values)
    let (inA, inB) = (pairs(rows.values), pairs(columns.values))
    let all = Double(a.count) * Double(a.count - 1) / 2
    guard all > 0 else { return 1 }
    let expected = inA * inB / all
    let greatest = (inA + inB) / 2
    return greatest == expected ? 1 : (together - expected) / (greatest - expected)
  }

  /// The index over the scored elements: those whose truth is not 0.
  public static func score(labels: [Int], truth: [Int]) -> Double {
    let scored = truth.indices.filter { truth[$0] != 0 }
    return score(scored.map { labels[$0] }, scored.map { truth[$0] })
  }

  /// The index over the scored elements that are not of the background: foreground ARI; nil where there are none.
  public static func foreground(labels: [Int], truth: [Int], background: Int) -> Double? {
    let scored = truth.indices.filter { truth[$0] != 0 && truth[$0] != background }
    return scored.isEmpty ? nil : score(scored.map { labels[$0] }, scored.map { truth[$0] })
  }

  private struct Pair: Hashable {
    let x: Int
    let y: Int
  }

  private static func pairs(_ counts: some Collection<Int>) -> Double {
    counts.reduce(0.0) { $0 + Double($1) * Double($1 - 1) / 2 }
  }
}
