public import LinearAlgebra
public import MutualInformation
public import NeuralNetwork
internal import Synchronization

/// MIST: mutual information of vectors by one forward pass of a set transformer, in nats; `mist-qr` with quantiles.
///
/// After MIST (2025), arXiv 2511.18945. The vectors' normal scores are turned to canonical coordinates, so that only what
/// correlation does not say is left to the network. Shifts, scales and increasing maps of a coordinate, and the order of the
/// observations, change nothing; X and Y exchanged, nothing. Seen in training: 10 to 500 observations of one to four
/// coordinates. Longer paths are read at some of their frames, longer samples of draws in parts.
public struct Mist: QuantileEstimator {
  public struct Prepared: Sendable {
    let variables: [Variable]
    let length: Int
  }

  struct Variable: Sendable {
    let scores: WhitenedScores
    /// Of every coordinate; empty for independent draws.
    let autocorrelations: [[Float]]
    /// The order of the observations by their ranks; empty for paths, which keep the order of time.
    let keys: [Int]
  }

  /// Coordinates that training went up to.
  public static let largestDimension = 4

  public let sampling: Sampling
  /// The quantile that is estimated; nil for the mean, which `mist` answers with.
  public let level: Double?
  /// Whether estimates below 0 become 0, as bounds should: MI is never negative.
  public let isBound: Bool
  private let network: MistNetwork
  private let values: [Float]
  private let source: String

  /// An estimator with weights; `level` is read where they are those of `mist-qr`.
  public init(weights: MistWeights, sampling: Sampling = .path, level: Double = 0.5, isBound: Bool = false) {
    self.isBound = isBound
    self.sampling = sampling
    self.level = weights.network.configuration.answer == .quantiles ? level : nil
    network = weights.network
    values = weights.values
    source = weights.digest
  }

  public var name: String { network.configuration.answer.modelName }
  public var options: String {
    (level.map { "quantile=\($0)\(isBound ? " clipped" : "") " } ?? "")
      + "samples=\(sampling.rawValue) weights=\(source)"
  }
  public var isInvariantToMonotoneMaps: Bool { true }
  public var readsTime: Bool { sampling == .path }
  public var prefersWholeVectors: Bool { true }
  public func supports(dimension: Int) -> Bool { (1...Self.largestDimension).contains(dimension) }
  public func predictedSeconds(length: Int) -> Double {
    2e-4 + 1e-5 * Double(sampling == .path ? min(length, MistSampling.pathFrames) : length)
  }
  public func preparedBytes(length: Int, dimension: Int) -> Int { 10 * length * dimension + 8 * length }

  public func prepare(_ observations: Observations) throws -> Prepared {
    guard supports(dimension: observations.dimension) else {
      throw MutualInformationError(
        .shapeMismatch,
        "found variables of \(observations.dimension) coordinates; \(name) takes at most \(Self.largestDimension): slice the variables"
      )
    }
    try observations.requireFinite()
    let length = observations.length
    let scores = NormalScores(length: length)
    let variables = try (0..<observations.count).map { variable -> Variable in
      let ranks = try (0..<observations.dimension).map {
        try observations.ranks(variable, $0)
      }
      guard sampling == .independent else {
        return Variable(
          scores: WhitenedScores(ranks, scores: scores, order: Array(0..<length)),
          autocorrelations: ranks.map { EffectiveSampleSize.autocorrelations(of: $0) }, keys: [])
      }
      let (order, keys) = WhitenedScores.order(ranks)
      return Variable(
        scores: WhitenedScores(ranks, scores: scores, order: order), autocorrelations: [], keys: keys)
    }
    return Prepared(variables: variables, length: length)
  }

  public func estimate(
    _ x: Prepared, rows: Range<Int>, _ y: Prepared, columns: Range<Int>,
    into tile: UnsafeMutableBufferPointer<Double>
  ) throws {
    precondition(x.length == y.length, "the two sets differ in length")
    precondition(tile.count == rows.count * columns.count, "the tile does not fit its rows and columns")
    let reader = Reader(self)
    var place = 0
    for row in rows {
      for column in columns {
        tile[place] = clipped(reader.answer(x, row, y, column, levels: [level ?? 0.5])[0])
        place += 1
      }
    }
  }

  public func estimatePairs(
    _ x: Prepared, _ y: Prepared, _ range: Range<Int>, into values: UnsafeMutableBufferPointer<Double>
  ) throws {
    let reader = Reader(self)
    for (place, index) in range.enumerated() {
      values[place] = clipped(reader.answer(x, index, y, index, levels: [level ?? 0.5])[0])
    }
  }

  private func clipped(_ value: Double) -> Double { isBound ? max(value, 0) : value }

  /// Quantiles of I(X_b;Y_b) at several levels for every b, `[b][level]`, each from one forward pass.
  ///
  /// Throws `invalidOption` for a network that does not answer with quantiles, `shapeMismatch` or `nonFiniteValue`.
  public func quantiles(
    x: Observations, y: Observations, levels: [Double], threads: Int = 0
  ) throws -> [[Double]] {
    guard network.configuration.answer == .quantiles else {
      throw MutualInformationError(
        .invalidOption, "\(name) estimates a mean and no quantiles; use mist-qr")
    }
    guard x.count == y.count, x.length == y.length else {
      throw MutualInformationError(
        .shapeMismatch,
        "X holds \(x.count) samples of \(x.length) observations, Y \(y.count) of \(y.length); expected the same"
      )
    }
    let (left, right) = (try prepare(x), try prepare(y))
    let chunk = 8
    let parts = Mutex([[[Double]]](repeating: [], count: (x.count + chunk - 1) / chunk))
    try forEachChunk(count: (x.count + chunk - 1) / chunk, threads: threads) { part in
      let reader = Reader(self)
      let rows = (part * chunk..<min((part + 1) * chunk, x.count)).map {
        reader.answer(left, $0, right, $0, levels: levels)
      }
      parts.withLock { $0[part] = rows }
    }
    return parts.withLock { $0.flatMap { $0 } }
  }
}

extension Mist {
  /// One thread's forward passes.
  private final class Reader {
    private let estimator: Mist
    private let tape: Tape<Float>

    init(_ estimator: Mist) {
      self.estimator = estimator
      tape = Tape(parameterCount: estimator.values.count)
      tape.begin(parameters: estimator.values, recording: false)
    }

    /// The mean, or the quantiles at `levels`; zeros where there is nothing to say.
    func answer(_ x: Prepared, _ row: Int, _ y: Prepared, _ column: Int, levels: [Double]) -> [Double] {
      var (a, b) = (x.variables[row], y.variables[column])
      let count = estimator.level == nil ? 1 : levels.count
      guard x.length >= minimumObservations, !a.scores.isConstant, !b.scores.isConstant else {
        return [Double](repeating: 0, count: count)
      }
      if CanonicalSample.swaps(a.scores, b.scores) { (a, b) = (b, a) }
      let isPath = estimator.sampling == .path
      let size =
        isPath
        ? MistSampling.effectiveSize(a.autocorrelations, b.autocorrelations, length: x.length)
        : Double(x.length)
      let order = isPath ? Array(0..<x.length) : joint(a.keys, b.keys)
      let parts = MistSampling.parts(length: x.length, effectiveSize: size, isPath: isPath)
      var sums = [Double](repeating: 0, count: count)
      var median = 0.0
      for part in parts {
        let sample = CanonicalSample(a.scores, b.scores, order: order, observations: part.map { order[$0] })
        let input = MistInput(
          sample, length: part.count,
          effectiveSize: isPath ? min(size, Double(part.count)) : Double(part.count)
        )
        tape.beginAgain()
        let output = MistInput.forward(estimator.network, [input], on: tape)
        median += Double(tape.values(output)[0])
        guard estimator.level != nil else {
          sums[0] += Double(tape.values(output)[0])
          continue
        }
        let all = tape.values(MistTask.quantiles(output, levels: [levels], on: tape))
        for index in sums.indices { sums[index] += Double(all[index]) }
      }
      let partCount = Double(parts.count)
      guard parts.count > 1, estimator.level != nil else { return sums.map { $0 / partCount } }
      // Errors of the parts are nearly independent: the mean's are smaller by the root of their number.
      return sums.map { median / partCount + ($0 - median) / partCount / partCount.squareRoot() }
    }

    /// The observations in the order of both variables' ranks.
    private func joint(_ a: [Int], _ b: [Int]) -> [Int] {
      let keys = zip(a, b).map { $0 * a.count + $1 }
      return keys.indices.sorted { keys[$0] < keys[$1] }
    }
  }
}
