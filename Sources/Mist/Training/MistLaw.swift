internal import Distributions
internal import Glibc
internal import LinearAlgebra
internal import MutualInformation

/// Where the samples of training come from: the families of the published training part, in few dimensions.
///
/// Some are mixed by random matrices and some followed along smooth paths, for that is what tracks are: both leave MI as it is.
struct MistLaw: Sendable {
  /// Share of groups whose samples are paths in time.
  let pathShare: Double
  /// Share of samples whose coordinates are mixed.
  let mixedShare: Double

  /// Share of samples with stronger dependence than the published law has, up to 4 nats a coordinate: tracks of one object.
  let strongShare: Double

  /// What the samples of one group share.
  struct Shape: Sendable {
    let length: Int
    let x: Int
    let y: Int
    let isPath: Bool
  }

  /// The shape of a group, from its own stream.
  func shape(using g: inout SeededGenerator) -> Shape {
    let length = Int(exp(g.uniform(log(10), log(501))))
    let isPath = g.uniform() < pathShare
    let (x, y): (Int, Int) =
      switch g.uniform() {
      case ..<0.18: (1, 1)
      case ..<0.66: (2, 2)
      case ..<0.78: (3, 3)
      case ..<0.88: (4, 4)
      default: (1 + Int(g.uniform() * 4), 1 + Int(g.uniform() * 4))
      }
    return Shape(length: isPath ? max(length, 24) : length, x: x, y: y, isPath: isPath)
  }

  /// Some coordinates that nearly determine each other.
  private static func strong(_ shape: Shape, using g: inout SeededGenerator) -> any PathDistribution {
    let shared = min(shape.x, shape.y)
    if shape.x == shape.y, g.uniform() < 0.3 {
      return AdditiveNoise(noise: (0..<shared).map { _ in exp(g.uniform(log(0.01), log(2))) })
    }
    while true {
      let interacting = 1 + Int(g.uniform() * Double(shared))
      let strength = exp(g.uniform(log(1), log(70)))
      if let law = NormalDistribution(
        .sparse(interacting: interacting, strength: strength), x: shape.x, y: shape.y)
      {
        return law
      }
    }
  }

  /// A sample of a family of training, and its MI.
  func draw(_ shape: Shape, using g: inout SeededGenerator) -> (sample: JointSample, information: Double) {
    let families = MetaDataset.Part.training.families
    var family = families[Int(g.uniform() * Double(families.count))]
    // Additive noise is a law of pairs: not for vectors of unequal length.
    while shape.x != shape.y, family.base == .additiveNoise {
      family = families[Int(g.uniform() * Double(families.count))]
    }
    var base: any PathDistribution = MetaDataset.law(
      family.base, x: shape.x, y: shape.y, wholeDegrees: shape.isPath, using: &g)
    if g.uniform() < strongShare { base = Self.strong(shape, using: &g) }
    if g.uniform() < mixedShare, max(shape.x, shape.y) > 1 { base = LinearMixture(random: base, using: &g) }
    let law = DeformedDistribution(base, [family.map])
    let information = law.mutualInformation
    guard shape.isPath else { return (law.draw(count: shape.length, using: &g), information) }
    // Time constants about a common one, as of an object's motions.
    let common = g.uniform(log(0.3), log(Double(shape.length) / 2))
    let sample = law.sample(
      count: shape.length,
      along: { g in
        let time = exp(common + 0.5 * g.normal())
        return SmoothNoise(time: time, order: 1 + Int(g.uniform() * 4)).path(count: shape.length, using: &g)
      }, using: &g)
    return (sample, information)
  }
}

extension MistInput {
  /// A drawn sample as the network reads it.
  ///
  /// Throws `nonFiniteValue`.
  init(_ sample: JointSample, isPath: Bool) throws {
    let scores = NormalScores(length: sample.count)
    let x = try sample.x.map { try Ranks($0.map { Float($0) }) }
    let y = try sample.y.map { try Ranks($0.map { Float($0) }) }
    let all = Array(0..<sample.count)
    let a = WhitenedScores(x, scores: scores, order: all)
    let b = WhitenedScores(y, scores: scores, order: all)
    let swaps = CanonicalSample.swaps(a, b)
    self.init(
      CanonicalSample(swaps ? b : a, swaps ? a : b, order: all, observations: all),
      length: sample.count,
      effectiveSize: isPath
        ? MistSampling.effectiveSize(
          x.map { EffectiveSampleSize.autocorrelations(of: $0) },
          y.map { EffectiveSampleSize.autocorrelations(of: $0) }, length: sample.count)
        : Double(sample.count))
  }
}
