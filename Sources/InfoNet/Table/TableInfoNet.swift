public import LinearAlgebra
public import MutualInformation
public import NeuralNetwork

/// `infonet-table`, InfoNet on rank histograms: one forward pass of a trained network for every pair, in nats.
///
/// After Hu et al. (2024), arXiv 2402.10158. The two variables' ranks become a soft histogram of 32 × 32 cells; a
/// small transformer answers with the table θ that maximises the Donsker–Varadhan dual (equation 3), and a correction of the dual's value learned with
/// it. Everything is made from ranks: increasing maps of a variable and exchanging X and Y leave the value exactly,
/// reversing a variable nearly (levels of ranks round one way).
/// Bias: near 0 on mixtures like those of training; towards their mean where the sample says little. Samples of 30 to 5000
/// observations were seen in training.
public struct TableInfoNet: MutualInformationEstimator {
  public struct Prepared: Sendable {
    let statistics: RankStatistics
    /// `[variable][lag]`; empty for independent draws.
    let autocorrelations: [Float]
    let lags: Int
  }

  public let readOut: InfoNet.ReadOut
  public let sampling: Sampling
  private let kernel: TableForward
  /// Where the weights came from, for run.json.
  private let source: String

  /// An estimator with weights that were read before.
  public init(
    weights: TableWeights, readOut: InfoNet.ReadOut = .calibrated, sampling: Sampling = .path
  ) {
    self.readOut = readOut
    self.sampling = sampling
    kernel = TableForward(weights.network, values: weights.values)
    source = weights.digest
  }

  public var name: String { "infonet-table" }
  public var options: String {
    "read-out=\(readOut.rawValue) samples=\(sampling.rawValue) weights=\(source)"
  }
  public var isInvariantToMonotoneMaps: Bool { true }
  public var readsTime: Bool { sampling == .path }
  public func supports(dimension: Int) -> Bool { dimension == 1 }
  public func predictedSeconds(length: Int) -> Double { 8e-5 + 1e-8 * Double(length) }
  public func preparedBytes(length: Int, dimension: Int) -> Int { 15 * length }

  public func prepare(_ observations: Observations) throws -> Prepared {
    let ranks = try observations.scalarRanks(for: name)
    let length = observations.length
    let statistics = RankStatistics(ranks, length: length, scores: NormalScores(length: length))
    guard sampling == .path else { return Prepared(statistics: statistics, autocorrelations: [], lags: 0) }
    return Prepared(
      statistics: statistics,
      autocorrelations: ranks.flatMap { EffectiveSampleSize.autocorrelations(of: $0) },
      lags: length / 3)
  }

  public func estimate(
    _ x: Prepared, rows: Range<Int>, _ y: Prepared, columns: Range<Int>,
    into tile: UnsafeMutableBufferPointer<Double>
  ) throws {
    precondition(tile.count == rows.count * columns.count, "the tile does not fit its rows and columns")
    try estimate(
      x, y, tile.count, { (rows.lowerBound + $0 / columns.count, columns.lowerBound + $0 % columns.count) },
      into: tile)
  }

  public func estimatePairs(
    _ x: Prepared, _ y: Prepared, _ range: Range<Int>, into values: UnsafeMutableBufferPointer<Double>
  ) throws {
    try estimate(x, y, range.count, { (range.lowerBound + $0, range.lowerBound + $0) }, into: values)
  }

  /// Estimates `count` pairs with one scratch memory; `pair` says which variables the one at a place is of.
  private func estimate(
    _ x: Prepared, _ y: Prepared, _ count: Int, _ pair: (Int) -> (row: Int, column: Int),
    into values: UnsafeMutableBufferPointer<Double>
  ) throws {
    let (xs, ys) = (x.statistics, y.statistics)
    precondition(xs.length == ys.length, "the two sets differ in length")
    guard xs.length >= minimumObservations else { return values.update(repeating: 0) }
    let scratch = TableForward.Scratch(kernel.configuration, length: xs.length)
    for place in 0..<count {
      let (row, column) = pair(place)
      guard !xs.isConstant[row], !ys.isConstant[column] else {
        values[place] = 0
        continue
      }
      let orientation = PairInput.read(
        xs, row, ys, column, effectiveSize: effectiveSize(x, row, y, column), counters: scratch.counters,
        cells: scratch.cells, room: scratch.room, beside: scratch.beside)
      let result = kernel.run(
        scratch, orientation: orientation, length: xs.length, wantsValue: readOut == .calibrated)
      values[place] = Double(readOut == .calibrated ? result.value : result.dual)
    }
  }

  /// T_eff of a pair (Bartlett), or T for independent draws.
  private func effectiveSize(_ x: Prepared, _ row: Int, _ y: Prepared, _ column: Int) -> Double {
    sampling.effectiveSize(
      length: x.statistics.length,
      productSum: Double(
        PairInput.dot(x.autocorrelations, row * x.lags, y.autocorrelations, column * x.lags, count: x.lags)))
  }
}
