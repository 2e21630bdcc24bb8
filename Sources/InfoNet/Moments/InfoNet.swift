internal import CKernels
public import LinearAlgebra
public import MutualInformation
public import NeuralNetwork
public import Support

/// InfoNet on cosine moments of ranks: matrix products for all pairs, then a small perceptron, in nats.
///
/// After Hu et al. (2024), arXiv 2402.10158, whose discriminant θ(u, v) is written here in a basis: θ = Σ c_ab φ_a(u) φ_b(v), and
/// the network gives c from the moments C_ab = E φ_a(u) φ_b(v) of the pair's ranks (`MomentNetwork`). The calibrated value is the
/// Gaussian copula's information and a correction, learned with it.
/// Everything is made from ranks: increasing maps of a variable, reversing one and exchanging X and Y leave the value exactly.
/// Variables with gaps are compared over their common times, with ranks among a variable's own.
/// Bias: near 0 on mixtures like those of training; towards their mean where the sample says little. Samples of 30 to 5000
/// observations were seen in training.
public struct InfoNet: MutualInformationEstimator {
  /// The value that is returned.
  public enum ReadOut: String, NamedChoice, EstimatorOptionValue {
    /// The Gaussian copula's information or the dual's value, and the learned correction: close to MI on average.
    case calibrated
    /// The dual's own value ⟨θ⟩ − log E exp θ on the sample.
    case dual

    public var summary: String {
      switch self {
      case .calibrated: "close to MI on average"
      case .dual: "the Donsker–Varadhan bound"
      }
    }
  }

  public static let readOutOption = EstimatorOption(
    "read-out", usual: ReadOut.calibrated, help: "Value that the network returns")

  public struct Prepared: Sendable {
    let variables: MomentVariables
  }

  public let readOut: ReadOut
  public let sampling: Sampling
  /// Pairs with fewer common observations are unknown; nil: variables are complete.
  private let least: Int?
  private let kernel: MomentKernel
  private let dual: MomentDual
  /// Where the weights came from, for run.json.
  private let source: String

  /// An estimator with weights that were read before.
  public init(
    weights: InfoNetWeights, readOut: ReadOut = .calibrated, sampling: Sampling = .path
  ) {
    self.readOut = readOut
    self.sampling = sampling
    least = nil
    kernel = MomentKernel(weights.network, values: weights.values)
    dual = MomentDual(weights.network, values: weights.values)
    source = weights.digest
  }

  /// The same for variables with gaps.
  private init(_ other: InfoNet, least: Int) {
    readOut = other.readOut
    sampling = other.sampling
    self.least = least
    kernel = other.kernel
    dual = other.dual
    source = other.source
  }

  public var name: String { "infonet" }
  public var options: String {
    "read-out=\(readOut.rawValue) samples=\(sampling.rawValue) weights=\(source)"
  }
  public var isInvariantToMonotoneMaps: Bool { true }
  public var readsTime: Bool { sampling == .path }
  public func supports(dimension: Int) -> Bool { dimension == 1 }
  public func predictedSeconds(length: Int) -> Double {
    (readOut == .dual ? 2e-4 : 3e-6) + 2e-9 * Double(length)
  }
  public func preparedBytes(length: Int, dimension: Int) -> Int {
    26 * length + (least == nil ? 0 : 8 * length)
  }

  public func prepare(_ observations: Observations) throws -> Prepared {
    try observations.requireOneCoordinate(for: name)
    return Prepared(variables: try MomentVariables(observations, sampling: sampling))
  }

  public func overCommonObservations(atLeast least: Int, dimension: Int) -> any MutualInformationEstimator {
    InfoNet(self, least: least)
  }

  public func estimate(
    _ x: Prepared, rows: Range<Int>, _ y: Prepared, columns: Range<Int>,
    into tile: UnsafeMutableBufferPointer<Double>
  ) throws {
    precondition(tile.count == rows.count * columns.count, "the tile does not fit its rows and columns")
    guard tile.count > 0, let work = work(x, y, isList: false) else { return tile.update(repeating: 0) }
    let lanes = MomentBlock.lanes
    for first in stride(from: columns.lowerBound, to: columns.upperBound, by: lanes) {
      let block = first..<min(first + lanes, columns.upperBound)
      work.load(block)
      for row in rows {
        let start = (row - rows.lowerBound) * columns.count + first - columns.lowerBound
        work.meet(x.variables, row: row)
        finish(work, into: UnsafeMutableBufferPointer(rebasing: tile[start..<(start + block.count)]))
      }
    }
  }

  public func estimatePairs(
    _ x: Prepared, _ y: Prepared, _ range: Range<Int>, into values: UnsafeMutableBufferPointer<Double>
  ) throws {
    guard !range.isEmpty, let work = work(x, y, isList: true) else { return values.update(repeating: 0) }
    let lanes = MomentBlock.lanes
    for first in stride(from: range.lowerBound, to: range.upperBound, by: lanes) {
      let block = first..<min(first + lanes, range.upperBound)
      let start = first - range.lowerBound
      work.load(block)
      work.meet(x.variables, rows: Array(block), columns: Array(block))
      finish(work, into: UnsafeMutableBufferPointer(rebasing: values[start..<(start + block.count)]))
    }
  }

  /// Memory for the pairs of two sets; nil where there are too few observations.
  private func work(_ x: Prepared, _ y: Prepared, isList: Bool) -> MomentBlock? {
    precondition(x.variables.length == y.variables.length, "the two sets differ in length")
    guard x.variables.length >= minimumObservations else { return nil }
    return MomentBlock(
      columns: y.variables, layout: kernel.layout, least: least ?? 0, isList: isList, room: kernel.room)
  }

  /// The values of the pairs whose inputs are there.
  private func finish(_ work: MomentBlock, into values: UnsafeMutableBufferPointer<Double>) {
    guard let out = values.baseAddress else { return }
    if readOut == .dual {
      for lane in 0..<values.count { out[lane] = dual.value(of: work, lane: lane) }
    } else {
      kernel.corrections(work.inputs, room: work.room, into: work.corrections)
      for lane in 0..<values.count {
        out[lane] = work.information[lane] + Double(work.corrections[lane])
      }
    }
    for lane in 0..<values.count {
      // Unknown stays unknown; a constant tells nothing.
      if work.information[lane].isNaN { out[lane] = .nan }
      if work.information[lane] == -.infinity { out[lane] = 0 }
    }
  }
}

extension Observations {
  /// Throws `shapeMismatch`, naming the estimator, or `nonFiniteValue`.
  func requireOneCoordinate(for estimator: String) throws {
    guard dimension == 1 else {
      throw MutualInformationError(
        .shapeMismatch,
        "found variables of \(dimension) coordinates; \(estimator) takes one coordinate: slice the variables")
    }
    try requireFinite()
  }
}
