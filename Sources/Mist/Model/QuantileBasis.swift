internal import LinearAlgebra

/// The shapes that a quantile function is a sum of: Q(τ) = m + Σ s_j h_j(Φ⁻¹(τ)) with every s_j above 0 and h_j increasing.
///
/// Quantiles cannot cross, whatever the network says. Between the knots Q is linear in Φ⁻¹(τ), and h_j(0) = 0: m is the median.
enum QuantileBasis {
  /// Segments of Φ⁻¹(τ) on either side of the median; the outermost go on.
  static let edges = [0.0, 0.6745, 1.2816, 1.96, 2.6]

  /// Number of shapes.
  static var count: Int { 2 * (edges.count) }

  /// h_j at a level in (0, 1).
  static func values(at level: Double) -> [Double] {
    let z = normalQuantile(min(max(level, 1e-4), 1 - 1e-4))
    func side(_ z: Double) -> [Double] {
      edges.indices.map { j in
        let width = j + 1 < edges.count ? edges[j + 1] - edges[j] : .infinity
        return min(max(z - edges[j], 0), width)
      }
    }
    return side(z) + side(-z).map { -$0 }
  }
}
