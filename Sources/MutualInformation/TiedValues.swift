public import LinearAlgebra

/// How often a variable repeats its values.
public struct TiedValues: Sendable, Equatable {
  /// Observations that share their value with another one.
  public let tied: Int
  /// Observations that share the most frequent value.
  public let largest: Int
  /// Observations, T.
  public let length: Int

  /// Counts the values of one variable; of several coordinates, those of the one whose largest group is largest.
  ///
  /// Throws `nonFiniteValue`.
  public init(_ observations: Observations, variable: Int) throws {
    var (tied, largest) = (0, 0)
    for coordinate in 0..<observations.dimension {
      let ranks = try observations.ranks(variable, coordinate)
      var group = 0
      var start = 0
      for place in ranks.order.indices {
        if ranks.doubled[Int(ranks.order[place])] != ranks.doubled[Int(ranks.order[start])] { start = place }
        group = max(group, place - start + 1)
      }
      if group > largest { (tied, largest) = (ranks.tiedCount, group) }
    }
    (self.tied, self.largest, length) = (tied, largest, observations.length)
  }

  /// Whether one value holds more than one in 32 observations: from there on an estimator that takes values as draws from a
  /// continuous law may be off by more than 0.1 nats (Documentation/estimators.md).
  public var isCoarse: Bool { largest > 1 && 32 * largest > length }

  /// Whether one value holds more than one in eight observations.
  public var isDiscrete: Bool { largest > 1 && 8 * largest > length }

  /// Whether all values are equal.
  public var isConstant: Bool { length > 0 && largest == length }
}
