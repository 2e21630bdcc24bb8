public import LinearAlgebra

/// A law whose X and Y are each mapped by an invertible matrix, which leaves their mutual information as it is.
public struct LinearMixture: PathDistribution {
  public let base: any PathDistribution
  /// Rows of the matrices of X and of Y.
  public let x: [[Double]]
  public let y: [[Double]]

  /// Takes invertible matrices, row by row; the caller vouches for that.
  public init(_ base: any PathDistribution, x: [[Double]], y: [[Double]]) {
    precondition(x.count == base.dimensions.x && y.count == base.dimensions.y, "matrices do not fit")
    self.base = base
    self.x = x
    self.y = y
  }

  /// Matrices (1 − s) 1 + s N of normal numbers N whose determinant is at least 0.2, s uniform.
  public init(random base: any PathDistribution, using generator: inout SeededGenerator) {
    let (dx, dy) = base.dimensions
    self.init(
      base, x: Self.matrix(dx, using: &generator), y: Self.matrix(dy, using: &generator))
  }

  private static func matrix(_ n: Int, using generator: inout SeededGenerator) -> [[Double]] {
    guard n > 1 else { return [[1]] }
    while true {
      let share = generator.uniform()
      let rows = (0..<n).map { i in
        (0..<n).map { (i == $0 ? 1 - share : 0) + share * generator.normal() }
      }
      // |det A| is the root of det A Aᵀ.
      let gram = (0..<n).flatMap { i in
        (0..<n).map { j in zip(rows[i], rows[j]).reduce(0) { $0 + $1.0 * $1.1 } }
      }
      if let factor = CholeskyFactor(gram, count: n), factor.diagonal.reduce(1, *) >= 0.2 { return rows }
    }
  }

  public var dimensions: (x: Int, y: Int) { base.dimensions }
  public var mutualInformation: Double { base.mutualInformation }
  public var normalsAnObservation: Int { base.normalsAnObservation }

  public func sample(ofNormals normals: [[Double]]) -> JointSample {
    mixed(base.sample(ofNormals: normals))
  }

  public func draw(count: Int, using generator: inout SeededGenerator) -> JointSample {
    mixed(base.draw(count: count, using: &generator))
  }

  private func mixed(_ sample: JointSample) -> JointSample {
    func apply(_ matrix: [[Double]], _ rows: [[Double]]) -> [[Double]] {
      matrix.map { weights in
        rows[0].indices.map { t in zip(weights, rows).reduce(0) { $0 + $1.0 * $1.1[t] } }
      }
    }
    return JointSample(x: apply(x, sample.x), y: apply(y, sample.y))
  }
}
