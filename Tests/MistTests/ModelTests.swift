import Distributions
import LinearAlgebra
import MutualInformation
import NeuralNetwork
import Testing

@testable import Mist

@Suite struct ModelTests {
  /// A network small enough for finite differences.
  private func small(_ answer: MistNetwork.Answer) -> MistNetwork {
    var configuration = MistNetwork.Configuration()
    configuration.answer = answer
    configuration.embedding = 5
    configuration.seeds = 2
    configuration.width = 4
    configuration.heads = 2
    configuration.hidden = 6
    configuration.points = 3
    configuration.depth = 1
    configuration.pooling = 2
    configuration.head = 5
    return MistNetwork(configuration, seed: 3)
  }

  private func inputs(dimension: Int, length: Int = 12) throws -> [MistInput] {
    try (0..<2).map { index in
      var generator = SeededGenerator(seed: 4, stream: UInt64(index))
      let law = MetaDataset.law(
        MetaDataset.Family(.studentSparse), dimension: dimension, using: &generator)
      return try MistInput(law.draw(count: length, using: &generator), isPath: false)
    }
  }

  @Test(arguments: MistNetwork.Answer.allCases, [1, 3])
  func gradientsOfEveryParameter(answer: MistNetwork.Answer, dimension: Int) throws {
    let network = small(answer)
    let inputs = try inputs(dimension: dimension)
    let tape = Tape<Double>(parameterCount: network.parameters.count)
    func loss(_ values: [Double]) -> Tape<Double>.Variable {
      tape.begin(exactParameters: values)
      let output = MistInput.forward(network, inputs, on: tape)
      guard answer == .quantiles else { return tape.weightedSum(output, weights: [1, -0.7]) }
      let quantiles = MistTask.quantiles(output, levels: [[0.03, 0.6], [0.5, 0.97]], on: tape)
      return tape.weightedSum(quantiles, weights: [1, -0.7, 0.4, 1.3])
    }
    let start = network.parameters.values.map(Double.init)
    tape.backward(loss(start))
    let analytic = Array(tape.parameterGradients)
    var worst = 0.0
    for index in stride(from: 0, to: start.count, by: 2) {
      var values = start
      values[index] += 1e-5
      let above = tape.values(loss(values))[0]
      values[index] -= 2e-5
      let numeric = (above - tape.values(loss(values))[0]) / 2e-5
      worst = max(worst, abs(numeric - analytic[index]) / max(1, abs(numeric)))
    }
    #expect(worst < 1e-6)
  }

  @Test func sizeOfThePaper() throws {
    let network = MistNetwork(.published)
    #expect((5_200_000...5_800_000).contains(network.parameters.count), "\(network.parameters.count)")
    let tape = Tape<Float>(parameterCount: network.parameters.count)
    tape.begin(parameters: network.parameters.values, recording: false)
    let output = MistInput.forward(network, try inputs(dimension: 32, length: 100), on: tape)
    #expect(output.rows == 2 && tape.values(output).allSatisfy(\.isFinite))
  }

  /// −½ Σ log(1 − ρ²) of the canonical correlations is what `gaussian` says of the same vectors.
  @Test(arguments: [1, 2, 3]) func correlationsAreThoseOfTheNormalScores(dimension: Int) throws {
    var generator = SeededGenerator(seed: 10)
    let base = MetaDataset.law(.normalLatent, x: dimension, y: dimension, using: &generator)
    let sample = LinearMixture(random: base, using: &generator).draw(count: 300, using: &generator)
    let input = try MistInput(sample, isPath: false)
    let gaussian = GaussianCopula()
    let expected = try gaussian.estimate(
      gaussian.prepare(Observations(vectors: [sample.x])), gaussian.prepare(Observations(vectors: [sample.y]))
    )
    let said = input.side[6..<(6 + dimension)].reduce(0) { $0 + 2 * Double($1) }
    #expect(abs(said - expected) < 0.01 * max(expected, 0.1))
  }

  @Test func quantileShapesIncrease() {
    let levels = (1..<200).map { Double($0) / 200 }
    let all = levels.map { QuantileBasis.values(at: $0) }
    #expect(all[99].allSatisfy { abs($0) < 1e-12 })
    for (low, high) in zip(all, all.dropFirst()) {
      for (a, b) in zip(low, high) { #expect(b >= a) }
      #expect(low.reduce(0, +) < high.reduce(0, +))
    }
    // With all slopes 1 it is Φ⁻¹ itself.
    for (level, shapes) in zip(levels, all) {
      #expect(abs(shapes.reduce(0, +) - normalQuantile(level)) < 1e-12)
    }
  }

  /// ∂I/∂z against differences of the value.
  ///
  /// Tokens are stored in single precision, hence the step and the tolerance.
  @Test(arguments: [0.0, 0.6, -0.9]) func gradientInTheSeries(correlation: Double) throws {
    let gradient = try MistGradient<Double>(weights: .load(.mean))
    var generator = SeededGenerator(seed: 21)
    let n = 40
    let plain = (0..<n).map { _ in generator.normal() }
    let mean = plain.reduce(0, +) / Double(n)
    let power = (plain.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(n)).squareRoot()
    let y = plain.map { ($0 - mean) / power }
    let z = y.map {
      3 * (correlation * $0 + (1 - correlation * correlation).squareRoot() * generator.normal()) + 1
    }
    let slope = gradient(z, y).slope
    for index in stride(from: 0, to: n, by: 4) {
      var (above, below) = (z, z)
      above[index] += 1e-2
      below[index] -= 1e-2
      let numeric = (gradient(above, y).value - gradient(below, y).value) / 2e-2
      #expect(abs(numeric - slope[index]) < 2e-3 + 0.03 * abs(numeric), "\(numeric) against \(slope[index])")
    }
  }
}
