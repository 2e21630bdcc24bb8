/// The singular value decomposition of a small matrix with at least as many rows as columns, by one-sided Jacobi rotations.
public enum SingularValues {
  /// A = U S Vᵀ of A: m × n, m ≥ n → the m left vectors of m, the n values in decreasing order, the n right vectors of n.
  public static func decompose(
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
