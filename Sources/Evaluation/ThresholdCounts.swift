public import LinearAlgebra

/// Links right and wrong against a threshold: for every query track, the tracks whose MI with it is at least the threshold
/// are taken for its object (InfoNet, section 5).
public struct ThresholdCounts: Sendable, Equatable {
  /// One threshold, summed over the queries.
  public struct Row: Sendable, Equatable {
    public let threshold: Double
    public let truePositives: Int
    public let falsePositives: Int
    public let falseNegatives: Int

    public init(threshold: Double, truePositives: Int, falsePositives: Int, falseNegatives: Int) {
      self.threshold = threshold
      self.truePositives = truePositives
      self.falsePositives = falsePositives
      self.falseNegatives = falseNegatives
    }

    /// 1 where nothing is claimed.
    public var precision: Double {
      let claimed = truePositives + falsePositives
      return claimed > 0 ? Double(truePositives) / Double(claimed) : 1
    }
    public var recall: Double {
      let relevant = truePositives + falseNegatives
      return relevant > 0 ? Double(truePositives) / Double(relevant) : 0
    }
    public var f1: Double {
      let sum = precision + recall
      return sum > 0 ? 2 * precision * recall / sum : 0
    }
  }

  /// By increasing threshold.
  public let rows: [Row]

  /// Counts over the rows `queries` of a matrix; tracks of truth 0 and the diagonal are left out.
  ///
  /// Unknown pairs (NaN) are below every threshold.
  public init(_ similarities: some PairRows, truth: [Int], queries: [Int], thresholds: [Double]) {
    precondition(truth.count == similarities.count, "one id for each row is needed")
    let thresholds = thresholds.sorted()
    // How many right and wrong links lie in [threshold i, threshold i + 1); 0: below all.
    var (right, wrong) = (
      [Int](repeating: 0, count: thresholds.count + 1), [Int](repeating: 0, count: thresholds.count + 1)
    )
    for query in queries where truth[query] != 0 {
      let row = similarities.row(query)
      for (other, value) in zip(truth.indices, row) where other != query && truth[other] != 0 {
        let place = Self.countAtMost(Double(value), thresholds)
        if truth[other] == truth[query] { right[place] += 1 } else { wrong[place] += 1 }
      }
    }
    let relevant = right.reduce(0, +)
    var (found, mistaken) = (relevant, wrong.reduce(0, +))
    rows = thresholds.enumerated().map { index, threshold in
      found -= right[index]
      mistaken -= wrong[index]
      return Row(
        threshold: threshold, truePositives: found, falsePositives: mistaken, falseNegatives: relevant - found
      )
    }
  }

  /// How many of the ascending thresholds are at most the value.
  private static func countAtMost(_ value: Double, _ thresholds: [Double]) -> Int {
    var (low, high) = (0, thresholds.count)
    while low < high {
      let middle = (low + high) / 2
      if thresholds[middle] <= value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The paper's sweep: from the least to the greatest MI of two different tracks in steps of `increment` nats.
  public static func sweep(_ similarities: some PairRows, increment: Double) -> [Double] {
    guard let range = similarities.range, increment > 0 else { return [] }
    let (low, high) = (Double(range.lowerBound), Double(range.upperBound))
    let first = (low / increment).rounded(.down)
    // A sweep of more than a hundred thousand steps has no reader.
    let count = min(Int((high / increment).rounded(.up) - first), 100_000)
    return (0...max(count, 0)).map { (first + Double($0)) * increment }
  }
}
