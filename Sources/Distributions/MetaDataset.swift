public import LinearAlgebra

/// Families of laws with known mutual information and their parts (MIST, section 4 and appendix A).
///
/// Every base family can be followed by every map; the published split trains on 16 of the combinations, tests six of them
/// with other parameters, and seven that training never saw.
public struct MetaDataset: Sendable {
  /// Normal and Student t laws by the pattern of their covariance, and additive noise.
  public enum Base: String, Sendable, CaseIterable {
    case normalDense = "normal dense"
    case normalSparse = "normal sparse"
    case normalLatent = "normal latent"
    case normalTwoPairs = "normal 2-pair"
    case studentDense = "student dense"
    case studentSparse = "student sparse"
    case studentLatent = "student latent"
    case studentTwoPairs = "student 2-pair"
    case additiveNoise = "additive noise"
  }

  /// A base family followed by a map.
  public struct Family: Sendable, Hashable, CustomStringConvertible {
    public let base: Base
    public let map: Deformation

    public init(_ base: Base, _ map: Deformation = .identity) {
      self.base = base
      self.map = map
    }

    public var description: String { map == .identity ? base.rawValue : "\(base.rawValue), \(map.rawValue)" }
  }

  /// The parts of the published data.
  public enum Part: String, Sendable, CaseIterable {
    case training
    /// Families of training, other parameters and draws.
    case inDistribution = "in distribution"
    /// Combinations of family and map that training never saw.
    case outOfDistribution = "out of distribution"

    public var families: [Family] {
      switch self {
      case .training:
        [
          Family(.normalDense), Family(.normalDense, .halfCube), Family(.normalDense, .asinh),
          Family(.normalSparse, .wiggly), Family(.normalSparse), Family(.normalLatent, .wiggly),
          Family(.normalLatent), Family(.normalTwoPairs), Family(.studentDense),
          Family(.studentDense, .wiggly), Family(.studentSparse, .halfCube), Family(.studentSparse),
          Family(.studentSparse, .asinh), Family(.studentTwoPairs, .asinh),
          Family(.studentTwoPairs, .halfCube), Family(.additiveNoise, .wiggly),
        ]
      case .inDistribution:
        [
          Family(.normalDense), Family(.normalSparse), Family(.normalLatent, .wiggly),
          Family(.studentDense), Family(.studentSparse, .halfCube), Family(.additiveNoise, .wiggly),
        ]
      case .outOfDistribution:
        [
          Family(.normalDense, .wiggly), Family(.normalSparse, .halfCube), Family(.normalSparse, .asinh),
          Family(.studentSparse, .wiggly), Family(.studentDense, .halfCube), Family(.additiveNoise),
          Family(.additiveNoise, .halfCube),
        ]
      }
    }
  }

  /// A law of a family with parameters drawn as published.
  ///
  /// `wholeDegrees`: Student t laws of whole degrees of freedom, which can be followed along paths.
  public static func law(
    _ base: Base, x: Int, y: Int, wholeDegrees: Bool = false, using generator: inout SeededGenerator
  ) -> any PathDistribution {
    let shared = min(x, y)
    func normal(_ g: inout SeededGenerator) -> NormalDistribution {
      while true {
        let family: NormalDistribution.Family =
          switch base {
          case .normalDense, .studentDense: .dense(correlation: g.uniform(0, 0.5))
          case .normalSparse, .studentSparse:
            .sparse(interacting: 1 + Int(g.uniform() * Double(shared)), strength: g.uniform(0.1, 5))
          case .normalTwoPairs, .studentTwoPairs:
            .sparse(interacting: min(2, shared), strength: g.uniform(0.1, 5))
          default:
            .latent(
              interacting: 1 + Int(g.uniform() * Double(shared)), alpha: g.uniform(),
              lambda: g.uniform(0.1, 3), beta: g.uniform(0, 1.5), eta: g.uniform(0.1, 5))
          }
        if let law = NormalDistribution(family, x: x, y: y) { return law }
      }
    }
    switch base {
    case .normalDense, .normalSparse, .normalLatent, .normalTwoPairs: return normal(&generator)
    case .studentDense, .studentSparse, .studentLatent, .studentTwoPairs:
      let degrees = generator.uniform(1, 10)
      return StudentDistribution(
        normal(&generator), degreesOfFreedom: wholeDegrees ? degrees.rounded() : degrees)
    case .additiveNoise:
      return AdditiveNoise(noise: (0..<shared).map { _ in generator.uniform(0.1, 2) })
    }
  }

  /// A law of a family, its map included.
  public static func law(
    _ family: Family, dimension: Int, using generator: inout SeededGenerator
  ) -> DeformedDistribution {
    DeformedDistribution(law(family.base, x: dimension, y: dimension, using: &generator), [family.map])
  }
}
