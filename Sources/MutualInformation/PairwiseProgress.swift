/// How far a pairwise computation is.
public struct PairwiseProgress: Sendable, Equatable {
  /// Pairs done, of `total`; where slices are held in groups, a pair counts by the share of its slices that is done.
  public let done: Double
  public let total: Double
  /// Pairs that a checkpoint had already, part of `done`.
  public let resumed: Double
  /// Seconds since the work began.
  public let elapsed: Double

  public init(done: Double, total: Double, resumed: Double = 0, elapsed: Double) {
    self.done = done
    self.total = total
    self.resumed = resumed
    self.elapsed = elapsed
  }

  /// Pairs a second, of those done in this run.
  public var rate: Double { elapsed > 0 ? (done - resumed) / elapsed : 0 }

  /// Seconds left at the rate so far; nil before the first tile.
  public var remaining: Double? { rate > 0 ? (total - done) / rate : nil }
}
