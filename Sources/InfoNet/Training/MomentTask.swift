internal import LinearAlgebra
internal import MutualInformation
public import NeuralNetwork
internal import Synchronization

/// What the moment network is trained on: samples of random laws, the table judged by the law's own moments, the value by its MI.
///
/// Both terms as in `InfoNetObjective`, with moments in the place of histograms: the dual ⟨c, C⟩ − log E exp θ on the moments of fresh
/// points, and the squared error of the calibrated value.
public struct MomentTask: NetworkTask {
  public typealias Example = MomentExample

  public let network: MomentNetwork
  public let start: [Float]?
  private let law: MomentLaw
  /// Weight of the dual beside the calibration.
  private let dualWeight: Float
  private let replay: ExampleReplay<MomentExample>

  /// `passes`: how often an example is used; `start`: parameters to begin from instead of random ones.
  public init(
    network: MomentNetwork, smoothShare: Double = 0.5, linearShare: Double = 0.4,
    calibrationWeight: Float = 1,
    passes: Int = 3, start: [Float]? = nil
  ) {
    self.network = network
    self.start = start
    replay = ExampleReplay(block: passes > 1 ? 1 << 16 : 1, passes: passes)
    law = MomentLaw(base: SampleLaw(smoothShare: smoothShare, linearShare: linearShare))
    dualWeight = 0.1 / max(calibrationWeight, 1e-3)
  }

  public func example(seed: UInt64, index: UInt64) throws -> MomentExample {
    try replay.example(at: index) { try law.example(seed: seed, index: $0, layout: network.layout) }
  }

  public func loss(of examples: [MomentExample], on tape: Tape<Float>) -> Tape<Float>.Variable {
    let samples = examples.reduce(0) { $0 + $1.count }
    guard samples > 0 else { return tape.constant(rows: 1, columns: 1) { $0[0] = 0 } }
    // The table of one sample of every law: the first ones come first.
    let heads = examples.filter { $0.count > 0 }.map { $0.samples(0..<1) }
    let tails = examples.filter { $0.count > 1 }.map { $0.samples(1..<$0.count) }
    let counts = examples.filter { $0.count > 0 }.map(\.count) + examples.filter { $0.count > 1 }.map(\.count)
    let all = heads + tails
    let output = network(stack(all, \.inputs, on: tape), tables: heads.count, on: tape)
    // Targets and weights, sample by sample.
    var (targets, weights, dualWeights) = ([Float](), [Float](), [Float]())
    for (example, count) in zip(all, counts) {
      let share = 1 / Float(count)
      for (information, size) in zip(example.information, example.sizes) {
        targets.append(example.truth - information)
        weights.append(share / (0.02 + 0.1 * max(example.truth, 0)) * size / (size + 100))
      }
    }
    for example in heads { dualWeights.append(-dualWeight * example.sizes[0] / (example.sizes[0] + 50)) }
    let error = tape.weightedSquaredError(output.correction, targets: targets, weights: weights)
    guard let coefficients = output.coefficients else { return error }
    let dual = network.dual(coefficients, moments: stack(heads, \.moments, on: tape), on: tape)
    return tape.add(error, tape.weightedSum(dual, weights: dualWeights))
  }

  private func stack(
    _ examples: [MomentExample], _ part: KeyPath<MomentExample, [Float]>, on tape: Tape<Float>
  ) -> Tape<Float>.Variable {
    let rows = examples.reduce(0) { $0 + $1.count }
    let columns = examples.reduce(0) { $0 + $1[keyPath: part].count } / max(rows, 1)
    return tape.constant(rows: rows, columns: columns) { buffer in
      var place = 0
      for example in examples {
        for value in example[keyPath: part] {
          buffer[place] = value
          place += 1
        }
      }
    }
  }

  /// Per kind of sample: the mean MI the dual misses on fresh points, and the calibrated value's rmse and mean error.
  public func heldOut(parameters: [Float], threads: Int) throws -> [(name: String, value: Double)] {
    let size = 64
    return try InfoNetObjective.heldOut(parameters: parameters, batches: 1024 / size, threads: threads) {
      kind, part, tape in
      let examples = try (0..<size).map { index in
        let sample = try DrawnSample(law: law.base, heldOut: kind, index: UInt64(part * size + index))
        return try MomentExample(
          [MomentExample.Sample(sample, isPath: kind == .smooth)], truth: sample.truth,
          fresh: (sample.freshU, sample.freshV), layout: network.layout, tables: law.tables)
      }.filter { $0.count == 1 }
      let output = network(stack(examples, \.inputs, on: tape), tables: examples.count, on: tape)
      guard let coefficients = output.coefficients else { return [] }
      let duals = tape.values(
        network.dual(coefficients, moments: stack(examples, \.moments, on: tape), on: tape))
      let corrections = tape.values(output.correction)
      return examples.indices.map { index in
        let truth = Double(examples[index].truth)
        return InfoNetObjective.HeldOutError(
          gap: truth - Double(duals[index]),
          calibrated: Double(examples[index].information[0] + corrections[index]) - truth)
      }
    }
  }
}

extension MomentExample.Sample {
  /// A held-out sample, whose values are its ranks.
  fileprivate init(_ sample: DrawnSample, isPath: Bool) {
    self.init(
      x: sample.x.doubled.map { Float($0) }, y: sample.y.doubled.map { Float($0) }, isPath: isPath)
  }
}
