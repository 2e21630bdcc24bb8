public import LinearAlgebra

/// A matrix of all pairs, and how sure the mean over slices is.
public struct PairwiseResult: Sendable, Equatable {
  /// Mean over slices of I(X_i;X_j) in nats, raw: negative values are possible.
  public let matrix: SymmetricMatrix
  /// Slices each value is the mean of.
  public let slices: Int
  /// The root mean square, over pairs of different variables, of the standard error of the mean over slices (sample
  /// standard deviation / √slices); nil where there are fewer than two slices. Evenly spaced directions make it an upper estimate.
  public let standardError: Double?
}

/// Mean over slices of I(X_i;Y_j) in nats for `rows` × `columns`, row by row.
public struct RectangleResult: Sendable, Equatable {
  public let rows: Int
  public let columns: Int
  public let values: [Float]

  /// The values of one row, without copying.
  public func row(_ index: Int) -> ArraySlice<Float> { values[(index * columns)..<((index + 1) * columns)] }
}
