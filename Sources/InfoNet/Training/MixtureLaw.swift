internal import Distributions
internal import Glibc
internal import LinearAlgebra

/// Laws from which random Gaussian mixtures are drawn.
enum MixtureLaw: CaseIterable {
  /// Two coordinates of a three-dimensional mixture with covariances A Aᵀ + 0.01 I, A uniform in [−3, 3]³ˣ³: the law of
  /// the evaluation set.
  case spatial
  /// InfoNet's Algorithm 1: variances from two squared uniforms of [−3, 3], correlations uniform in (−1, 1).
  case planar
  /// Either of these with covariances shrunk by exp(U(−5, 0)): strong dependence through the means.
  case shrunk
  /// One to three components with 1 − ρ² log-uniform down to 10⁻⁴ or 10⁻⁷: parts of one rigid body, straight or bent.
  case strong
  /// One Gaussian with 1 − ρ² uniform: a common motion and motions of one's own.
  case moderate

  func draw(using g: inout SeededGenerator) -> GaussianMixture {
    switch self {
    case .spatial: Self.mixture(count: Self.componentCount(&g), &g) { Self.spatialCovariance(&$0) }
    case .planar: Self.mixture(count: Self.componentCount(&g), &g) { Self.planarCovariance(&$0) }
    case .shrunk: Self.shrunk(&g)
    case .strong: Self.strong(&g)
    case .moderate: Self.moderate(&g)
    }
  }

  /// 1 … 20, small numbers more often.
  private static func componentCount(_ g: inout SeededGenerator) -> Int {
    let most = g.uniform() < 0.5 ? 20.0 : 10.0
    return 1 + Int(g.uniform() * most)
  }

  private static func mixture(
    count: Int, _ g: inout SeededGenerator,
    covariance: (inout SeededGenerator) -> (xx: Double, xy: Double, yy: Double)
  ) -> GaussianMixture {
    let weights = dirichlet(count, &g)
    return GaussianMixture(
      components: weights.map { weight in
        let mean = (x: g.uniform(-5, 5), y: g.uniform(-5, 5))
        return GaussianMixture.Component(weight: weight, mean: mean, covariance: covariance(&g))
      })
  }

  /// Dirichlet(1): exponential numbers divided by their sum.
  private static func dirichlet(_ count: Int, _ g: inout SeededGenerator) -> [Double] {
    let raw = (0..<count).map { _ in -log(1 - g.uniform()) + 1e-12 }
    let sum = raw.reduce(0, +)
    return raw.map { $0 / sum }
  }

  private static func spatialCovariance(_ g: inout SeededGenerator) -> (xx: Double, xy: Double, yy: Double) {
    let a = (g.uniform(-3, 3), g.uniform(-3, 3), g.uniform(-3, 3))
    let b = (g.uniform(-3, 3), g.uniform(-3, 3), g.uniform(-3, 3))
    return (
      a.0 * a.0 + a.1 * a.1 + a.2 * a.2 + 0.01, a.0 * b.0 + a.1 * b.1 + a.2 * b.2,
      b.0 * b.0 + b.1 * b.1 + b.2 * b.2 + 0.01
    )
  }

  private static func planarCovariance(_ g: inout SeededGenerator) -> (xx: Double, xy: Double, yy: Double) {
    func square(_ g: inout SeededGenerator) -> Double {
      let (a, b) = (g.uniform(-3, 3), g.uniform(-3, 3))
      return a * a + b * b
    }
    let (xx, yy) = (square(&g), square(&g))
    return (xx + 0.01, g.uniform(-1, 1) * (xx * yy).squareRoot(), yy + 0.01)
  }

  private static func shrunk(_ g: inout SeededGenerator) -> GaussianMixture {
    let spatial = g.uniform() < 0.5
    let factor = exp(g.uniform(-5, 0))
    return mixture(count: componentCount(&g), &g) {
      let c = spatial ? spatialCovariance(&$0) : planarCovariance(&$0)
      return (c.xx * factor, c.xy * factor, c.yy * factor)
    }
  }

  private static func moderate(_ g: inout SeededGenerator) -> GaussianMixture {
    let sign: Double = g.uniform() < 0.5 ? -1 : 1
    return GaussianMixture(components: [
      GaussianMixture.Component(
        weight: 1, mean: (0, 0), deviation: (1, 1), correlation: sign * g.uniform().squareRoot())
    ])
  }

  private static func strong(_ g: inout SeededGenerator) -> GaussianMixture {
    let count = g.uniform() < 0.5 ? 1 : 2 + Int(g.uniform() * 2)
    let spread = g.uniform()
    let weights = dirichlet(count, &g)
    return GaussianMixture(
      components: weights.map { weight in
        let residual = exp(g.uniform(log(g.uniform() < 0.3 ? 1e-7 : 1e-4), 0))
        let sign: Double = g.uniform() < 0.5 ? -1 : 1
        return GaussianMixture.Component(
          weight: weight, mean: (spread * g.uniform(-5, 5), spread * g.uniform(-5, 5)),
          deviation: (exp(g.uniform(-1.5, 1.2)), exp(g.uniform(-1.5, 1.2))),
          correlation: sign * (1 - residual).squareRoot())
      })
  }
}
