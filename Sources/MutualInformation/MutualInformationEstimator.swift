public import LinearAlgebra

/// An estimator of mutual information I(X;Y) from joint observations, in nats.
///
/// The work is split so that a pairwise matrix pays for each variable once: `prepare` turns every variable of a set into
/// what the estimator reads (ranks, normal scores, a search tree …), and `estimate` fills one tile of the matrix from two
/// prepared sets. Both are pure: the same input gives the same bits, whatever the number of threads or tiles.
public protocol MutualInformationEstimator: Sendable {
  /// What is computed once for every variable.
  associatedtype Prepared: Sendable

  /// The name used on the command line and in tables.
  var name: String { get }

  /// Whether variables of several coordinates are taken as they are; otherwise the engine slices them.
  func supports(dimension: Int) -> Bool

  /// A rough cost of one estimate in seconds on one core at a sample length, used only to cut tiles and predict time.
  func predictedSeconds(length: Int) -> Double

  /// Prepares every variable of a set.
  func prepare(_ observations: Observations) throws -> Prepared

  /// Writes the raw estimates (negative values are possible, and kept) for `rows` of `x` against `columns` of `y`, row by
  /// row, into `tile`, whose count is `rows.count · columns.count`.
  func estimate(
    _ x: Prepared, rows: Range<Int>, _ y: Prepared, columns: Range<Int>, into tile: UnsafeMutableBufferPointer<Float>
  ) throws
}
