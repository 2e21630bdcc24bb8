internal import LinearAlgebra
internal import NeuralNetwork
internal import Synchronization

/// What both forms of InfoNet are trained for: a table whose dual is high on fresh points, and a calibrated value near MI.
struct InfoNetObjective: Sendable {
  /// Weight of the calibration's squared error beside the dual.
  let calibrationWeight: Float

  /// −Σ w dual(θ, fresh) + Σ w′ (value − truth)² → 1 × 1; θ and the fresh histograms are batch × cells.
  ///
  /// w and w′ are inverse variances, taken as proportional to 1 + 50 / T_eff and 1 + 200 / T_eff: short samples do not dominate.
  func loss(
    _ output: TableNetwork.Output<Float>, fresh: Tape<Float>.Variable, truths: [Float],
    effectiveSizes: [Float], on tape: Tape<Float>
  ) -> Tape<Float>.Variable {
    let dual = tape.weightedSum(
      tape.dual(table: output.table, histogram: fresh), weights: effectiveSizes.map { -$0 / ($0 + 50) })
    let calibration = tape.weightedSquaredError(
      output.value, targets: truths,
      weights: zip(truths, effectiveSizes).map { truth, size in
        calibrationWeight / (0.02 + 0.1 * max(truth, 0)) * size / (size + 200)
      })
    return tape.add(dual, calibration)
  }

  /// The errors of one held-out sample, nats.
  struct HeldOutError: Sendable {
    /// MI that the dual misses on fresh points.
    let gap: Double
    /// The calibrated value less MI.
    let calibrated: Double
  }

  /// The errors of a batch of held-out samples.
  static func errors(
    _ output: TableNetwork.Output<Float>, fresh: Tape<Float>.Variable, truths: [Float], on tape: Tape<Float>
  ) -> [HeldOutError] {
    let duals = tape.values(tape.dual(table: output.table, histogram: fresh))
    let values = tape.values(output.value)
    return truths.indices.map { index in
      let truth = Double(truths[index])
      return HeldOutError(gap: truth - Double(duals[index]), calibrated: Double(values[index]) - truth)
    }
  }

  /// Per kind of sample: mean gap, rmse and mean error of `batches` batches, whose errors `batch` gives, on all cores.
  static func heldOut(
    parameters: [Float], batches: Int, threads: Int,
    _ batch: @Sendable (SampleLaw.HeldOut, Int, Tape<Float>) throws -> [HeldOutError]
  ) throws -> [(name: String, value: Double)] {
    var figures: [(String, Double)] = []
    for kind in SampleLaw.HeldOut.allCases {
      // In the batches' order, whatever the threads do.
      let parts = Mutex([[HeldOutError]](repeating: [], count: batches))
      try forEachChunk(count: batches, threads: threads) { part in
        let tape = Tape<Float>(parameterCount: parameters.count)
        tape.begin(parameters: parameters, recording: false)
        let errors = try batch(kind, part, tape)
        parts.withLock { $0[part] = errors }
      }
      let errors = parts.withLock { $0.flatMap { $0 } }
      let n = Double(errors.count)
      figures.append(("\(kind.rawValue) gap", errors.reduce(0) { $0 + $1.gap } / n))
      let squares = errors.reduce(0) { $0 + $1.calibrated * $1.calibrated }
      figures.append(("\(kind.rawValue) rmse", (squares / n).squareRoot()))
      figures.append(("\(kind.rawValue) bias", errors.reduce(0) { $0 + $1.calibrated } / n))
    }
    return figures
  }
}
