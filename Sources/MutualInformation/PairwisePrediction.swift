internal import LinearAlgebra

/// What a pairwise computation will take, measured on a few pairs before it starts.
public struct PairwisePrediction: Sendable, Equatable {
  /// Pairs to be estimated; for a matrix, every variable with itself and with each later one.
  public let pairs: Int
  /// Slices of each pair.
  public let slices: Int
  /// Wall seconds on the threads that will be used, preparing included.
  public let seconds: Double
  /// Seconds of one core for one pair and slice.
  public let secondsPerEstimate: Double
  /// Bytes that will be held besides the input, by the estimator's own account.
  public let bytes: Int
}

extension PairwiseRun {
  /// Times the estimator on up to 64 variables, on more and more pairs until a few hundredths of a second are filled.
  func predict() throws -> PairwisePrediction {
    let columns = y ?? x
    guard let slice = plan.slices.first?.first, x.count > 0, columns.count > 0 else {
      return PairwisePrediction(
        pairs: 0, slices: plan.termCount, seconds: 0, secondsPerEstimate: 0, bytes: memory.bytes)
    }
    func sample(_ set: Observations) -> Observations {
      let count = min(64, set.count)
      return set.selecting((0..<count).map { $0 * set.count / count })
    }
    let (a, b) = (sample(x), sample(columns))
    let clock = ContinuousClock()
    let start = clock.now
    let left = try estimator.prepare(a.seen(through: plan.xViews[slice.x]))
    let right = try estimator.prepare(b.seen(through: plan.yViews[slice.y]))
    let preparing = start.duration(to: clock.now)

    var edge = 1
    var perEstimate = 0.0
    while true {
      let (rows, others) = (min(edge, a.count), min(edge, b.count))
      var values = [Double](repeating: 0, count: rows * others)
      let elapsed = try clock.measure {
        try values.withUnsafeMutableBufferPointer {
          try estimator.estimate(left, rows: 0..<rows, right, columns: 0..<others, into: $0)
        }
      }
      perEstimate = elapsed.seconds / Double(values.count)
      if elapsed > .milliseconds(20) || rows == a.count && others == b.count { break }
      edge *= 4
    }
    let estimates = tiles.tiles.reduce(0) { $0 + $1.count } * plan.termCount
    let variables = Double(x.count * plan.xViews.count + (y.map { $0.count * plan.yViews.count } ?? 0))
    let perVariable = preparing.seconds / Double(a.count + b.count)
    let threads = Double(engine.threads > 0 ? engine.threads : coreCount())
    return PairwisePrediction(
      pairs: tiles.pairs, slices: plan.termCount,
      seconds: perEstimate * Double(estimates) / min(threads, Double(max(tiles.tiles.count, 1)))
        + perVariable * variables / min(threads, Double(plan.xViews.count)),
      secondsPerEstimate: perEstimate, bytes: memory.bytes)
  }
}
