public import LinearAlgebra

/// An estimator of mutual information I(X;Y) from joint observations, in nats.
///
/// The work is split so that a pairwise matrix pays for each variable once: `prepare` turns every variable of a set into
/// what the estimator reads (ranks, normal scores, a search tree …), and `estimate` fills one tile of the matrix from two
/// prepared sets. Both are pure: the same input gives the same bits, whatever the number of threads.
///
/// What every estimator promises, and the conformance suite checks: symmetric in X and Y, finite, unchanged by permuting
/// the observations (unless it says that it reads time), 0 where either variable is constant or there are fewer than `minimumObservations` observations.
public protocol MutualInformationEstimator: Sendable {
  /// What is computed once for every variable.
  associatedtype Prepared: Sendable

  /// The name used on the command line and in tables.
  var name: String { get }

  /// Everything besides the name that changes the values, as `k=5 scaling=standardised`: shown in run.json, and part of
  /// what a checkpoint must match. Empty where there is nothing to say.
  var options: String { get }

  /// Whether strictly increasing maps of either variable's coordinates leave the estimate as it is.
  var isInvariantToMonotoneMaps: Bool { get }

  /// Whether the order of the observations in time is used, so that permuting them may change the estimate.
  var readsTime: Bool { get }

  /// Whether the value is mutual information in nats; otherwise another measure of dependence.
  var isMutualInformation: Bool { get }

  /// Whether repeated values are dealt with as such; otherwise values are taken as draws from a continuous law, and the
  /// estimate of coarsely rounded or discrete data may be far off.
  var handlesTies: Bool { get }

  /// Whether variables of several coordinates are taken as they are; otherwise the engine slices them.
  func supports(dimension: Int) -> Bool

  /// Whether vectors that it supports are best given whole, so that nothing is sliced unless that is asked for.
  var prefersWholeVectors: Bool { get }

  /// Whether an estimate costs so little that choosing pairs with a cheaper estimator first saves nothing.
  var isCheap: Bool { get }

  /// A rough cost of one estimate in seconds on one core at a sample length, used only to cut tiles.
  func predictedSeconds(length: Int) -> Double

  /// Roughly the bytes that one prepared variable holds, for the memory limit.
  func preparedBytes(length: Int, dimension: Int) -> Int

  /// Prepares every variable of a set.
  ///
  /// Throws a `MutualInformationError`: `nonFiniteValue`, or `tooFewObservations` where the dimension asks for more.
  func prepare(_ observations: Observations) throws -> Prepared

  /// Writes the raw estimates (negative values are possible, and kept) for `rows` of `x` against `columns` of `y`, row by
  /// row, into `tile`, whose count is `rows.count · columns.count`.
  func estimate(
    _ x: Prepared, rows: Range<Int>, _ y: Prepared, columns: Range<Int>,
    into tile: UnsafeMutableBufferPointer<Double>
  ) throws

  /// Writes the raw estimate for variable b of `x` with variable b of `y`, for every b in `range`, in order.
  ///
  /// The same numbers as one-by-one tiles, for estimators that are faster in batches.
  func estimatePairs(
    _ x: Prepared, _ y: Prepared, _ range: Range<Int>, into values: UnsafeMutableBufferPointer<Double>
  ) throws

  /// This estimator for variables with gaps: a pair is estimated over the times at which both are observed, and is unknown (NaN)
  /// where these are fewer than `least`.
  ///
  /// Its `prepare` reads `Observations.observed`.
  func overCommonObservations(atLeast least: Int, dimension: Int) -> any MutualInformationEstimator
}

/// Below this many observations nothing can be said: estimators answer 0, the engine throws.
public let minimumObservations = 4

extension MutualInformationEstimator {
  public var options: String { "" }
  public var isInvariantToMonotoneMaps: Bool { false }
  public var readsTime: Bool { false }
  public var isMutualInformation: Bool { true }
  public var prefersWholeVectors: Bool { false }
  public var isCheap: Bool { false }
  public var handlesTies: Bool { false }
  public func preparedBytes(length: Int, dimension: Int) -> Int { 32 * length * dimension }

  public func overCommonObservations(atLeast least: Int, dimension: Int) -> any MutualInformationEstimator {
    CommonObservations(base: self, least: least)
  }

  public func estimatePairs(
    _ x: Prepared, _ y: Prepared, _ range: Range<Int>, into values: UnsafeMutableBufferPointer<Double>
  ) throws {
    for (place, index) in range.enumerated() {
      try estimate(
        x, rows: index..<(index + 1), y, columns: index..<(index + 1),
        into: UnsafeMutableBufferPointer(rebasing: values[place..<(place + 1)]))
    }
  }

  /// I(X;Y) in nats for one variable of each set.
  public func estimate(_ x: Prepared, row: Int = 0, _ y: Prepared, column: Int = 0) throws -> Double {
    var value = 0.0
    try withUnsafeMutablePointer(to: &value) {
      try estimate(
        x, rows: row..<(row + 1), y, columns: column..<(column + 1),
        into: UnsafeMutableBufferPointer(start: $0, count: 1))
    }
    return value
  }
}
