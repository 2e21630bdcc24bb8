internal import Distributions
internal import Glibc
internal import LinearAlgebra
internal import MutualInformation

/// The law of the moment network's training: independent draws, smooth paths, linear paths, with gaps and without.
struct MomentLaw: Sendable {
  let base: SampleLaw
  /// Tables for the lengths that samples have.
  let tables = MomentTables(lengths: SampleLaw.lengths + [SampleLaw.evaluationLength])

  /// The longest length of training's that is not above a number, at least 30.
  private static func known(_ length: Int) -> Int { SampleLaw.lengths.last { $0 <= length } ?? 30 }

  private static let freshPoints = 4096
  /// Samples of independent draws that one law gives.
  private static let draws = 4

  /// Example `index` of the stream `seed`.
  func example(seed: UInt64, index: UInt64, layout: MomentLayout) throws -> MomentExample {
    var g = SeededGenerator(seed: seed, stream: index)
    guard g.uniform() < base.smoothShare else { return try independent(layout, &g) }
    return try smooth(layout, isLinear: g.uniform() < base.linearShare, &g)
  }

  /// Several samples of independent draws of one law, of different lengths.
  private func independent(_ layout: MomentLayout, _ g: inout SeededGenerator) throws -> MomentExample {
    let other = g.uniform()
    if other < 0.06 { return try closedForm(layout, &g) }
    let mixture = base.mixtures(smooth: false, using: &g).draw(using: &g)
    let samples = (0..<Self.draws).map { _ in
      let length = base.length(smooth: false, using: &g)
      let values = mixture.sample(count: length, using: &g)
      return gapped(MomentExample.Sample(x: values.x, y: values.y, isPath: false), share: 0.08, &g)
    }
    return try known(samples, mixture, layout, &g)
  }

  /// Student t and additive uniform noise, whose MI has a closed form; the law's moments are those of many draws.
  private func closedForm(_ layout: MomentLayout, _ g: inout SeededGenerator) throws -> MomentExample {
    let law: any KnownDistribution
    if g.uniform() < 0.5 {
      law = AdditiveNoise(noise: [exp(g.uniform(log(0.03), log(2)))])
    } else {
      guard let normal = NormalDistribution(.dense(correlation: g.uniform(0, 0.95)), x: 1, y: 1) else {
        return try independent(layout, &g)
      }
      law = StudentDistribution(normal, degreesOfFreedom: g.uniform(1, 10))
    }
    func single(_ count: Int, _ g: inout SeededGenerator) -> (x: [Float], y: [Float]) {
      let sample = law.draw(count: count, using: &g)
      return (sample.x[0].map { Float($0) }, sample.y[0].map { Float($0) })
    }
    let many = single(Self.freshPoints, &g)
    let fresh = (u: try Ranks(many.x).uniform, v: try Ranks(many.y).uniform)
    let samples = (0..<Self.draws).map { _ in
      let values = single(base.length(smooth: false, using: &g), &g)
      return MomentExample.Sample(x: values.x, y: values.y, isPath: false)
    }
    return try MomentExample(
      samples, truth: law.mutualInformation, fresh: fresh, layout: layout, tables: tables)
  }

  /// A path, a stretch of it, and the path with gaps.
  private func smooth(
    _ layout: MomentLayout, isLinear: Bool, _ g: inout SeededGenerator
  ) throws -> MomentExample {
    let length = base.length(smooth: true, using: &g)
    let isApart = g.uniform() < SampleLaw.independentShare
    func path(_ g: inout SeededGenerator) -> (x: [Float], y: [Float], law: GaussianMixture) {
      if isLinear {
        let paths = LinearPaths(length: length, using: &g)
        return (paths.x, paths.y, paths.law)
      }
      let mixture = base.mixtures(smooth: true, using: &g).draw(using: &g)
      let sample = SmoothSample(of: mixture, length: length, using: &g)
      return (sample.x, sample.y, sample.law)
    }
    var (x, y, law) = path(&g)
    if isApart { y = path(&g).y }
    let whole = MomentExample.Sample(x: x, y: y, isPath: true)
    var samples = [gapped(whole, share: 0.3, &g)]
    if length >= 90 {
      let part = Self.known(Int(Double(length) * g.uniform(0.35, 0.8)))
      let start = Int(g.uniform() * Double(length - part))
      samples.append(
        MomentExample.Sample(
          x: Array(x[start..<(start + part)]), y: Array(y[start..<(start + part)]), isPath: true))
    }
    if isApart { return try MomentExample(samples, truth: 0, fresh: nil, layout: layout, tables: tables) }
    return try known(samples, law, layout, &g)
  }

  /// Samples of a mixture with its MI, the mean of the pointwise MI over evenly spread points.
  private func known(
    _ samples: [MomentExample.Sample], _ law: GaussianMixture, _ layout: MomentLayout,
    _ g: inout SeededGenerator
  ) throws -> MomentExample {
    let even = law.evenSample(count: Self.freshPoints, using: &g)
    let evaluation = law.evaluate(x: even.x, y: even.y)
    // One Gaussian's MI in closed form: near |ρ| = 1 the points' rounding shows.
    let single = law.components.count == 1 ? law.components.first?.correlation : nil
    let truth =
      single.map { -0.5 * log1p(-$0 * $0) }
      ?? evaluation.pointwise.reduce(0) { $0 + Double($1) } / Double(Self.freshPoints)
    return try MomentExample(
      samples, truth: truth, fresh: (evaluation.u, evaluation.v), layout: layout, tables: tables)
  }

  /// With a probability, the sample with gaps: each variable is missing in runs, or begins late or ends early.
  private func gapped(
    _ sample: MomentExample.Sample, share: Double, _ g: inout SeededGenerator
  ) -> MomentExample.Sample {
    let length = sample.x.count
    guard g.uniform() < share, length >= 40 else { return sample }
    func times(_ g: inout SeededGenerator) -> [Int] {
      var observed = [Bool](repeating: true, count: length)
      let missing = g.uniform(0, 0.6)
      if g.uniform() < 0.4 {
        let cut = Int(missing * Double(length))
        let first = Int(g.uniform() * Double(cut + 1))
        for time in 0..<length where time < first || time >= length - (cut - first) { observed[time] = false }
      } else {
        let run = exp(g.uniform(0, log(Double(length) / 3)))
        var time = 0
        while time < length {
          let here = Int(-run * log(1 - g.uniform())) + 1
          if g.uniform() < missing {
            for t in time..<min(time + here, length) { observed[t] = false }
          }
          time += here
        }
      }
      let all = (0..<length).filter { observed[$0] }
      return Array(all.prefix(Self.known(all.count)))
    }
    let (a, b) = (times(&g), times(&g))
    guard Set(a).intersection(b).count >= 16 else { return sample }
    var result = sample
    (result.xTimes, result.yTimes) = (a, b)
    return result
  }
}
