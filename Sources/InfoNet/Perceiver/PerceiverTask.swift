internal import LinearAlgebra
internal import MutualInformation
public import NeuralNetwork

/// The training of `infonet-perceiver`: the samples and the objective of `TableTask`.
///
/// Sixteen examples that follow one another share their length, so that they make one batch.
public struct PerceiverTask: NetworkTask {
  /// What the network and its losses see of one mixture.
  public struct Example: Sendable {
    var u: [Float]
    var v: [Float]
    var beside: [Float]
    var freshU: [Float]
    var freshV: [Float]
    var truth: Float
    var effectiveSize: Float
  }

  /// Examples of one length.
  public static let group = 16

  public let network: PerceiverNetwork
  private let law: SampleLaw
  private let objective: InfoNetObjective
  public let start: [Float]?

  /// `start`: parameters to begin from instead of random ones.
  public init(
    network: PerceiverNetwork, smoothShare: Double = 0.5, linearShare: Double = 0,
    calibrationWeight: Float = 1, start: [Float]? = nil
  ) {
    self.network = network
    law = SampleLaw(smoothShare: smoothShare, linearShare: linearShare)
    objective = InfoNetObjective(calibrationWeight: calibrationWeight)
    self.start = start
  }

  public func example(seed: UInt64, index: UInt64) throws -> Example {
    var generator = SeededGenerator(seed: seed, stream: 1 << 40 + index / UInt64(Self.group))
    let length = SampleLaw.lengths[Int(generator.uniform() * Double(SampleLaw.lengths.count - 6))]
    return Self.make(try DrawnSample(law: law, seed: seed, index: index, length: length))
  }

  private static func make(_ sample: DrawnSample) -> Example {
    Example(
      u: sample.x.uniform, v: sample.y.uniform,
      beside: PerceiverInput.beside(effectiveSize: sample.effectiveSize, length: sample.length),
      freshU: sample.freshU, freshV: sample.freshV, truth: Float(sample.truth),
      effectiveSize: Float(sample.effectiveSize))
  }

  /// The network's answers, and the fresh points' histograms on its table.
  private func forward(
    _ examples: [Example], on tape: Tape<Float>
  ) -> (output: TableNetwork.Output<Float>, fresh: Tape<Float>.Variable) {
    let output = PerceiverInput.forward(
      network, examples.map { ($0.u, $0.v) }, beside: examples.map(\.beside), on: tape)
    let fresh = PerceiverInput.histograms(
      examples.map { ($0.freshU, $0.freshV) }, side: network.configuration.side, on: tape)
    return (output, fresh)
  }

  public func loss(of examples: [Example], on tape: Tape<Float>) -> Tape<Float>.Variable {
    tape.sum(inGroupsOf: Self.group, of: examples) { part in
      let (output, fresh) = forward(part, on: tape)
      return objective.loss(
        output, fresh: fresh, truths: part.map(\.truth), effectiveSizes: part.map(\.effectiveSize), on: tape)
    }
  }

  /// As for `infonet`, on a quarter of its samples.
  public func heldOut(parameters: [Float], threads: Int) throws -> [(name: String, value: Double)] {
    try InfoNetObjective.heldOut(parameters: parameters, batches: 8, threads: threads) { kind, part, tape in
      let examples = try (0..<Self.group).map {
        Self.make(try DrawnSample(law: law, heldOut: kind, index: UInt64(part * Self.group + $0)))
      }
      let (output, fresh) = forward(examples, on: tape)
      return InfoNetObjective.errors(output, fresh: fresh, truths: examples.map(\.truth), on: tape)
    }
  }
}
