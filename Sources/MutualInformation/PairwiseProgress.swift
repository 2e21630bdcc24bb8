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

/// What a pairwise computation will take, measured on a few pairs before it starts.
public struct PairwisePrediction: Sendable, Equatable {
  /// Pairs of different variables (and each with itself, for a matrix).
  public let pairs: Int
  /// Slices of each pair.
  public let slices: Int
  /// Wall seconds over the threads that will be used.
  public let seconds: Double
  /// Seconds of one core for one pair and slice.
  public let secondsPerEstimate: Double
}
