internal import CKernels
internal import Glibc
internal import LinearAlgebra
internal import MutualInformation
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
  }

  public let network: InfoNetNetwork
  /// Share of smooth paths.
  public let smoothShare: Double
  /// Weight of the calibration's squared error beside the dual.
  public let calibrationWeight: Float
  private let start: [Float]?
  private let scoreTables: [Int: NormalScoreTable]

  /// `start`: parameters to begin from instead of random ones.
  public init(
    network: InfoNetNetwork, smoothShare: Double = 0.5, calibrationWeight: Float = 1, start: [Float]? = nil
  ) {
    self.network = network
    self.smoothShare = smoothShare
    self.calibrationWeight = calibrationWeight
    self.start = start
    scoreTables = Dictionary(
      uniqueKeysWithValues: Set(Self.lengths + [Self.heldOutLength]).map { ($0, NormalScoreTable(length: $0)) })
  }

  public var initialParameters: Parameters {
    var parameters = network.parameters
    if let start { parameters.values = start }
    return parameters
  }

  /// Sample lengths of training: 30 to 5000 in steps of 15 %.
  static let lengths: [Int] = {
    var lengths: [Int] = []
    var length = 30.0
    while length < 5000 {
      lengths.append(Int(length.rounded()))
      length *= 1.15
    }
    return lengths + [5000]
  }()
  private static let heldOutLength = 2000
  private static let freshPoints = 4096

  public func example(seed: UInt64, index: UInt64) throws -> Example {
    var generator = SeededGenerator(seed: seed, stream: index)
    let smooth = generator.uniform() < smoothShare
    let law = Self.law(smooth: smooth, generator.uniform())
    var length = Self.lengths[Int(generator.uniform() * Double(Self.lengths.count))]
    if smooth {
      if length > 2500 { length = Self.lengths[Int(generator.uniform() * 24)] }
    } else if generator.uniform() < 0.3 {
      length = Self.heldOutLength
    }
    return try make(law: law, smooth: smooth, length: length, &generator)
  }

  /// Paths come more often from few, strongly dependent components, as tracks of rigid things do.
  private static func law(smooth: Bool, _ u: Double) -> MixtureLaw {
    let shares: [(MixtureLaw, Double)] =
      smooth
      ? [(.strong, 0.5), (.spatial, 0.2), (.planar, 0.15), (.shrunk, 0.15)]
      : [(.spatial, 0.5), (.shrunk, 0.25), (.planar, 0.15), (.strong, 0.1)]
    var rest = u
    for (law, share) in shares {
      rest -= share
      if rest < 0 { return law }
    }
    return .spatial
  }

  private func make(
    law: MixtureLaw, smooth: Bool, length: Int, _ generator: inout SeededGenerator
  ) throws -> Example {
    var mixture = law.draw(using: &generator)
    var (x, y): ([Float], [Float])
    if smooth {
      let sample = SmoothSample(of: mixture, length: length, using: &generator)
      (x, y, mixture) = (sample.x, sample.y, sample.law)
    } else {
      (x, y) = mixture.sample(count: length, using: &generator)
    }
    let table = scoreTables[length] ?? NormalScoreTable(length: length)
    let (rx, ry) = (try Ranks(x), try Ranks(y))
    let xs = RankStatistics([rx], length: length, scores: table)
    let ys = RankStatistics([ry], length: length, scores: table)
    var effective = Double(length)
    if smooth {
      let a = EffectiveSampleSize.autocorrelations(of: rx)
      let b = EffectiveSampleSize.autocorrelations(of: ry)
      var sum: Float = 0
      for lag in a.indices { sum += a[lag] * b[lag] }
      effective = EffectiveSampleSize.clipped(length: length, productSum: Double(sum))
    }
    let even = mixture.evenSample(count: Self.freshPoints, using: &generator)
    let truth = mixture.evaluate(x: even.x, y: even.y)
    var example = Example(
      table: [Float](repeating: 0, count: PairInput.cells),
      beside: [Float](repeating: 0, count: PairInput.sideInputs),
      fresh: [Float](repeating: 0, count: PairInput.cells),
      truth: truth.pointwise.reduce(0, +) / Float(Self.freshPoints))
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: PairInput.counters) { counters in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: PairInput.cells) { cells in
        guard let counters = counters.baseAddress, let cells = cells.baseAddress else { return }
        let orientation = PairInput.read(
          xs, 0, ys, 0, effectiveSize: effective, counters: counters, cells: cells, table: &example.table,
          beside: &example.beside)
        let levels = Float(CK_COUNT_SIDE)
        let u = truth.u.map { UInt8(min(max($0 * levels, 0), levels - 1)) }
        let v = truth.v.map { UInt8(min(max($0 * levels, 0), levels - 1)) }
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
    let judged = tape.weightedSum(dual, weights: examples.map { _ in -1 })
    let calibration = tape.weightedSquaredError(
      output.value, targets: examples.map(\.truth),
      weights: examples.map { calibrationWeight / (0.02 + 0.1 * max($0.truth, 0)) })
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
    for (name, smooth, length) in [("iid", false, 2000), ("smooth", true, 600)] {
      let (count, chunk) = (512, 64)
      let sums = SumOfErrors()
      try forEachChunk(count: count / chunk, threads: threads) { part in
        let examples = try (0..<chunk).map { index in
          var generator = SeededGenerator(
            seed: 0x4845_4C44, stream: UInt64(part * chunk + index) + (smooth ? 1 << 32 : 0))
          return try make(
            law: smooth ? Self.law(smooth: true, generator.uniform()) : .spatial, smooth: smooth, length: length,
            &generator)
        }
        let tape = Tape<Float>(parameterCount: parameters.count)
        tape.begin(parameters: parameters, recording: false)
        let output = forward(examples, on: tape)
        let fresh = Self.stack(examples, columns: PairInput.cells, \.fresh, on: tape)
        let judged = tape.values(tape.dual(table: output.table, histogram: fresh))
        let values = tape.values(output.value)
        sums.add(
          part: part, of: count / chunk,
          examples.indices.map { index in
            let truth = Double(examples[index].truth)
            return (truth - Double(judged[index]), Double(values[index]) - truth)
          })
      }
      let errors = sums.all
      let n = Double(errors.count)
      figures.append(("\(name) gap", errors.reduce(0) { $0 + $1.0 } / n))
      figures.append(("\(name) rmse", (errors.reduce(0) { $0 + $1.1 * $1.1 } / n).squareRoot()))
      figures.append(("\(name) bias", errors.reduce(0) { $0 + $1.1 } / n))
    }
    return figures
  }
}
