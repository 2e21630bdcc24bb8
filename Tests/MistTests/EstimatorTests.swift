import Distributions
import Foundation
import LinearAlgebra
import MutualInformation
import NeuralNetwork
import Testing

@testable import Mist

/// The shipped weights.
@Suite struct MistEstimatorTests {
  private func mist(_ answer: MistNetwork.Answer = .mean, _ sampling: Sampling = .independent) throws
    -> Mist
  {
    Mist(weights: try .load(answer), sampling: sampling)
  }

  private func value(_ estimator: some MutualInformationEstimator, _ sample: JointSample) throws -> Double {
    try estimator.estimate(
      estimator.prepare(Observations(vectors: [sample.x])),
      estimator.prepare(Observations(vectors: [sample.y])))
  }

  private func sample(_ dimension: Int, _ count: Int, seed: UInt64 = 1) -> JointSample {
    var generator = SeededGenerator(seed: seed)
    let law = MetaDataset.law(.studentSparse, x: dimension, y: dimension, using: &generator)
    return law.draw(count: count, using: &generator)
  }

  @Test(arguments: MistNetwork.Answer.allCases, [1, 2, 4])
  func sameToTheLastBit(answer: MistNetwork.Answer, dimension: Int) throws {
    let estimator = try mist(answer)
    let sample = sample(dimension, 90)
    let plain = try value(estimator, sample)
    // X and Y exchanged.
    #expect(try value(estimator, JointSample(x: sample.y, y: sample.x)) == plain)
    // Observations in another order.
    var generator = SeededGenerator(seed: 2)
    let order = (0..<90).shuffled(using: &generator)
    func shuffled(_ rows: [[Double]]) -> [[Double]] { rows.map { row in order.map { row[$0] } } }
    #expect(try value(estimator, JointSample(x: shuffled(sample.x), y: shuffled(sample.y))) == plain)
    // Shifted, scaled, mapped.
    let mapped = JointSample(
      x: sample.x.map { $0.map { 7 * $0 - 3 } }, y: sample.y.map { $0.map { asinh($0) } })
    #expect(try value(estimator, mapped) == plain)
  }

  @Test func coordinatesInAnotherOrderOrReflectedChangeLittle() throws {
    let estimator = try mist()
    var change = 0.0
    for seed in UInt64(1)...8 {
      let sample = sample(3, 200, seed: seed)
      let plain = try value(estimator, sample)
      let turned = JointSample(
        x: [sample.x[2], sample.x[0].map { -$0 }, sample.x[1]], y: [sample.y[1], sample.y[2], sample.y[0]])
      change += abs(try value(estimator, turned) - plain) / 8
    }
    #expect(change < 0.04, "\(change)")
  }

  /// Rows that sum to exactly 0 are observations like others: Y = −X is as informative as Y = X.
  @Test func rowsThatSumToZeroCount() throws {
    var generator = SeededGenerator(seed: 3)
    let x = (0..<200).map { _ in generator.normal() }
    let noisy = x.map { $0 + 0.1 * generator.normal() }
    let estimator = try mist()
    let (same, opposite) = (
      try value(estimator, JointSample(x: [x], y: [x])),
      try value(estimator, JointSample(x: [x], y: [x.map { -$0 }]))
    )
    #expect(same > 3 && abs(same - opposite) < 0.2)
    #expect(try value(estimator, JointSample(x: [noisy], y: [x])) > 1.8)
  }

  /// Against the truth of the law it was trained on, on samples it never saw: below Kraskov's error in every group.
  @Test(arguments: [(10, 100), (100, 300), (300, 500)]) func errorIsBelowKraskovs(range: (Int, Int)) throws {
    let (mist, ksg) = (try mist(), try KSG(neighbours: 5, scaling: .standardised))
    let families = MetaDataset.Part.inDistribution.families
    var (ours, theirs) = (0.0, 0.0)
    for index in 0..<48 {
      var generator = SeededGenerator(seed: 0xE57, stream: UInt64(index + range.0))
      let law = MetaDataset.law(families[index % families.count], dimension: 2, using: &generator)
      let sample = law.draw(
        count: Int.random(in: range.0..<range.1, using: &generator), using: &generator)
      ours += pow(try value(mist, sample) - law.mutualInformation, 2) / 48
      theirs += pow(try value(ksg, sample) - law.mutualInformation, 2) / 48
    }
    #expect(ours < theirs, "\(ours) against \(theirs)")
  }

  @Test func intervalsHoldTheTruthAboutAsOftenAsTheySay() throws {
    let estimator = try mist(.quantiles)
    let families = MetaDataset.Part.inDistribution.families
    var inside = 0
    let count = 240
    for index in 0..<count {
      var generator = SeededGenerator(seed: 0xC0, stream: UInt64(index))
      let law = MetaDataset.law(families[index % families.count], dimension: 2, using: &generator)
      let sample = law.draw(count: Int.random(in: 20..<400, using: &generator), using: &generator)
      let bounds = try estimator.quantiles(
        x: Observations(vectors: [sample.x]), y: Observations(vectors: [sample.y]), levels: [0.05, 0.95])[0]
      if bounds[0] <= law.mutualInformation, law.mutualInformation <= bounds[1] { inside += 1 }
    }
    // Four standard errors about 0.9.
    #expect(abs(Double(inside) / Double(count) - 0.9) < 0.08, "\(inside) of \(count)")
  }

  @Test func quantilesNeverCross() throws {
    let estimator = try mist(.quantiles)
    let levels = (1..<40).map { Double($0) / 40 }
    for seed in UInt64(1)...6 {
      let sample = sample(2, 20 + 40 * Int(seed), seed: seed)
      let (x, y) = (Observations(vectors: [sample.x]), Observations(vectors: [sample.y]))
      let all = try estimator.quantiles(x: x, y: y, levels: levels)[0]
      #expect(zip(all, all.dropFirst()).allSatisfy { $0 < $1 })
      // The estimate is the median; another level is another estimate.
      #expect(abs(try value(estimator, sample) - all[19]) < 1e-6)
      let low = Mist(weights: try .load(.quantiles), sampling: .independent, level: 0.1)
      #expect(abs(try value(low, sample) - all[3]) < 1e-6)
    }
  }

  /// More draws than training had are read in parts: closer to the truth, and in a narrower interval.
  @Test func longSamplesAreReadInParts() throws {
    let law = try #require(NormalDistribution(.sparse(interacting: 2, strength: 1.2), x: 2, y: 2))
    let estimator = try mist(.quantiles)
    func run(_ count: Int) throws -> (error: Double, width: Double) {
      var (error, width) = (0.0, 0.0)
      for seed in UInt64(0)..<6 {
        var generator = SeededGenerator(seed: seed)
        let sample = law.draw(count: count, using: &generator)
        let q = try estimator.quantiles(
          x: Observations(vectors: [sample.x]), y: Observations(vectors: [sample.y]),
          levels: [0.05, 0.5, 0.95])[0]
        error += abs(q[1] - law.mutualInformation) / 6
        width += (q[2] - q[0]) / 6
      }
      return (error, width)
    }
    let (short, long) = (try run(400), try run(4000))
    #expect(long.width < 0.6 * short.width)
    #expect(long.error < short.error)
  }

  /// Smooth paths that have nothing to do with each other look dependent to who takes their frames for draws.
  @Test func pathsAreWorthFewerObservations() throws {
    var (path, draws, width) = (0.0, 0.0, 0.0)
    let (told, untold) = (try mist(.quantiles, .path), try mist(.quantiles, .independent))
    for seed in UInt64(0)..<8 {
      var generator = SeededGenerator(seed: seed)
      func vector() -> [[Double]] {
        (0..<2).map { _ in SmoothNoise(time: 25, order: 2).path(count: 300, using: &generator) }
      }
      let (x, y) = (Observations(vectors: [vector()]), Observations(vectors: [vector()]))
      let a = try told.quantiles(x: x, y: y, levels: [0.05, 0.5, 0.95])[0]
      path += a[1] / 8
      width += (a[2] - a[0]) / 8
      draws += try untold.quantiles(x: x, y: y, levels: [0.5])[0][0] / 8
    }
    #expect(path < 0.25 && path < 0.7 * draws, "\(path) as paths, \(draws) as draws")
    #expect(width > 0.15)
  }

  @Test func vectorsOfUnequalLength() throws {
    let law = try #require(NormalDistribution(.sparse(interacting: 1, strength: 2), x: 3, y: 1))
    var generator = SeededGenerator(seed: 5)
    let sample = law.draw(count: 400, using: &generator)
    let found = try value(try mist(), sample)
    #expect(abs(found - law.mutualInformation) < 0.15)
    #expect(try found == value(mist(), JointSample(x: sample.y, y: sample.x)))
  }

  @Test func wrongWeightsAreNamed() throws {
    let qr = try MistWeights.load(.quantiles)
    let file = Safetensors(
      tensors: qr.network.parameters.tensors(values: qr.values), metadata: qr.network.configuration.metadata)
    let error = #expect(throws: NeuralNetworkError.self) {
      _ = try MistWeights(file: file, configuration: .init(.mean), source: "w.safetensors")
    }
    #expect(error?.message == "w.safetensors: weights of “mist-qr”; expected mist")
    let bad = #expect(throws: MutualInformationError.self) {
      _ = try mist().quantiles(
        x: Observations(vectors: [[[1, 2, 3, 4]]]), y: Observations(vectors: [[[1, 2, 3, 4]]]), levels: [0.5])
    }
    #expect(bad?.code == .invalidOption)
  }
}

@Suite struct MistTrainingTests {
  /// Stopped and resumed, the parameters are the same bits.
  @Test(arguments: MistNetwork.Answer.allCases) func resumesExactly(answer: MistNetwork.Answer) throws {
    var configuration = MistNetwork.Configuration()
    configuration.answer = answer
    (configuration.embedding, configuration.width, configuration.hidden) = (8, 8, 8)
    (configuration.points, configuration.depth, configuration.head) = (4, 1, 8)
    let task = MistTask(network: MistNetwork(configuration))
    var options = TrainingOptions()
    (options.steps, options.batch, options.chunk, options.rate) = (6, 32, MistTask.group, 1e-3)
    options.warmUp = 2
    var whole = TrainingLoop(task: task, options: options)
    var losses: [Double] = []
    for _ in 0..<6 { losses.append(try whole.advance().loss) }
    #expect(losses.allSatisfy { $0.isFinite && $0 > 0 })
    var first = TrainingLoop(task: task, options: options)
    for _ in 0..<3 { _ = try first.advance() }
    let layout = task.initialParameters
    let file = first.state.file(layout: layout, fingerprint: options.fingerprint)
    var second = TrainingLoop(
      task: task, options: options,
      state: try TrainingState(
        file: file, layout: layout, fingerprint: options.fingerprint, source: "checkpoint"))
    for _ in 0..<3 { _ = try second.advance() }
    #expect(second.state.parameters == whole.state.parameters)
  }

  @Test func examplesDoNotRepeat() throws {
    let task = MistTask(network: MistNetwork())
    var seen = Set<Double>()
    for index in UInt64(0)..<200 {
      let example = try task.example(seed: 1, index: index)
      #expect(example.truth.isFinite && example.truth >= 0)
      let read = example.input.values + example.input.side
      #expect(read.allSatisfy { $0.isFinite })
      seen.insert(example.truth)
      if index % UInt64(MistTask.group) > 0 {
        let before = try task.example(seed: 1, index: index - 1)
        #expect(before.input.rows == example.input.rows && before.input.tokens == example.input.tokens)
      }
    }
    #expect(seen.count == 200)
    let again = try task.example(seed: 1, index: 17)
    #expect(try again.truth == task.example(seed: 1, index: 17).truth)
    #expect(try again.truth != task.example(seed: 2, index: 17).truth)
  }
}
