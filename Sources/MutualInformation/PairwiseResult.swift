public import LinearAlgebra

/// A matrix of all pairs, and how sure the mean over slices is.
public struct PairwiseResult: Sendable, Equatable {
  /// Mean over slices of I(X_i;X_j) in nats, raw: negative values are possible.
  public let matrix: SymmetricMatrix
  /// Slices each value is the mean of.
  public let slices: Int
  /// How far the mean over slices may be from that over all directions: its standard error, root mean square over the pairs.
  ///
  /// The sample standard deviation over slices / √slices, over pairs of different variables; nil for fewer than two slices. A
  /// couple of `independent` counts once. Evenly spaced directions err less than this says.
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
