internal import LinearAlgebra

/// A joint sample in canonical coordinates: pair k holds the k-th canonical variates of the two vectors' scores.
///
/// What is left for a network to read is what correlation does not say. By construction the same for X and Y exchanged (to
/// the last bit), for shifted, scaled and monotonely mapped coordinates, and, but for rounding, for permuted, reflected or
/// linearly mixed scores.
struct CanonicalSample {
  /// Coordinates of the larger and of the smaller vector.
  let dimensions: (large: Int, small: Int)
  /// Canonical correlations in decreasing order, one for each coordinate of the larger vector: 0 beyond the smaller.
  let correlations: [Double]
  /// Variates of the larger vector, `[pair][observation]`.
  let first: [[Double]]
  /// Variates of the smaller vector.
  let second: [[Double]]

  /// Observations that are read.
  var count: Int { first.first?.count ?? 0 }

  /// Whether a pair is read with Y first: what makes exchanging X and Y change nothing.
  static func swaps(_ x: WhitenedScores, _ y: WhitenedScores) -> Bool {
    x.dimension == y.dimension ? y.precedes(x) : y.dimension > x.dimension
  }

  /// `a` the vector that comes first, `order` how sums go through all observations, `observations` those that are read.
  init(_ a: WhitenedScores, _ b: WhitenedScores, order: [Int], observations: [Int]) {
    let (m, n) = (a.dimension, b.dimension)
    dimensions = (m, n)
    let scale = 1 / Double(max(a.length, 1))
    let cross = a.rows.map { row in b.rows.map { scale * WhitenedScores.dot(row, $0, order) } }
    let (left, values, right) = SingularValues.decompose(cross, rows: m, columns: n)
    correlations = (0..<m).map { $0 < n ? min(values[$0], 1) : 0 }
    var first = left.map { Self.combine(a.rows, $0, observations) }
    var second = right.map { Self.combine(b.rows, $0, observations) }
    for k in 0..<m {
      let skew =
        first[k].reduce(0) { $0 + $1 * $1 * $1 } + (k < n ? second[k].reduce(0) { $0 + $1 * $1 * $1 } : 0)
      guard skew < 0 else { continue }
      for t in first[k].indices { first[k][t] = -first[k][t] }
      if k < n { for t in second[k].indices { second[k][t] = -second[k][t] } }
    }
    self.first = first
    self.second = second
  }

  /// Two series that are in canonical order and of the right sign already.
  init(first: [Double], second: [Double], correlation: Double) {
    dimensions = (1, 1)
    correlations = [min(correlation, 1)]
    self.first = [first]
    self.second = [second]
  }

  private static func combine(_ rows: [[Double]], _ weights: [Double], _ observations: [Int]) -> [Double] {
    var result = [Double](repeating: 0, count: observations.count)
    for (weight, row) in zip(weights, rows) {
      for (place, t) in observations.enumerated() { result[place] += weight * row[t] }
    }
    return result
  }
}
