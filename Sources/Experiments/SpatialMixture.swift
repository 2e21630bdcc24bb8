public import InfoNet
internal import LinearAlgebra
internal import NumPy
internal import Glibc
internal import Pipeline

/// A mixture of Gaussians in three dimensions: the law of (x, y, z), as InfoNet's evaluation set has it.
public struct SpatialMixture: Sendable {
  /// Weights, means (x, y, z) and covariances (xx, xy, xz, yy, yz, zz) of the components.
  let weights: [Double]
  let means: [[Double]]
  let covariances: [[Double]]

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

/// InfoNet's evaluation set: triplets (X, Y, Z) with I(X;Y) and I(X;Z) known.
public struct MixtureTriplets: Sendable {
  /// One mixture and its two values of MI, nats.
  public struct Triplet: Sendable {
    public let mixture: SpatialMixture
    public let xy: Double
    public let xz: Double
  }

  /// By number of components.
  public let triplets: [(components: Int, triplets: [Triplet])]

  /// Reads K01.npz … K10.npz of a folder: weights (M, K), means (M, K, 3), covariances (M, K, 3, 3), mi_xy, mi_xz.
  ///
  /// Throws `NumPyError`, or `PipelineError` (input) where there is none of them.
  public init(folder: String, most: Int) throws {
    var all: [(Int, [Triplet])] = []
    for k in 1...20 {
      let path = folder + "/K" + (k < 10 ? "0" : "") + "\(k).npz"
      guard access(path, R_OK) == 0 else { continue }
      let archive = try NPZArchive(path: path)
      let weights = try archive.array(named: "weights").doubles()
      let means = try archive.array(named: "means").doubles()
      let covariances = try archive.array(named: "covariances").doubles()
      let (xy, xz) = (
        try archive.array(named: "mi_xy").doubles(), try archive.array(named: "mi_xz").doubles()
      )
      guard weights.count == xy.count * k, means.count == xy.count * k * 3,
        covariances.count == xy.count * k * 9,
        xz.count == xy.count
      else {
        throw PipelineError(.input, "\(path): the arrays do not fit \(k) components of three dimensions")
      }
      all.append(
        (
          k,
          (0..<min(most, xy.count)).map { m in
            Triplet(
              mixture: SpatialMixture(
                weights: (0..<k).map { weights[m * k + $0] },
                means: (0..<k).map { c in (0..<3).map { means[(m * k + c) * 3 + $0] } },
                covariances: (0..<k).map { c in [0, 1, 2, 4, 5, 8].map { covariances[(m * k + c) * 9 + $0] } }
              ),
              xy: xy[m], xz: xz[m])
          }
        ))
    }
    guard !all.isEmpty else {
      throw PipelineError(.input, "\(folder): no K01.npz … K20.npz of mixtures were found")
    }
    triplets = all
  }
}
