import Distributions
import Foundation
import LinearAlgebra
import MutualInformation
import Testing

@Suite struct TruthTests {
  private func normal(_ family: NormalDistribution.Family, _ dimension: Int) throws -> NormalDistribution {
    try #require(NormalDistribution(family, x: dimension, y: dimension))
  }

  private func identity(_ dimension: Int) throws -> NormalDistribution {
    try normal(.dense(correlation: 0), dimension)
  }

  /// The values published for the tasks of Czyż and others (2023).
  @Test func equalsThePublishedValues() throws {
    let cases: [(any KnownDistribution, Double)] = [
      (try normal(.dense(correlation: 0.75), 1), 0.4133),
      (try normal(.dense(correlation: 0.5), 2), 0.2939),
      (try normal(.dense(correlation: 0.5), 3), 0.4133),
      (try normal(.dense(correlation: 0.5), 5), 0.5928),
      (try normal(.dense(correlation: 0.5), 25), 1.2922),
      (try normal(.sparse(interacting: 2, strength: 2), 2), 1.0217),
      (try normal(.sparse(interacting: 2, strength: 2), 25), 1.0217),
      (AdditiveNoise(noise: [0.1]), 1.7094),
      (AdditiveNoise(noise: [0.75]), 0.3333),
      (StudentDistribution(try identity(1), degreesOfFreedom: 1), 0.2242),
      (StudentDistribution(try identity(2), degreesOfFreedom: 1), 0.4319),
      (StudentDistribution(try identity(2), degreesOfFreedom: 2), 0.1931),
      (StudentDistribution(try identity(3), degreesOfFreedom: 2), 0.2909),
      (StudentDistribution(try identity(3), degreesOfFreedom: 3), 0.1787),
      (StudentDistribution(try identity(5), degreesOfFreedom: 2), 0.4482),
      (StudentDistribution(try identity(5), degreesOfFreedom: 3), 0.2985),
    ]
    for (law, value) in cases { #expect(abs(law.mutualInformation - value) < 6e-5) }
  }

  /// X_0 = E + αU + βU_x + λZ, by hand.
  @Test func latentCovariance() throws {
    let law = try normal(.latent(interacting: 1, alpha: 0.5, lambda: 2, beta: 0.3, eta: 0.7), 2)
    #expect(abs(law.covariance[0] - (1 + 0.25 + 0.09 + 4)) < 1e-12)
    #expect(abs(law.covariance[5] - (1 + 0.25 + 0.09 + 0.49)) < 1e-12)
    #expect(abs(law.covariance[1] - 0.34) < 1e-12)
    #expect(abs(law.covariance[2] - 4.25) < 1e-12)
    #expect(abs(law.covariance[3] - 0.25) < 1e-12)
  }

  @Test func singularIsRefused() {
    #expect(NormalDistribution(.dense(correlation: 1), x: 1, y: 1) == nil)
    #expect(NormalDistribution(.dense(correlation: -0.9), x: 2, y: 2) == nil)
  }
}

@Suite struct DrawTests {
  @Test func covarianceOfDraws() throws {
    let law = try #require(
      NormalDistribution(
        .latent(interacting: 2, alpha: 0.5, lambda: 1.5, beta: 1, eta: 0.7), x: 3, y: 2))
    var generator = SeededGenerator(seed: 1)
    let sample = law.draw(count: 40_000, using: &generator)
    let rows = sample.x + sample.y
    for i in 0..<5 {
      for j in 0..<5 {
        let product = zip(rows[i], rows[j]).reduce(0) { $0 + $1.0 * $1.1 } / 40_000
        let scale = (law.covariance[i * 5 + i] * law.covariance[j * 5 + j]).squareRoot()
        #expect(abs(product - law.covariance[i * 5 + j]) < 0.03 * scale)
      }
    }
  }

  @Test(arguments: [0.5, 1, 3, 12]) func chiSquaredMoments(degreesOfFreedom: Double) {
    var generator = SeededGenerator(seed: 2)
    let draws = (0..<60_000).map { _ in generator.chiSquared(degreesOfFreedom) }
    let mean = draws.reduce(0, +) / 60_000
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 60_000
    #expect(abs(mean - degreesOfFreedom) < 0.05 * max(degreesOfFreedom, 1))
    #expect(abs(variance - 2 * degreesOfFreedom) < 0.12 * degreesOfFreedom)
  }

  /// Where Kraskov's estimator is nearly unbiased, it finds what the formula says of the draws and of their maps.
  @Test func kraskovFindsTheTruth() throws {
    let normal = try #require(NormalDistribution(.dense(correlation: 0.75), x: 1, y: 1))
    let plain = try #require(NormalDistribution(.dense(correlation: 0), x: 1, y: 1))
    let pairs = try #require(NormalDistribution(.sparse(interacting: 2, strength: 2), x: 3, y: 3))
    let laws: [any KnownDistribution] = [
      DeformedDistribution(normal, .halfCube), DeformedDistribution(normal, .wiggly),
      DeformedDistribution(normal, .uniform), DeformedDistribution(normal, .bimodal),
      DeformedDistribution(normal, .uniform, .swissRoll), AdditiveNoise(noise: [0.75]),
      DeformedDistribution(StudentDistribution(plain, degreesOfFreedom: 1), .asinh),
      DeformedDistribution(pairs, .asinh), DeformedDistribution(pairs, .uniform, .spiral),
    ]
    for law in laws {
      var generator = SeededGenerator(seed: 3)
      let sample = law.draw(count: 8000, using: &generator)
      #expect(sample.x.count == law.dimensions.x)
      #expect(sample.y.count == law.dimensions.y)
      let ksg = try KSG(neighbours: 5, scaling: .standardised)
      let value = try ksg.estimate(
        ksg.prepare(Observations(vectors: [sample.x])), ksg.prepare(Observations(vectors: [sample.y])))
      let tolerance = law.dimensions.x > 2 ? 0.2 : 0.05
      #expect(abs(value - law.mutualInformation) < tolerance, "\(law): \(value)")
    }
  }

  /// MI stays only where the maps are increasing.
  @Test func scalarMapsIncrease() throws {
    // Farther out Φ is 1 to the last bits.
    let grid = (0..<4000).map { -5 + Double($0) * 0.0025 }
    for deformation in [Deformation.halfCube, .asinh, .wiggly, .uniform, .bimodal] {
      let mapped = DeformedDistribution(Grid(points: grid), deformation)
      var generator = SeededGenerator(seed: 0)
      let sample = mapped.draw(count: grid.count, using: &generator)
      for row in [sample.x[0], sample.y[0]] {
        #expect(zip(row, row.dropFirst()).allSatisfy { $0 < $1 }, "\(deformation)")
      }
    }
  }

  /// A grid in place of draws.
  private struct Grid: KnownDistribution {
    let points: [Double]
    var dimensions: (x: Int, y: Int) { (1, 1) }
    var mutualInformation: Double { .infinity }
    func draw(count: Int, using generator: inout SeededGenerator) -> JointSample {
      JointSample(x: [points], y: [points])
    }
  }
}

@Suite struct MetaDatasetTests {
  @Test func partsAreThePublishedOnes() {
    #expect(MetaDataset.Part.training.families.count == 16)
    let training = Set(MetaDataset.Part.training.families)
    #expect(training.count == 16)
    #expect(MetaDataset.Part.inDistribution.families.allSatisfy { training.contains($0) })
    #expect(MetaDataset.Part.outOfDistribution.families.count == 7)
    #expect(MetaDataset.Part.outOfDistribution.families.allSatisfy { !training.contains($0) })
  }

  @Test(arguments: MetaDataset.Base.allCases) func everyBaseTakesEveryMapAndDimension(
    base: MetaDataset.Base
  ) {
    for map in [Deformation.identity, .halfCube, .asinh, .wiggly] {
      for dimension in [1, 2, 7, 32] {
        var generator = SeededGenerator(seed: 5, stream: UInt64(dimension))
        let law = MetaDataset.law(
          MetaDataset.Family(base, map), dimension: dimension, using: &generator)
        let sample = law.draw(count: 10, using: &generator)
        #expect(law.mutualInformation.isFinite && law.mutualInformation >= 0)
        #expect(sample.x.count == dimension && sample.y.count == dimension && sample.count == 10)
        let values = (sample.x + sample.y).flatMap { $0 }
        #expect(values.allSatisfy { $0.isFinite })
      }
    }
  }

  /// Reproduced means over parameters of the reference's draws, 25 a family, dimensions 2 to 32 (MIST's data law).
  @Test func targetsAreLikeTheReferences() {
    func mean(_ base: MetaDataset.Base) -> Double {
      var generator = SeededGenerator(seed: 6)
      return (0..<400).reduce(0) { sum, _ in
        let dimension = Int.random(in: 2...32, using: &generator)
        return sum
          + MetaDataset.law(base, x: dimension, y: dimension, using: &generator).mutualInformation / 400
      }
    }
    // Three standard errors of 25 draws.
    #expect(abs(mean(.normalDense) - 0.56) < 3 * 0.4 / 8)
    #expect(abs(mean(.normalSparse) - 7.3) < 3 * 7.2 / 7)
    #expect(abs(mean(.normalTwoPairs) - 1.24) < 3 * 0.73 / 5)
    #expect(abs(mean(.studentDense) - 0.93) < 3 * 0.55 / 7)
    #expect(abs(mean(.normalLatent) - 3.4) < 3 * 4.5 / 7)
  }

  /// A path's observations have the law of independent draws: quantiles of a long one agree.
  @Test(arguments: [MetaDataset.Base.normalLatent, .studentTwoPairs, .additiveNoise])
  func pathsFollowTheLaw(base: MetaDataset.Base) {
    var generator = SeededGenerator(seed: 7)
    let law = DeformedDistribution(
      MetaDataset.law(base, x: 2, y: 2, wholeDegrees: true, using: &generator), [.asinh])
    let count = 60_000
    let path = law.sample(
      count: count, along: { SmoothNoise(time: 1, order: 2).path(count: count, using: &$0) },
      using: &generator)
    let draws = law.draw(count: count, using: &generator)
    func quantiles(_ values: [Double]) -> [Double] {
      let sorted = values.sorted()
      return [0.1, 0.3, 0.5, 0.7, 0.9].map { sorted[Int($0 * Double(values.count))] }
    }
    func products(_ s: JointSample) -> [Double] { zip(s.x[0], s.y[0]).map { $0 * $1 } }
    for (a, b) in [(path.x[0], draws.x[0]), (path.y[1], draws.y[1]), (products(path), products(draws))] {
      let spread = quantiles(b)[4] - quantiles(b)[0]
      for (p, q) in zip(quantiles(a), quantiles(b)) { #expect(abs(p - q) < 0.04 * spread) }
    }
    // And it is a path: neighbours are alike.
    let lagged = zip(path.x[0], path.x[0].dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
    let centre = path.x[0].reduce(0, +) / Double(count)
    let power = path.x[0].reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
    #expect((lagged - Double(count) * centre * centre) / power > 0.3)
  }

  /// A mixture's covariance, mapped by hand, has the same information.
  @Test func linearMixturesKeepInformation() throws {
    var generator = SeededGenerator(seed: 8)
    let base = try #require(
      NormalDistribution(.sparse(interacting: 2, strength: 1.5), x: 3, y: 2))
    let law = LinearMixture(random: base, using: &generator)
    let sample = law.draw(count: 80_000, using: &generator)
    let rows = sample.x + sample.y
    let covariance = rows.flatMap { a in
      rows.map { b in zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } / 80_000 }
    }
    let seen = try #require(NormalDistribution(x: 3, y: 2, covariance: covariance))
    #expect(abs(seen.mutualInformation - base.mutualInformation) < 0.02)
    #expect(law.mutualInformation == base.mutualInformation)
  }
}

@Suite struct SmoothNoiseTests {
  @Test(arguments: 1...4) func smoothNoiseHasUnitVariance(order: Int) {
    var generator = SeededGenerator(seed: UInt64(order))
    let noise = SmoothNoise(time: 3, order: order)
    let path = noise.path(count: 60_000, using: &generator)
    let power = path.reduce(0) { $0 + $1 * $1 } / 60_000
    #expect(abs(power - 1) < 0.06, "variance \(power)")
    let neighbours = zip(path, path.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / 60_000
    #expect(neighbours > 0.5 && neighbours < 1)
  }
}
