internal import Glibc
public import LinearAlgebra

/// A multivariate normal law of (X, Y): I = ½ log (det Σ_x det Σ_y / det Σ).
public struct NormalDistribution: PathDistribution {
  public let dimensions: (x: Int, y: Int)
  public let mutualInformation: Double
  /// Of (X, Y), row by row.
  public let covariance: [Double]
  let factor: CholeskyFactor

  /// From the covariance of (X, Y), row by row; nil where it is not positive definite.
  public init?(x: Int, y: Int, covariance: [Double]) {
    let n = x + y
    guard let all = CholeskyFactor(covariance, count: n) else { return nil }
    func block(_ range: Range<Int>) -> CholeskyFactor? {
      CholeskyFactor(
        range.flatMap { row in range.map { covariance[row * n + $0] } }, count: range.count)
    }
    guard let left = block(0..<x), let right = block(x..<n) else { return nil }
    func logs(_ factor: CholeskyFactor) -> Double { factor.diagonal.reduce(0) { $0 + log($1) } }
    dimensions = (x, y)
    self.covariance = covariance
    factor = all
    mutualInformation = max(logs(left) + logs(right) - logs(all), 0)
  }

  public var normalsAnObservation: Int { dimensions.x + dimensions.y }

  public func sample(ofNormals normals: [[Double]]) -> JointSample {
    let n = normalsAnObservation
    let count = normals.first?.count ?? 0
    let rows = (0..<n).map { i in
      var row = [Double](repeating: 0, count: count)
      for j in 0...i {
        let weight = factor.elements[i * n + j]
        guard weight != 0 else { continue }
        let source = normals[j]
        for t in 0..<count { row[t] += weight * source[t] }
      }
      return row
    }
    return JointSample(x: Array(rows[..<dimensions.x]), y: Array(rows[dimensions.x...]))
  }

  public func draw(count: Int, using generator: inout SeededGenerator) -> JointSample {
    var normals = [[Double]](repeating: [Double](repeating: 0, count: count), count: normalsAnObservation)
    for t in 0..<count {
      for index in normals.indices { normals[index][t] = generator.normal() }
    }
    return sample(ofNormals: normals)
  }
}

extension NormalDistribution {
  /// Families of covariances; each is positive definite within its limits.
  public enum Family: Sendable, Equatable {
    /// One correlation between all pairs of coordinates, in [0, 1).
    case dense(correlation: Double)
    /// X_k and Y_k share a signal of this strength λ for k < interacting: their correlation is λ² / (1 + λ²).
    case sparse(interacting: Int, strength: Double)
    /// X_k = E_k + α U + β U_x + (λ Z_k where k < interacting, η V_k elsewhere), and Y_k likewise with U and Z_k shared.
    case latent(interacting: Int, alpha: Double, lambda: Double, beta: Double, eta: Double)
  }

  /// X and Y of the given dimensions with a family's covariance; nil outside its limits.
  public init?(_ family: Family, x: Int, y: Int) {
    let n = x + y
    var covariance = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for j in 0..<n {
        let (left, right) = (i < x, j < x)
        let (a, b) = (left ? i : i - x, right ? j : j - x)
        switch family {
        case .dense(let correlation):
          covariance[i * n + j] = i == j ? 1 : correlation
        case .sparse(let interacting, let strength):
          let shared = a == b && a < interacting
          covariance[i * n + j] =
            i == j ? 1 : shared && left != right ? strength * strength / (1 + strength * strength) : 0
        case .latent(let interacting, let alpha, let lambda, let beta, let eta):
          var value = alpha * alpha
          if left == right { value += beta * beta }
          if a == b, a < interacting { value += lambda * lambda }
          if i == j { value += 1 + (a < interacting ? 0 : eta * eta) }
          covariance[i * n + j] = value
        }
      }
    }
    self.init(x: x, y: y, covariance: covariance)
  }
}
