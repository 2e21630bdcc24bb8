internal import Glibc
public import LinearAlgebra

/// An invertible map of X, of Y or of both, which leaves their mutual information as it is.
///
/// As Czyż et al. (2023) have them.
public enum Deformation: String, Sendable, CaseIterable {
  /// x √|x|: long tails.
  case halfCube = "half-cube"
  /// asinh x: short tails.
  case asinh
  /// An increasing map that waves, another for Y than for X.
  case wiggly
  /// Φ(x): normal coordinates become uniform.
  case uniform
  /// Increasing: standard normal coordinates become mixtures of two normals.
  case bimodal
  /// x turned about the origin by an angle that grows with |x|²; three coordinates or more.
  case spiral
  /// X of one coordinate in (0, 1) rolled up in the plane; Y stays.
  case swissRoll = "swiss roll"
  /// Nothing.
  case identity

  /// The map of a sample.
  func applied(to sample: JointSample) -> JointSample {
    func each(_ f: (Double) -> Double, _ g: (Double) -> Double) -> JointSample {
      JointSample(x: sample.x.map { $0.map(f) }, y: sample.y.map { $0.map(g) })
    }
    switch self {
    case .identity: return sample
    case .halfCube: return each(Self.halfCube, Self.halfCube)
    case .asinh: return each(Glibc.asinh, Glibc.asinh)
    case .wiggly: return each(Self.wigglyX, Self.wigglyY)
    case .uniform: return each(normalCDF, normalCDF)
    case .bimodal: return each(Self.bimodal, Self.bimodal)
    case .spiral:
      return JointSample(
        x: Self.spiral(sample.x, plane: (0, 1)), y: Self.spiral(sample.y, plane: (1, 2)))
    case .swissRoll:
      let turns = (sample.x.first ?? []).map { 1.5 * Double.pi * (1 + 2 * $0) }
      return JointSample(x: [turns.map { $0 * cos($0) / 21 }, turns.map { $0 * sin($0) / 21 }], y: sample.y)
    }
  }

  /// x √|x|.
  static func halfCube(_ x: Double) -> Double { x * abs(x).squareRoot() }

  /// Slope at least 0.16.
  static func wigglyX(_ x: Double) -> Double {
    x + 0.4 * sin(x) + 0.2 * sin(1.7 * x + 1) + 0.03 * sin(3.3 * x - 2.5)
  }

  /// Slope at least 0.53.
  static func wigglyY(_ y: Double) -> Double {
    y - 0.4 * sin(0.4 * y) + 0.17 * sin(1.3 * y + 3.5) + 0.02 * sin(4.3 * y - 2.5)
  }

  /// F⁻¹(Φ(x)), F the distribution function of 0.3 N(0, 1) + 0.7 N(5, 1), by bisection.
  static func bimodal(_ x: Double) -> Double {
    let p = normalCDF(x)
    var (low, high) = (-10.0, 15.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if 0.3 * normalCDF(middle) + 0.7 * normalCDF(middle - 5) < p { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// Every point turned in a plane by |x|² / dimension; fewer than three coordinates stay as they are.
  static func spiral(_ coordinates: [[Double]], plane: (Int, Int)) -> [[Double]] {
    guard coordinates.count >= 3 else { return coordinates }
    var result = coordinates
    for index in coordinates[0].indices {
      let angle =
        coordinates.reduce(0) { $0 + $1[index] * $1[index] } / Double(coordinates.count)
      let (a, b) = (coordinates[plane.0][index], coordinates[plane.1][index])
      result[plane.0][index] = cos(angle) * a - sin(angle) * b
      result[plane.1][index] = sin(angle) * a + cos(angle) * b
    }
    return result
  }
}

/// A law and maps of it, applied one after another.
public struct DeformedDistribution: KnownDistribution {
  public let base: any KnownDistribution
  public let deformations: [Deformation]

  public init(_ base: any KnownDistribution, _ deformations: Deformation...) {
    self.init(base, deformations)
  }

  /// The maps in the order they are applied.
  public init(_ base: any KnownDistribution, _ deformations: [Deformation]) {
    self.base = base
    self.deformations = deformations
  }

  public var dimensions: (x: Int, y: Int) {
    (deformations.contains(.swissRoll) ? 2 : base.dimensions.x, base.dimensions.y)
  }
  public var mutualInformation: Double { base.mutualInformation }

  public func draw(count: Int, using generator: inout SeededGenerator) -> JointSample {
    deformations.reduce(base.draw(count: count, using: &generator)) { $1.applied(to: $0) }
  }
}

extension DeformedDistribution {
  /// A path through the law, where the law undeformed can be followed; otherwise independent draws.
  public func sample(
    count: Int, along path: (inout SeededGenerator) -> [Double], using generator: inout SeededGenerator
  ) -> JointSample {
    guard let base = base as? any PathDistribution else { return draw(count: count, using: &generator) }
    let normals = (0..<base.normalsAnObservation).map { _ in path(&generator) }
    return deformations.reduce(base.sample(ofNormals: normals)) { $1.applied(to: $0) }
  }
}
