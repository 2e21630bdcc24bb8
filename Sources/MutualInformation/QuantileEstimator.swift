public import LinearAlgebra

/// An estimator that gives quantiles of mutual information besides a value, and so intervals.
public protocol QuantileEstimator: MutualInformationEstimator {
  /// Quantiles of I(X_b;Y_b) in nats at several levels for every b, `[b][level]`; levels lie between 0 and 1.
  ///
  /// Throws `MutualInformationError`: `shapeMismatch`, `nonFiniteValue`, or `invalidOption` where this estimator has no quantiles.
  func quantiles(
    x: Observations, y: Observations, levels: [Double], threads: Int
  ) throws -> [[Double]]
}
