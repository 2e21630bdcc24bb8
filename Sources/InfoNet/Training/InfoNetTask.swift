internal import CKernels
internal import LinearAlgebra
public import NeuralNetwork

/// What InfoNet is trained on: samples of random Gaussian mixtures, judged on fresh points of the same mixture.
///
/// Half of the samples are independent draws, half are smooth paths whose stationary law is the mixture (the component
/// index sticks, the Gaussian factors are autocorrelated), as point tracks are. The table is judged by the dual on evenly
/// spread fresh points, mapped through the exact marginal distribution functions; the calibrated value by its squared
/// distance to the mixture's MI, the mean of the pointwise MI over those points.
public struct InfoNetTask: TrainingTask {
  /// What the network and its losses see of one mixture.
  public struct Example: Sendable {
    var table: [Float]
    var beside: [Float]
    /// The fresh points' histogram, in the orientation of the sample's.
    var fresh: [Float]
    /// MI of the mixture, nats.
    var truth: Float
    /// What the sample is worth.
    var effectiveSize: Float
  }

  public let network: InfoNetNetwork
  /// What the samples are drawn from.
  public let law: SampleLaw
  /// Weight of the calibration's squared error beside the dual.
  public let calibrationWeight: Float
  private let start: [Float]?
  private let scoreTables: [Int: NormalScoreTable]

  /// `start`: parameters to begin from instead of random ones.
  public init(
    network: InfoNetNetwork, smoothShare: Double = 0.5, linearShare: Double = 0, calibrationWeight: Float = 1,
    start: [Float]? = nil
  ) {
    self.network = network
    law = SampleLaw(smoothShare: smoothShare, linearShare: linearShare)
    self.calibrationWeight = calibrationWeight
    self.start = start
    scoreTables = Dictionary(
      uniqueKeysWithValues: Set(SampleLaw.lengths + [SampleLaw.evaluationLength]).map {
        ($0, NormalScoreTable(length: $0))
      })
  }

  public var initialParameters: Parameters {
    var parameters = network.parameters
    if let start { parameters.values = start }
    return parameters
  }

  public func example(seed: UInt64, index: UInt64) throws -> Example {
    try make(DrawnSample(law: law, seed: seed, index: index))
  }

  private func make(_ sample: DrawnSample) -> Example {
    let length = sample.length
    let table = scoreTables[length] ?? NormalScoreTable(length: length)
    let xs = RankStatistics([sample.x], length: length, scores: table)
    let ys = RankStatistics([sample.y], length: length, scores: table)
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
        ck_oriented(cells, orientation, 1 / Float(16 * length), &example.table)
        let levels = Float(CK_COUNT_SIDE)
        let u = sample.freshU.map { UInt8(min(max($0 * levels, 0), levels - 1)) }
        let v = sample.freshV.map { UInt8(min(max($0 * levels, 0), levels - 1)) }
        ck_rank_histogram(u, v, u.count, counters, cells)
        ck_oriented(cells, orientation, 1 / Float(16 * u.count), &example.fresh)
      }
    }
    return example
  }

  public func loss(of examples: [Example], on tape: Tape<Float>) -> Tape<Float>.Variable {
    let output = forward(examples, on: tape)
    let fresh = Self.stack(examples, columns: PairInput.cells, \.fresh, on: tape)
    let dual = tape.dual(table: output.table, histogram: fresh)
    // Inverse-variance weights, the variance taken as proportional to 1 + 50 / T_eff: short samples do not dominate.
    let judged = tape.weightedSum(
      dual, weights: examples.map { -$0.effectiveSize / ($0.effectiveSize + 50) })
    let calibration = tape.weightedSquaredError(
      output.value, targets: examples.map(\.truth),
      weights: examples.map {
        calibrationWeight / (0.02 + 0.1 * max($0.truth, 0)) * $0.effectiveSize / ($0.effectiveSize + 200)
      })
    return tape.add(judged, calibration)
  }

  private func forward(_ examples: [Example], on tape: Tape<Float>) -> InfoNetNetwork.Output<Float> {
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
    var figures: [(String, Double)] = []
    for kind in SampleLaw.HeldOut.allCases {
      let (count, chunk) = (512, 64)
      let sums = SumOfErrors()
      try forEachChunk(count: count / chunk, threads: threads) { part in
        let examples = try (0..<chunk).map { index in
          try make(DrawnSample(law: law, heldOut: kind, index: UInt64(part * chunk + index)))
        }
        let tape = Tape<Float>(parameterCount: parameters.count)
        tape.begin(parameters: parameters, recording: false)
        let output = forward(examples, on: tape)
        let fresh = Self.stack(examples, columns: PairInput.cells, \.fresh, on: tape)
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
