internal import Distributions
internal import LinearAlgebra
internal import MutualInformation

/// The law of training samples: which mixtures, how long, independent draws or smooth paths.
public struct SampleLaw: Sendable {
  /// Share of smooth paths.
  public let smoothShare: Double
  /// Share of the paths, and of half as many short independent samples, whose law is one Gaussian: what parts of moving
  /// things mostly are to each other, and what little data can tell.
  public let linearShare: Double

  /// Held-out samples, with seeds of their own.
  enum HeldOut: String, CaseIterable {
    /// 2000 independent draws of the evaluation set's law.
    case independent = "iid"
    /// Paths of 600 frames.
    case smooth = "smooth"
  }

  /// Share of smooth samples whose two paths have nothing to do with each other.
  static let independentShare = 0.35

  /// Sample lengths of training: 30 to 5000 in steps of 15 %.
  static let lengths: [Int] = {
    var lengths: [Int] = []
    var length = 30.0
    while length < 5000 {
      lengths.append(Int(length.rounded()))
      length *= 1.15
    }
    return lengths + [5000]
  }()

  /// The papers' sample length; a good part of the independent samples have it.
  static let evaluationLength = 2000

  /// Where the lengths of most smooth samples end, as an index of `lengths`: videos are shorter than data sets.
  private static let smoothLengths = 24

  init(smoothShare: Double, linearShare: Double) {
    self.smoothShare = smoothShare
    self.linearShare = linearShare
  }

  func length(smooth: Bool, using generator: inout SeededGenerator) -> Int {
    let length = Self.lengths[Int(generator.uniform() * Double(Self.lengths.count))]
    if smooth {
      return length > 2500 ? Self.lengths[Int(generator.uniform() * Double(Self.smoothLengths))] : length
    }
    return generator.uniform() < 0.3 ? Self.evaluationLength : length
  }

  /// Paths come more often from few, strongly dependent components, as tracks of rigid things do.
  func mixtures(smooth: Bool, using generator: inout SeededGenerator) -> MixtureLaw {
    let shares: [(MixtureLaw, Double)] =
      smooth
      ? [(.strong, 0.4), (.moderate, 0.2), (.spatial, 0.15), (.planar, 0.1), (.shrunk, 0.15)]
      : [(.spatial, 0.5), (.shrunk, 0.2), (.planar, 0.15), (.strong, 0.1), (.moderate, 0.05)]
    var left = generator.uniform()
    for (law, share) in shares {
      left -= share
      if left < 0 { return law }
    }
    return .spatial
  }
}

/// One training sample: the ranks of its observations, and what is true of its law.
struct DrawnSample {
  let x: Ranks
  let y: Ranks
  let length: Int
  /// T_eff: T for independent draws, Bartlett's for paths.
  let effectiveSize: Double
  /// Evenly spread fresh points, through the exact marginal distribution functions.
  let freshU: [Float]
  let freshV: [Float]
  /// MI of the law, nats: the mean of the pointwise MI over the fresh points.
  let truth: Double

  private static let freshPoints = 4096

  /// Sample `index` of the stream `seed`.
  init(law: SampleLaw, seed: UInt64, index: UInt64, length fixed: Int? = nil) throws {
    var generator = SeededGenerator(seed: seed, stream: index)
    let smooth = generator.uniform() < law.smoothShare
    var mixtures = law.mixtures(smooth: smooth, using: &generator)
    let length = law.length(smooth: smooth, using: &generator)
    if law.linearShare > 0, smooth || length < 500,
      generator.uniform() < (smooth ? law.linearShare : law.linearShare / 2)
    {
      mixtures = .moderate
    }
    try self.init(mixtures: mixtures, smooth: smooth, length: fixed ?? length, &generator)
  }

  /// Held-out sample `index`.
  init(law: SampleLaw, heldOut: SampleLaw.HeldOut, index: UInt64) throws {
    var generator = SeededGenerator(
      seed: 0x4845_4C44, stream: index + (heldOut == .smooth ? 1 << 32 : 0))
    let mixtures = heldOut == .smooth ? law.mixtures(smooth: true, using: &generator) : .spatial
    try self.init(
      mixtures: mixtures, smooth: heldOut == .smooth,
      length: heldOut == .smooth ? 600 : SampleLaw.evaluationLength, &generator)
  }

  private init(
    mixtures: MixtureLaw, smooth: Bool, length: Int, _ generator: inout SeededGenerator
  ) throws {
    var mixture = mixtures.draw(using: &generator)
    let values: (x: [Float], y: [Float])
    // Tracks of different things: each follows a mixture and a path of its own. Their true MI is 0.
    let apart = smooth && generator.uniform() < SampleLaw.independentShare
    if apart {
      let first = SmoothSample(of: mixture, length: length, using: &generator)
      let second = SmoothSample(of: mixtures.draw(using: &generator), length: length, using: &generator)
      values = (first.x, second.y)
    } else if smooth {
      let sample = SmoothSample(of: mixture, length: length, using: &generator)
      (values, mixture) = ((sample.x, sample.y), sample.law)
    } else {
      values = mixture.sample(count: length, using: &generator)
    }
    (x, y) = (try Ranks(values.x), try Ranks(values.y))
    self.length = length
    if smooth {
      let a = EffectiveSampleSize.autocorrelations(of: x)
      let b = EffectiveSampleSize.autocorrelations(of: y)
      effectiveSize = EffectiveSampleSize.clipped(
        length: length, productSum: Double(PairInput.dot(a, 0, b, 0, count: a.count)))
    } else {
      effectiveSize = Double(length)
    }
    if apart {
      (freshU, freshV, truth) = (EvenNormals.uniform.x, EvenNormals.uniform.y, 0)
    } else {
      let even = mixture.evenSample(count: Self.freshPoints, using: &generator)
      let evaluation = mixture.evaluate(x: even.x, y: even.y)
      (freshU, freshV) = (evaluation.u, evaluation.v)
      truth = evaluation.pointwise.reduce(0) { $0 + Double($1) } / Double(Self.freshPoints)
    }
  }
}
