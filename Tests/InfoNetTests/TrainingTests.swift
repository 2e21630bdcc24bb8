import Distributions
import Foundation
import LinearAlgebra
import MutualInformation
import NeuralNetwork
import Testing

@testable import InfoNet

@Suite struct TrainingTests {
  @Test(arguments: [0.0, 0.5, -0.9, 0.9999]) func pointwiseMIOfOneGaussian(correlation: Double) {
    let mixture = GaussianMixture(components: [
      .init(weight: 1, mean: (2, -1), deviation: (3, 0.5), correlation: correlation)
    ])
    var generator = SeededGenerator(seed: 1)
    let points = mixture.evenSample(count: 4096, using: &generator)
    let (pointwise, u, v) = mixture.evaluate(x: points.x, y: points.y)
    let truth = -0.5 * log(1 - correlation * correlation)
    let mean = Double(pointwise.reduce(0, +)) / 4096
    #expect(abs(mean - truth) < 0.02)
    for i in stride(from: 0, to: 4096, by: 97) {
      let (a, b) = ((Double(points.x[i]) - 2) / 3, (Double(points.y[i]) + 1) / 0.5)
      let rest = 1 - correlation * correlation
      // log of the ratio of densities, in closed form.
      let form = correlation * correlation * (a * a + b * b) - 2 * correlation * a * b
      let exact = -0.5 * log(rest) - form / (2 * rest)
      // Of a difference of logarithms of single precision; for ρ near 1 the points' own rounding shows.
      let error = abs(Double(pointwise[i]) - exact)
      #expect(error < (correlation > 0.99 ? 5e-2 : 1e-3) * max(1, abs(exact)))
      #expect(abs(Double(u[i]) - normalCDF(a)) < 1e-5)
      #expect(abs(Double(v[i]) - normalCDF(b)) < 1e-5)
    }
  }

  @Test func marginalsOfAMixtureAreUniform() {
    var generator = SeededGenerator(seed: 2)
    for law in MixtureLaw.allCases {
      let mixture = law.draw(using: &generator)
      #expect(abs(mixture.components.reduce(0) { $0 + $1.weight } - 1) < 1e-9)
      let points = mixture.sample(count: 20_000, using: &generator)
      let (pointwise, u, v) = mixture.evaluate(x: points.x, y: points.y)
      let finite = pointwise.allSatisfy { $0.isFinite }
      #expect(finite)
      for values in [u, v] {
        let sorted = values.sorted()
        // Kolmogorov–Smirnov: 1.95 / √n is passed once in a thousand.
        var worst = 0.0
        for (index, value) in sorted.enumerated() {
          worst = max(worst, abs(Double(value) - (Double(index) + 0.5) / 20_000))
        }
        let limit = 1.95 / 20_000.0.squareRoot()
        #expect(worst < limit, "\(law)")
      }
    }
  }

  @Test func smoothSamplesFollowTheirLaw() throws {
    var generator = SeededGenerator(seed: 4)
    // Long paths with short memory are nearly independent draws of the stationary law.
    var (worst, count) = (0.0, 0)
    for _ in 0..<30 {
      let mixture = MixtureLaw.planar.draw(using: &generator)
      let sample = SmoothSample(of: mixture, length: 4000, using: &generator)
      let effective = EffectiveSampleSize.autocorrelations(of: try Ranks(sample.x))
      guard effective.prefix(50).allSatisfy({ abs($0) < 0.3 }) else { continue }
      let u = sample.law.evaluate(x: sample.x, y: sample.y).u.sorted()
      for (index, value) in u.enumerated() { worst = max(worst, abs(Double(value) - Double(index) / 4000)) }
      count += 1
    }
    #expect(count > 3 && worst < 0.1, "\(worst) over \(count) samples")
  }

  @Test func examplesComeFromTheirSeeds() throws {
    let task = TableTask(network: TableNetwork(seed: 1))
    let (a, b) = (try task.example(seed: 3, index: 17), try task.example(seed: 3, index: 17))
    #expect(a.table == b.table && a.fresh == b.fresh && a.truth == b.truth && a.beside == b.beside)
    let other = try task.example(seed: 3, index: 18)
    #expect(other.table != a.table)
    for index in 0..<40 {
      let example = try task.example(seed: 5, index: UInt64(index))
      let (mass, fresh) = (example.table.reduce(0, +), example.fresh.reduce(0, +))
      #expect(abs(mass - 1) < 1e-4 && abs(fresh - 1) < 1e-4)
      #expect(example.truth > -0.02 && example.truth < 12)
      let finite = example.beside.allSatisfy { $0.isFinite }
      #expect(finite)
    }
  }

  @Test func aFewStepsLowerTheLoss() throws {
    var options = TrainingOptions()
    (options.steps, options.batch, options.chunk, options.warmUp) = (60, 32, 16, 5)
    var configuration = TableNetwork.Configuration()
    (configuration.width, configuration.depth, configuration.hidden) = (16, 1, 16)
    var loop = TrainingLoop(task: TableTask(network: TableNetwork(configuration)), options: options)
    var losses: [Double] = []
    while !loop.isFinished { losses.append(try loop.advance().loss) }
    let (early, late) = (losses.prefix(15).reduce(0, +), losses.suffix(15).reduce(0, +))
    #expect(late < 0.8 * early)
  }

  @Test func gradientOfTheWholeLoss() throws {
    // The training loss through a small network, parameters against central differences along a random direction.
    var configuration = TableNetwork.Configuration()
    (configuration.width, configuration.depth, configuration.heads, configuration.hidden) = (8, 1, 2, 8)
    configuration.correction = 8
    let network = TableNetwork(configuration, seed: 3)
    var generator = SeededGenerator(seed: 12)
    let start = network.parameters.values.map { Double($0) + 0.02 * generator.normal() }
    let histogram = (0..<2).flatMap { _ in
      let raw = (0..<PairInput.cells).map { _ in generator.uniform() }
      return raw.map { $0 / raw.reduce(0, +) }
    }
    let beside = (0..<(2 * PairInput.sideInputs)).map { _ in generator.normal() }
    let tape = Tape<Double>(parameterCount: start.count)
    func loss(_ values: [Double]) -> Tape<Double>.Variable {
      tape.begin(exactParameters: values)
      let output = network(
        histogram: tape.input(rows: 2, columns: PairInput.cells, histogram),
        beside: tape.input(rows: 2, columns: PairInput.sideInputs, beside), on: tape, attachesDual: true)
      return tape.add(
        tape.weightedSum(output.dual, weights: [1, -2]),
        tape.weightedSquaredError(output.value, targets: [0.3, 0.1], weights: [2, 3]))
    }
    tape.backward(loss(start))
    let analytic = Array(tape.parameterGradients)
    for _ in 0..<5 {
      let direction = start.map { _ in generator.normal() }
      let step = 1e-6
      let above = tape.values(loss(zip(start, direction).map { $0 + step * $1 }))[0]
      let below = tape.values(loss(zip(start, direction).map { $0 - step * $1 }))[0]
      var exact = 0.0
      for index in analytic.indices { exact += analytic[index] * direction[index] }
      let numeric = (above - below) / (2 * step)
      #expect(abs(numeric - exact) < 1e-5 * max(1, abs(exact)))
    }
  }
}
