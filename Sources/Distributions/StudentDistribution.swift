internal import Glibc
public import LinearAlgebra

/// A multivariate Student t law: normal draws divided by the root of a shared χ²/ν.
///
/// I = I of the normal + f(ν) + f(ν + m + n) − f(ν + m) − f(ν + n), f(x) = log Γ(x/2) − (x/2) ψ(x/2), for X of m and Y of n
/// coordinates (Arellano-Valle et al. 2013): positive even where the covariance has no correlation.
public struct StudentDistribution: KnownDistribution {
  public let normal: NormalDistribution
  /// ν > 0.
  public let degreesOfFreedom: Double

  public init(_ normal: NormalDistribution, degreesOfFreedom: Double) {
    precondition(degreesOfFreedom > 0, "a Student t law needs degrees of freedom above 0")
    self.normal = normal
    self.degreesOfFreedom = degreesOfFreedom
  }

  public var dimensions: (x: Int, y: Int) { normal.dimensions }

  public var mutualInformation: Double {
    let nu = degreesOfFreedom
    let (m, n) = (Double(dimensions.x), Double(dimensions.y))
    func f(_ x: Double) -> Double { lgamma(x / 2) - x / 2 * digamma(x / 2) }
    return normal.mutualInformation + f(nu) + f(nu + m + n) - f(nu + m) - f(nu + n)
  }

  public func draw(count: Int, using generator: inout SeededGenerator) -> JointSample {
    var sample = normal.draw(count: count, using: &generator)
    for index in 0..<count {
      let scale = (degreesOfFreedom / generator.chiSquared(degreesOfFreedom)).squareRoot()
      for k in sample.x.indices { sample.x[k][index] *= scale }
      for k in sample.y.indices { sample.y[k][index] *= scale }
    }
    return sample
  }
}

extension StudentDistribution: PathDistribution {
  /// As `normal`'s, and ν more whose squares sum to the χ² number: ν must be whole.
  public var normalsAnObservation: Int { normal.normalsAnObservation + Int(degreesOfFreedom) }

  public func sample(ofNormals normals: [[Double]]) -> JointSample {
    precondition(
      degreesOfFreedom == degreesOfFreedom.rounded(), "χ² of normals needs whole degrees of freedom")
    let own = normal.normalsAnObservation
    var sample = normal.sample(ofNormals: Array(normals[..<own]))
    for t in 0..<sample.count {
      let power = normals[own...].reduce(0) { $0 + $1[t] * $1[t] }
      let scale = (degreesOfFreedom / max(power, 1e-300)).squareRoot()
      for k in sample.x.indices { sample.x[k][t] *= scale }
      for k in sample.y.indices { sample.y[k][t] *= scale }
    }
    return sample
  }
}

extension SeededGenerator {
  /// A χ² number of any positive degrees of freedom (Marsaglia and Tsang's gamma method).
  public mutating func chiSquared(_ degreesOfFreedom: Double) -> Double {
    let shape = degreesOfFreedom / 2
    // Below shape 1: a gamma of shape + 1 times U^(1/shape).
    let boost = shape < 1 ? pow(1 - uniform(), 1 / shape) : 1
    let d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let z = normal()
      let v = (1 + c * z) * (1 + c * z) * (1 + c * z)
      guard v > 0 else { continue }
      if log(1 - uniform()) < 0.5 * z * z + d - d * v + d * log(v) { return 2 * d * v * boost }
    }
  }
}
