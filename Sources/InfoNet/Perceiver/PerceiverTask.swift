internal import LinearAlgebra
internal import MutualInformation
public import NeuralNetwork

/// The training of `infonet-perceiver`: the samples and the objective of `InfoNetTask`.
///
/// Sixteen examples that follow one another share their length, so that they make one batch.
public struct PerceiverTask: TrainingTask {
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
  private let calibrationWeight: Float
  private let start: [Float]?

  /// `start`: parameters to begin from instead of random ones.
  public init(
    network: PerceiverNetwork, smoothShare: Double = 0.5, linearShare: Double = 0,
    calibrationWeight: Float = 1, start: [Float]? = nil
  ) {
    self.network = network
    law = SampleLaw(smoothShare: smoothShare, linearShare: linearShare)
    self.calibrationWeight = calibrationWeight
    self.start = start
  }

  public var initialParameters: Parameters {
    var parameters = network.parameters
    if let start { parameters.values = start }
    return parameters
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

  public func loss(of examples: [Example], on tape: Tape<Float>) -> Tape<Float>.Variable {
    var total: Tape<Float>.Variable?
    for first in stride(from: 0, to: examples.count, by: Self.group) {
      let part = Array(examples[first..<min(first + Self.group, examples.count)])
      let output = PerceiverInput.forward(
        network, part.map { ($0.u, $0.v) }, beside: part.map(\.beside), on: tape)
      let fresh = PerceiverInput.histograms(
        part.map { ($0.freshU, $0.freshV) }, side: network.configuration.side, on: tape)
      let judged = tape.weightedSum(
        tape.dual(table: output.table, histogram: fresh),
        weights: part.map { -$0.effectiveSize / ($0.effectiveSize + 50) })
      let calibration = tape.weightedSquaredError(
        output.value, targets: part.map(\.truth),
        weights: part.map {
          calibrationWeight / (0.02 + 0.1 * max($0.truth, 0)) * $0.effectiveSize / ($0.effectiveSize + 200)
        })
      let sum = tape.add(judged, calibration)
      total = total.map { tape.add($0, sum) } ?? sum
    }
    return total ?? tape.constant(rows: 1, columns: 1) { $0[0] = 0 }
  }

  /// As for `infonet`, on a quarter of its samples.
  public func heldOut(parameters: [Float], threads: Int) throws -> [(name: String, value: Double)] {
    var figures: [(String, Double)] = []
    for kind in SampleLaw.HeldOut.allCases {
      let sums = SumOfErrors()
      try forEachChunk(count: 8, threads: threads) { part in
        let examples = try (0..<Self.group).map {
          Self.make(try DrawnSample(law: law, heldOut: kind, index: UInt64(part * Self.group + $0)))
        }
        let tape = Tape<Float>(parameterCount: parameters.count)
        tape.begin(parameters: parameters, recording: false)
        let output = PerceiverInput.forward(
          network, examples.map { ($0.u, $0.v) }, beside: examples.map(\.beside), on: tape)
        let fresh = PerceiverInput.histograms(
          examples.map { ($0.freshU, $0.freshV) }, side: network.configuration.side, on: tape)
        let judged = tape.values(tape.dual(table: output.table, histogram: fresh))
        let values = tape.values(output.value)
        sums.add(
          part: part,
          examples.indices.map { index in
            let truth = Double(examples[index].truth)
            return (truth - Double(judged[index]), Double(values[index]) - truth)
          })
      }
      let errors = sums.all
      let n = Double(errors.count)
      figures.append(("\(kind.rawValue) gap", errors.reduce(0) { $0 + $1.0 } / n))
      figures.append(("\(kind.rawValue) rmse", (errors.reduce(0) { $0 + $1.1 * $1.1 } / n).squareRoot()))
      figures.append(("\(kind.rawValue) bias", errors.reduce(0) { $0 + $1.1 } / n))
    }
    return figures
  }
}
