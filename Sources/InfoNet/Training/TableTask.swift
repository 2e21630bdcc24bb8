internal import CKernels
internal import LinearAlgebra
internal import MutualInformation
public import NeuralNetwork

/// What InfoNet is trained on: samples of random Gaussian mixtures, judged on fresh points of the same mixture.
///
/// Half of the samples are independent draws, half are smooth paths whose stationary law is the mixture (the component
/// index sticks, the Gaussian factors are autocorrelated), as point tracks are. The table is judged by the dual on evenly
/// spread fresh points, mapped through the exact marginal distribution functions; the calibrated value by its squared
/// distance to the mixture's MI, the mean of the pointwise MI over those points (`InfoNetObjective`).
public struct TableTask: NetworkTask {
  /// What the network and its losses see of one mixture.
  public struct Example: Sendable {
    var table: [Float]
    var beside: [Float]
    /// The fresh points' histogram, in the orientation of the sample's.
    var fresh: [Float]
    /// MI of the mixture, nats.
    var truth: Float
    /// T_eff of the sample.
    var effectiveSize: Float
  }

  public let network: TableNetwork
  /// What the samples are drawn from.
  public let law: SampleLaw
  public let start: [Float]?
  private let objective: InfoNetObjective
  private let scores: [Int: NormalScores]

  /// `start`: parameters to begin from instead of random ones.
  public init(
    network: TableNetwork, smoothShare: Double = 0.5, linearShare: Double = 0, calibrationWeight: Float = 1,
    start: [Float]? = nil
  ) {
    self.network = network
    law = SampleLaw(smoothShare: smoothShare, linearShare: linearShare)
    objective = InfoNetObjective(calibrationWeight: calibrationWeight)
    self.start = start
    scores = Dictionary(
      uniqueKeysWithValues: Set(SampleLaw.lengths + [SampleLaw.evaluationLength]).map {
        ($0, NormalScores(length: $0))
      })
  }

  public func example(seed: UInt64, index: UInt64) throws -> Example {
    try make(DrawnSample(law: law, seed: seed, index: index))
  }

  private func make(_ sample: DrawnSample) -> Example {
    let length = sample.length
    let scores = scores[length] ?? NormalScores(length: length)
    let xs = RankStatistics([sample.x], length: length, scores: scores)
    let ys = RankStatistics([sample.y], length: length, scores: scores)
    var example = Example(
      table: [Float](repeating: 0, count: PairInput.cells),
      beside: [Float](repeating: 0, count: PairInput.sideInputs),
      fresh: [Float](repeating: 0, count: PairInput.cells), truth: Float(sample.truth),
      effectiveSize: Float(sample.effectiveSize))
    var room = [Int32](repeating: 0, count: PairInput.room(length: length))
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: PairInput.counters) { counters in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: PairInput.cells) { cells in
        guard let counters = counters.baseAddress, let cells = cells.baseAddress else { return }
        let orientation = PairInput.read(
          xs, 0, ys, 0, effectiveSize: sample.effectiveSize, counters: counters, cells: cells, room: &room,
          beside: &example.beside)
        ck_oriented(cells, orientation, PairInput.share(length: length), &example.table)
        let levels = Float(CK_COUNT_SIDE)
        let u = sample.freshU.map { UInt8(min(max($0 * levels, 0), levels - 1)) }
        let v = sample.freshV.map { UInt8(min(max($0 * levels, 0), levels - 1)) }
        ck_rank_histogram(u, v, u.count, counters, cells)
        ck_oriented(cells, orientation, PairInput.share(length: u.count), &example.fresh)
      }
    }
    return example
  }

  public func loss(of examples: [Example], on tape: Tape<Float>) -> Tape<Float>.Variable {
    objective.loss(
      forward(examples, on: tape), fresh: Self.stack(examples, columns: PairInput.cells, \.fresh, on: tape),
      truths: examples.map(\.truth), effectiveSizes: examples.map(\.effectiveSize), on: tape)
  }

  private func forward(_ examples: [Example], on tape: Tape<Float>) -> TableNetwork.Output<Float> {
    network(
      histogram: Self.stack(examples, columns: PairInput.cells, \.table, on: tape),
      beside: Self.stack(examples, columns: PairInput.sideInputs, \.beside, on: tape), on: tape)
  }

  private static func stack(
    _ examples: [Example], columns: Int, _ part: KeyPath<Example, [Float]>, on tape: Tape<Float>
  ) -> Tape<Float>.Variable {
    tape.constant(rows: examples.count, columns: columns) { buffer in
      for (row, example) in examples.enumerated() {
        let values = example[keyPath: part]
        for column in 0..<columns { buffer[row * columns + column] = values[column] }
      }
    }
  }

  /// Per kind of sample: the mean MI the dual misses on fresh points, and the calibrated value's rmse and mean error.
  public func heldOut(parameters: [Float], threads: Int) throws -> [(name: String, value: Double)] {
    let size = 64
    return try InfoNetObjective.heldOut(parameters: parameters, batches: 512 / size, threads: threads) {
      kind, part, tape in
      let examples = try (0..<size).map {
        try make(DrawnSample(law: law, heldOut: kind, index: UInt64(part * size + $0)))
      }
      return InfoNetObjective.errors(
        forward(examples, on: tape),
        fresh: Self.stack(examples, columns: PairInput.cells, \.fresh, on: tape),
        truths: examples.map(\.truth), on: tape)
    }
  }
}
