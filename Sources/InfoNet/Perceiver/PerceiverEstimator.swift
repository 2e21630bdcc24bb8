public import LinearAlgebra
public import MutualInformation
public import NeuralNetwork

/// InfoNet as published, as the reference row of every comparison: latents attend to the raw samples (`PerceiverNetwork`).
///
/// Same objective and read-out as `infonet`, without its histogram: many times the arithmetic. I(X;Y) is the mean of both
/// orders of the variables, so that it is symmetric.
public struct InfoNetPerceiver: MutualInformationEstimator {
  public struct Prepared: Sendable {
    let uniform: [[Float]]
    let autocorrelations: [[Float]]
    let isConstant: [Bool]
    let length: Int
  }

  public let readOut: InfoNet.ReadOut
  public let sampling: Sampling
  private let network: PerceiverNetwork
  private let values: [Float]
  private let source: String

  public init(
    weights: PerceiverWeights, readOut: InfoNet.ReadOut = .calibrated, sampling: Sampling = .path
  ) {
    self.readOut = readOut
    self.sampling = sampling
    network = weights.network
    values = weights.values
    source = weights.digest
  }

  public var name: String { "infonet-perceiver" }
  public var options: String {
    "read-out=\(readOut.rawValue) samples=\(sampling.rawValue) weights=\(source)"
  }
  public var isInvariantToMonotoneMaps: Bool { true }
  public var readsTime: Bool { sampling == .path }
  public func supports(dimension: Int) -> Bool { dimension == 1 }
  public func predictedSeconds(length: Int) -> Double { 2e-3 + 8e-6 * Double(length) }

  public func prepare(_ observations: Observations) throws -> Prepared {
    let ranks = try observations.scalarRanks(for: name)
    return Prepared(
      uniform: ranks.map(\.uniform),
      autocorrelations: sampling == .path ? ranks.map { EffectiveSampleSize.autocorrelations(of: $0) } : [],
      isConstant: ranks.map(\.isConstant), length: observations.length)
  }

  public func estimate(
    _ x: Prepared, rows: Range<Int>, _ y: Prepared, columns: Range<Int>,
    into tile: UnsafeMutableBufferPointer<Double>
  ) throws {
    precondition(x.length == y.length, "the two sets differ in length")
    precondition(tile.count == rows.count * columns.count, "the tile does not fit its rows and columns")
    tile.update(repeating: 0)
    guard x.length >= minimumObservations else { return }
    let tape = Tape<Float>(parameterCount: values.count)
    // A pass of its own for every order of every pair: bits depend on the pair alone, and the mean of both
    // orders is symmetric exactly.
    func read(_ u: [Float], _ v: [Float], _ beside: [Float]) -> Double {
      tape.begin(parameters: values, recording: false)
      let output = PerceiverInput.forward(network, [(u, v)], beside: [beside], on: tape)
      return Double(tape.values(readOut == .dual ? output.dual : output.value)[0])
    }
    var place = 0
    for row in rows {
      for column in columns {
        if !x.isConstant[row], !y.isConstant[column] {
          let beside = PerceiverInput.beside(
            effectiveSize: effectiveSize(x, row, y, column), length: x.length)
          let (u, v) = (x.uniform[row], y.uniform[column])
          tile[place] = (read(u, v, beside) + read(v, u, beside)) / 2
        }
        place += 1
      }
    }
  }

  private func effectiveSize(_ x: Prepared, _ row: Int, _ y: Prepared, _ column: Int) -> Double {
    sampling.effectiveSize(
      length: x.length,
      productSum: Double(
        PairInput.dot(x.autocorrelations[row], 0, y.autocorrelations[column], 0, count: x.length / 3)))
  }
}
