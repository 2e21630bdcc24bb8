internal import Glibc

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

  /// Observations kept.
  var count: Int { first.first?.count ?? 0 }

  /// Whether a pair is read with Y first: what makes exchanging X and Y change nothing.
  static func swaps(_ x: WhitenedScores, _ y: WhitenedScores) -> Bool {
    x.dimension == y.dimension ? y.precedes(x) : y.dimension > x.dimension
  }

  /// `a` the vector that comes first, `order` how sums go through all observations, `kept` those that are read.
  init(_ a: WhitenedScores, _ b: WhitenedScores, order: [Int], kept: [Int]) {
    let (m, n) = (a.dimension, b.dimension)
    dimensions = (m, n)
    let scale = 1 / Double(max(a.length, 1))
    let cross = a.rows.map { row in b.rows.map { scale * WhitenedScores.dot(row, $0, order) } }
    let (left, values, right) = SingularValues.decompose(cross, rows: m, columns: n)
    correlations = (0..<m).map { $0 < n ? min(values[$0], 1) : 0 }
    var first = left.map { Self.combine(a.rows, $0, kept) }
    var second = right.map { Self.combine(b.rows, $0, kept) }
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

  private static func combine(_ rows: [[Double]], _ weights: [Double], _ kept: [Int]) -> [Double] {
    var result = [Double](repeating: 0, count: kept.count)
    for (weight, row) in zip(weights, rows) {
      for (place, t) in kept.enumerated() { result[place] += weight * row[t] }
    }
    return result
  }
}

/// The singular value decomposition of a small matrix with at least as many rows as columns, by one-sided Jacobi rotations.
enum SingularValues {
  /// Left vectors (all `rows` of them), singular values in decreasing order, and right vectors.
  static func decompose(
    _ matrix: [[Double]], rows m: Int, columns n: Int
  ) -> (left: [[Double]], values: [Double], right: [[Double]]) {
    var columns = (0..<n).map { j in (0..<m).map { matrix[$0][j] } }
    var right = (0..<n).map { j in (0..<n).map { $0 == j ? 1.0 : 0 } }
    func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    func rotate(_ v: inout [[Double]], _ p: Int, _ q: Int, _ c: Double, _ s: Double) {
      for i in v[p].indices { (v[p][i], v[q][i]) = (c * v[p][i] - s * v[q][i], s * v[p][i] + c * v[q][i]) }
    }
    for _ in 0..<30 {
      var off = 0.0
      for p in 0..<n {
        for q in (p + 1)..<max(n, p + 1) {
          let (a, b, g) = (
            dot(columns[p], columns[p]), dot(columns[q], columns[q]), dot(columns[p], columns[q])
          )
          guard abs(g) > 1e-15 * (a * b).squareRoot(), g != 0 else { continue }
          off = max(off, abs(g) / max((a * b).squareRoot(), 1e-300))
          let zeta = (b - a) / (2 * g)
          let t = (zeta >= 0 ? 1.0 : -1.0) / (abs(zeta) + (1 + zeta * zeta).squareRoot())
          let c = 1 / (1 + t * t).squareRoot()
          rotate(&columns, p, q, c, c * t)
          rotate(&right, p, q, c, c * t)
        }
      }
      if off < 1e-14 { break }
    }
    let norms = columns.map { dot($0, $0).squareRoot() }
    let order = norms.indices.sorted { norms[$0] != norms[$1] ? norms[$0] > norms[$1] : $0 < $1 }
    var left: [[Double]] = []
    for j in order where norms[j] > 1e-12 { left.append(columns[j].map { $0 / norms[j] }) }
    // Directions that the matrix does not reach: unit vectors, made orthogonal to the others.
    var axis = 0
    while left.count < m, axis < m {
      var vector = (0..<m).map { $0 == axis ? 1.0 : 0 }
      for _ in 0..<2 {
        for known in left {
          let overlap = dot(vector, known)
          for i in vector.indices { vector[i] -= overlap * known[i] }
        }
      }
      let norm = dot(vector, vector).squareRoot()
      if norm > 0.1 / Double(m).squareRoot() { left.append(vector.map { $0 / norm }) }
      axis += 1
    }
    return (left, order.map { norms[$0] }, order.map { right[$0] })
  }
}
