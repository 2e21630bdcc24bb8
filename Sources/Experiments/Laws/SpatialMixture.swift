public import Distributions
internal import LinearAlgebra
internal import Glibc

/// A mixture of Gaussians in three dimensions: the law of (x, y, z), as InfoNet's evaluation set has it.
public struct SpatialMixture: Sendable {
  /// Weights, means (x, y, z) and covariances (xx, xy, xz, yy, yz, zz) of the components.
  let weights: [Double]
  let means: [[Double]]
  let covariances: [[Double]]

  /// A mixture by the rule of the evaluation set.
  init(components: Int, using generator: inout SeededGenerator) {
    let shares = (0..<components).map { _ in -log(1 - generator.uniform()) }
    weights = shares.map { $0 / shares.reduce(0, +) }
    means = (0..<components).map { _ in (0..<3).map { _ in generator.uniform(-5, 5) } }
    covariances = (0..<components).map { _ in
      let a = (0..<9).map { _ in generator.uniform(-3, 3) }
      func product(_ i: Int, _ j: Int) -> Double {
        (0..<3).reduce(i == j ? 0.01 : 0) { $0 + a[3 * i + $1] * a[3 * j + $1] }
      }
      return [product(0, 0), product(0, 1), product(0, 2), product(1, 1), product(1, 2), product(2, 2)]
    }
  }

  init(weights: [Double], means: [[Double]], covariances: [[Double]]) {
    self.weights = weights
    self.means = means
    self.covariances = covariances
  }

  /// The plane of two coordinates (0 x, 1 y, 2 z).
  public func plane(_ a: Int, _ b: Int) -> GaussianMixture {
    GaussianMixture(
      components: weights.indices.map { k in
        GaussianMixture.Component(
          weight: weights[k], mean: (means[k][a], means[k][b]),
          covariance: (
            covariances[k][Self.entry(a, a)], covariances[k][Self.entry(a, b)],
            covariances[k][Self.entry(b, b)]
          ))
      })
  }

  private static func entry(_ a: Int, _ b: Int) -> Int { [[0, 1, 2], [1, 3, 4], [2, 4, 5]][a][b] }

  /// Independent draws, coordinate by coordinate.
  func sample(count: Int, using generator: inout SeededGenerator) -> [[Float]] {
    let factors = covariances.map { c in
      let a = c[0].squareRoot()
      let (b, d) = (c[1] / a, c[2] / a)
      let e = max(c[3] - b * b, 0).squareRoot()
      let f = e > 0 ? (c[4] - b * d) / e : 0
      return (a, b, d, e, f, max(c[5] - d * d - f * f, 0).squareRoot())
    }
    var sum = 0.0
    let cumulative = weights.map { weight -> Double in
      sum += weight
      return sum
    }
    var points = [[Float]](repeating: [], count: 3)
    for _ in 0..<count {
      let u = generator.uniform() * sum
      let k = min(cumulative.firstIndex { $0 > u } ?? 0, weights.count - 1)
      let (p, q, r) = (generator.normal(), generator.normal(), generator.normal())
      let l = factors[k]
      points[0].append(Float(means[k][0] + l.0 * p))
      points[1].append(Float(means[k][1] + l.1 * p + l.3 * q))
      points[2].append(Float(means[k][2] + l.2 * p + l.4 * q + l.5 * r))
    }
    return points
  }
}
