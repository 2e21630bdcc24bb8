internal import Glibc
internal import Distributions
internal import LinearAlgebra
internal import NumPy
internal import Pipeline
internal import Synchronization
internal import Support

/// InfoNet's evaluation set: triplets (X, Y, Z) with I(X;Y) and I(X;Z) known.
public struct MixtureTriplets: Sendable {
  /// One mixture and its two values of MI, nats.
  public struct Triplet: Sendable {
    public let mixture: SpatialMixture
    public let xy: Double
    public let xz: Double
  }

  /// Where the mixtures came from, for a table's head.
  public let source: String
  /// By number of components.
  public let triplets: [(components: Int, triplets: [Triplet])]

  /// Reads K01.npz … K10.npz of a folder: weights (M, K), means (M, K, 3), covariances (M, K, 3, 3), mi_xy, mi_xz.
  ///
  /// Throws `NumPyError`, or `RunError` (input) where there is none of them.
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
        throw RunError(.input, "\(path): the arrays do not fit \(k) components of three dimensions")
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
      throw RunError(.input, "\(folder): no K01.npz … K20.npz of mixtures were found")
    }
    source = "InfoNet's evaluation set"
    triplets = all
  }
  /// Mixtures drawn here by the rule of the evaluation set: components 1 … `most`, weights from a flat Dirichlet law, means
  /// uniform in ±5, covariances A Aᵀ + 0.01 I with entries of A uniform in ±3, kept where the two values differ by 0.02.
  ///
  /// The truth is by quadrature (`GaussianMixture.mutualInformation`).
  public init(drawing count: Int, components most: Int = 10, seed: UInt64, threads: Int = 0) throws {
    let drawn = Mutex([[Triplet?]](repeating: [Triplet?](repeating: nil, count: count), count: most))
    try forEachChunk(count: most * count, threads: threads) { job in
      // The dearest first.
      let (k, index) = (most - job / count, job % count)
      var generator = SeededGenerator(seed: seed &+ UInt64(k), stream: UInt64(index))
      var triplet: Triplet
      repeat {
        let mixture = SpatialMixture(components: k, using: &generator)
        triplet = Triplet(
          mixture: mixture, xy: mixture.plane(0, 1).mutualInformation,
          xz: mixture.plane(0, 2).mutualInformation)
      } while abs(triplet.xy - triplet.xz) < 0.02
      drawn.withLock { $0[k - 1][index] = triplet }
    }
    source = "mixtures drawn here, seed \(seed), truth by quadrature"
    triplets = drawn.withLock { $0 }.enumerated().map { ($0 + 1, $1.compactMap { $0 }) }
  }
}
