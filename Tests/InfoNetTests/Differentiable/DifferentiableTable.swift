import CKernels
import LinearAlgebra
import MutualInformation
import NeuralNetwork

@testable import InfoNet

/// InfoNet as a differentiable function of the samples, through soft ranks: its gradient is a test of the whole network's.
///
/// The table is made from soft ranks, so the value and its gradient follow the samples; the six numbers beside it and the
/// orientation of the table are those of the hard ranks, and carry no gradient. O(T²) for the soft ranks.
struct DifferentiableTable: Sendable {
  private let network: TableNetwork
  private let values: [Float]

  init(weights: TableWeights) {
    network = weights.network
    values = weights.values
  }

  /// The value in nats, and its gradient with respect to every observation of x and y.
  ///
  /// `temperature`: width of the soft ranks' steps in units of each variable's standard deviation; `effectiveSize`: T_eff,
  /// nil for independent draws. Throws `nonFiniteValue` or `shapeMismatch`.
  func callAsFunction(
    x: [Float], y: [Float], temperature: Float = 0.05, readOut: InfoNet.ReadOut = .calibrated,
    effectiveSize: Double? = nil
  ) throws -> (value: Double, dx: [Float], dy: [Float]) {
    guard x.count == y.count, x.count >= minimumObservations else {
      throw MutualInformationError(
        .shapeMismatch,
        "x has \(x.count) observations, y \(y.count); expected the same number, at least \(minimumObservations)"
      )
    }
    let length = x.count
    func statistics(_ values: [Float]) throws -> RankStatistics {
      try RankStatistics(Observations(count: 1, dimension: 1, length: length, values: values))
    }
    let (xs, ys) = (try statistics(x), try statistics(y))
    var orientation: Int32 = 0
    var beside = [Float](repeating: 0, count: PairInput.sideInputs)
    var room = [Int32](repeating: 0, count: PairInput.room(length: length))
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: PairInput.counters) { counters in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: PairInput.cells) { cells in
        guard let counters = counters.baseAddress, let cells = cells.baseAddress else { return }
        orientation = PairInput.read(
          xs, 0, ys, 0, effectiveSize: effectiveSize ?? Double(length), counters: counters, cells: cells,
          room: &room, beside: &beside)
      }
    }
    // The orientation as a rearrangement: orient the cells' own indices.
    let indices = (0..<Int32(PairInput.cells)).map { $0 }
    var oriented = [Float](repeating: 0, count: PairInput.cells)
    ck_oriented(indices, orientation, 1, &oriented)
    let tape = Tape<Float>(parameterCount: values.count)
    tape.begin(parameters: values)
    let (xv, yv) = (
      tape.input(rows: 1, columns: length, x), tape.input(rows: 1, columns: length, y)
    )
    let histogram = tape.softHistogram(
      u: tape.softRanks(xv, temperature: temperature * Self.deviation(x)),
      v: tape.softRanks(yv, temperature: temperature * Self.deviation(y)), side: PairInput.side)
    let turned = tape.rearranged(
      histogram, indices: oriented.map { Int32($0) }, batch: 1, columns: PairInput.cells)
    let side = tape.constant(rows: 1, columns: PairInput.sideInputs) { buffer in
      for index in beside.indices { buffer[index] = beside[index] }
    }
    let output = network(histogram: turned, beside: side, on: tape, attachesDual: true)
    let result = readOut == .dual ? output.dual : output.value
    tape.backward(result)
    return (
      Double(tape.values(result)[0]), tape.gradient(xv).map(Array.init) ?? [],
      tape.gradient(yv).map(Array.init) ?? []
    )
  }

  /// Standard deviation, at least a little.
  private static func deviation(_ values: [Float]) -> Float {
    let mean = values.reduce(0, +) / Float(values.count)
    let power = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return max((power / Float(values.count)).squareRoot(), 1e-6)
  }
}
