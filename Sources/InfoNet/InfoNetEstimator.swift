public import LinearAlgebra
public import MutualInformation
internal import NeuralNetwork

/// InfoNet (Hu et al. 2024) on rank histograms: one forward pass of a trained network for every pair, in nats.
///
/// The two variables' ranks become a soft histogram of 32 × 32 cells; a small transformer answers with the table θ that
/// maximises the Donsker–Varadhan dual (equation 3), and a correction of the dual's value learned with it. Everything is
/// made from ranks: increasing maps of a variable leave the value, exchanging X and Y and reversing either leave it exactly.
/// Bias: near 0 on mixtures like those of training; towards their mean where the sample says little. Samples of 30 to 5000
/// observations were seen in training.
public struct InfoNet: MutualInformationEstimator {
  /// What is printed.
  public enum ReadOut: String, Sendable, CaseIterable {
    /// The dual's value and the learned correction: close to MI on average.
    case calibrated
    /// The dual's own value ⟨θ, h⟩ − log mean exp θ on the sample.
    case dual
  }

  /// What the observations are.
  public enum Sampling: Sendable, Equatable {
    /// A path in time: worth T_eff independent observations, which is estimated from autocorrelations and told the network.
    case path
    /// Independent draws: T_eff = T.
    case independent
  }

  public struct Prepared: Sendable {
    let statistics: RankStatistics
    /// `[variable][lag]`; empty for independent draws.
    let autocorrelations: [Float]
    let lags: Int
  }

  public let readOut: ReadOut
  public let sampling: Sampling
  private let kernel: InfoNetKernel
  /// Where the weights came from, for run.json.
  private let source: String

  /// An estimator with the weights of a file.
  ///
  /// Throws `mismatch` where they belong to another model.
  public init(
    weights: InfoNetWeights, readOut: ReadOut = .calibrated, sampling: Sampling = .path
  ) {
    self.readOut = readOut
    self.sampling = sampling
    kernel = InfoNetKernel(weights.network, values: weights.values)
    source = weights.digest
  }

  public var name: String { "infonet" }
  public var options: String {
    "read-out=\(readOut.rawValue) samples=\(sampling == .path ? "path" : "independent") weights=\(source)"
  }
  public var isInvariantToMonotoneMaps: Bool { true }
  public var readsTime: Bool { sampling == .path }
  public func supports(dimension: Int) -> Bool { dimension == 1 }
  public func predictedSeconds(length: Int) -> Double { 8e-5 + 1e-8 * Double(length) }
  public func preparedBytes(length: Int, dimension: Int) -> Int { 15 * length }

  public func prepare(_ observations: Observations) throws -> Prepared {
    guard observations.dimension == 1 else {
      throw MutualInformationError(
        .shapeMismatch,
        "infonet takes variables of one coordinate, these have \(observations.dimension); slice them")
    }
    let ranks = try (0..<observations.count).map {
      try Ranks(observations.values[observations.range(variable: $0, coordinate: 0)])
    }
    let length = observations.length
    let statistics = RankStatistics(ranks, length: length, scores: NormalScoreTable(length: length))
    guard sampling == .path else { return Prepared(statistics: statistics, autocorrelations: [], lags: 0) }
    return Prepared(
      statistics: statistics, autocorrelations: ranks.flatMap { EffectiveSampleSize.autocorrelations(of: $0) },
      lags: length / 3)
  }

  public func estimate(
    _ x: Prepared, rows: Range<Int>, _ y: Prepared, columns: Range<Int>,
    into tile: UnsafeMutableBufferPointer<Double>
  ) throws {
    let (xs, ys) = (x.statistics, y.statistics)
    precondition(xs.length == ys.length, "the two sets differ in length")
    precondition(tile.count == rows.count * columns.count, "the tile does not fit its rows and columns")
    guard xs.length >= minimumObservations else { return tile.update(repeating: 0) }
    let scratch = InfoNetKernel.Scratch(kernel.configuration, length: xs.length)
    var waiting: [Int] = []
    waiting.reserveCapacity(InfoNetKernel.blockSize)
    func flush() {
      guard !waiting.isEmpty else { return }
      kernel.run(pairs: waiting.count, scratch, wantsValue: readOut == .calibrated)
      let values = readOut == .calibrated ? scratch.value : scratch.dual
      for (index, place) in waiting.enumerated() { tile[place] = Double(values[index]) }
      waiting.removeAll(keepingCapacity: true)
    }
    var place = 0
    for row in rows {
      for column in columns {
        defer { place += 1 }
        guard !xs.isConstant[row], !ys.isConstant[column] else {
          tile[place] = 0
          continue
        }
        let index = waiting.count
        let orientation = PairInput.read(
          xs, row, ys, column, effectiveSize: effectiveSize(x, row, y, column), counters: scratch.counters,
          cells: scratch.cells, room: scratch.room, beside: scratch.beside + index * PairInput.sideInputs)
        scratch.takePatches(index, orientation: orientation, length: xs.length)
        waiting.append(place)
        if waiting.count == InfoNetKernel.blockSize { flush() }
      }
    }
    flush()
  }

  /// T_eff of a pair (Bartlett), or T for independent draws.
  private func effectiveSize(_ x: Prepared, _ row: Int, _ y: Prepared, _ column: Int) -> Double {
    guard sampling == .path else { return Double(x.statistics.length) }
    return EffectiveSampleSize.clipped(
      length: x.statistics.length,
      productSum: Double(
        PairInput.dot(x.autocorrelations, row * x.lags, y.autocorrelations, column * x.lags, count: x.lags)))
  }
}
