public import LinearAlgebra

/// Precision against recall of "is this track of the same object?", exact: one point for every distinct score.
public struct PrecisionRecallCurve: Sendable, Equatable {
  /// One threshold's point: everything that scores at least `threshold` is taken for relevant.
  public struct Point: Sendable, Equatable {
    public let threshold: Float
    public let precision: Double
    public let recall: Double

    public init(threshold: Float, precision: Double, recall: Double) {
      self.threshold = threshold
      self.precision = precision
      self.recall = recall
    }
  }

  /// From the highest threshold to the lowest; recall never falls.
  public let points: [Point]

  /// The curve of a ranking; equal scores enter together, unknown ones (NaN) last, at a threshold of −∞.
  ///
  /// - Returns: nil where nothing is relevant.
  public init?(scores: [Float], isRelevant: [Bool]) {
    precondition(scores.count == isRelevant.count, "one answer for each score is needed")
    let relevant = isRelevant.count { $0 }
    guard relevant > 0 else { return nil }
    let scores = scores.map { $0.isNaN ? -.infinity : $0 }
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    var points: [Point] = []
    var (found, seen) = (0, 0)
    while seen < order.count {
      let score = scores[order[seen]]
      while seen < order.count, scores[order[seen]] == score {
        if isRelevant[order[seen]] { found += 1 }
        seen += 1
      }
      points.append(
        Point(
          threshold: score, precision: Double(found) / Double(seen),
          recall: Double(found) / Double(relevant)))
    }
    self.points = points
  }

  /// The curve of one query: row `query` of a matrix against the truth, tracks of id 0 left out.
  ///
  /// - Returns: nil where the query has no other track of its object.
  public init?(_ similarities: SymmetricMatrix, query: Int, truth: [Int]) {
    precondition(truth.count == similarities.count, "one id for each row is needed")
    let others = truth.indices.filter { $0 != query && truth[$0] != 0 }
    self.init(
      scores: others.map { similarities[query, $0] }, isRelevant: others.map { truth[$0] == truth[query] })
  }

  /// Σ (Rₙ − Rₙ₋₁) Pₙ.
  public var averagePrecision: Double {
    var (sum, previous) = (0.0, 0.0)
    for point in points {
      sum += (point.recall - previous) * point.precision
      previous = point.recall
    }
    return sum
  }

  /// The highest precision at any recall of at least `level` (the usual interpolation); 0 beyond the last point.
  public func interpolatedPrecision(at level: Double) -> Double {
    points.reduce(0) { $1.recall >= level - 1e-12 ? max($0, $1.precision) : $0 }
  }

  /// Recall levels of mean curves: 0, 0.01 … 1.
  public static let levels: [Double] = (0...100).map { Double($0) / 100 }

  /// Interpolated precision at every one of `levels`.
  public var interpolated: [Double] {
    var best = [Double](repeating: 0, count: Self.levels.count)
    for point in points {
      let last = min(Int((point.recall + 1e-12) * 100), 100)
      best[last] = max(best[last], point.precision)
    }
    for index in stride(from: best.count - 2, through: 0, by: -1) {
      best[index] = max(best[index], best[index + 1])
    }
    return best
  }

  /// The mean of the interpolated curves of all queries that have one; nil where none has.
  public static func mean(_ similarities: SymmetricMatrix, truth: [Int]) -> [Double]? {
    var sum = [Double](repeating: 0, count: levels.count)
    var count = 0.0
    for query in truth.indices where truth[query] != 0 {
      guard let curve = PrecisionRecallCurve(similarities, query: query, truth: truth) else { continue }
      for (index, value) in curve.interpolated.enumerated() { sum[index] += value }
      count += 1
    }
    return count > 0 ? sum.map { $0 / count } : nil
  }
}
