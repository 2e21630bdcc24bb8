internal import Glibc
public import LinearAlgebra

/// Independent coordinates X_k uniform in (0, 1), Y_k = X_k + noise uniform in (−ε_k, ε_k).
///
/// Each brings ε − log 2ε nats where ε ≤ ½, 1 / 4ε above.
public struct AdditiveNoise: KnownDistribution {
  /// ε of every coordinate, above 0.
  public let noise: [Double]

  public init(noise: [Double]) {
    precondition(noise.allSatisfy { $0 > 0 }, "noise must be above 0")
    self.noise = noise
  }

  public var dimensions: (x: Int, y: Int) { (noise.count, noise.count) }

  public var mutualInformation: Double {
    noise.reduce(0) { $0 + ($1 <= 0.5 ? $1 - log(2 * $1) : 1 / (4 * $1)) }
  }

  public func draw(count: Int, using generator: inout SeededGenerator) -> JointSample {
    var sample = JointSample(
      x: noise.map { _ in [] }, y: noise.map { _ in [] })
    for _ in 0..<count {
      for (k, epsilon) in noise.enumerated() {
        let x = generator.uniform()
        sample.x[k].append(x)
        sample.y[k].append(x + generator.uniform(-epsilon, epsilon))
      }
    }
    return sample
  }
}

extension AdditiveNoise: PathDistribution {
  public var normalsAnObservation: Int { 2 * noise.count }

  /// Normal numbers become uniform through Φ.
  public func sample(ofNormals normals: [[Double]]) -> JointSample {
    let x = normals[..<noise.count].map { $0.map(normalCDF) }
    let y = noise.enumerated().map { k, epsilon in
      zip(x[k], normals[noise.count + k]).map { $0 + epsilon * (2 * normalCDF($1) - 1) }
    }
    return JointSample(x: x, y: y)
  }
}
