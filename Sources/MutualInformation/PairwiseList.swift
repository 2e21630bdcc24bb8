internal import LinearAlgebra
internal import Synchronization

/// A list of pairs: variable b of one set with variable b of another, in chunks of fixed size over all cores.
struct PairwiseList<Estimator: MutualInformationEstimator>: Sendable {
  let engine: PairwiseEngine
  let estimator: Estimator
  let x: Observations
  let y: Observations
  let plan: SlicePlan

  /// Pairs of a chunk: one where a pair is dear, so that a few pairs keep every core busy.
  private let chunk: Int

  init(engine: PairwiseEngine, estimator: Estimator, x: Observations, y: Observations) throws {
    guard x.count == y.count, x.length == y.length else {
      throw MutualInformationError(
        .shapeMismatch,
        "X holds \(x.count) samples of \(x.length) observations, Y \(y.count) of \(y.length); expected the same"
      )
    }
    try PairwiseRun<Estimator>.check(x)
    try PairwiseRun<Estimator>.check(y)
    plan = try SlicePlan(engine.slicing, x: x.dimension, y: y.dimension, estimator: estimator)
    chunk = estimator.predictedSeconds(length: x.length) * Double(plan.termCount) > 5e-3 ? 1 : 16
    self.engine = engine
    self.estimator = estimator
    self.x = x
    self.y = y
  }

  func fill() throws -> [Double] {
    let chunks = (x.count + chunk - 1) / chunk
    let start = ContinuousClock.now
    let state = Mutex((values: [Double](repeating: 0, count: x.count), done: 0))
    try forEachChunk(count: chunks, threads: engine.threads) { index in
      if engine.shouldStop?() == true {
        throw MutualInformationError(.interrupted, "interrupted; the estimates so far are not saved")
      }
      let range = (index * chunk)..<min((index + 1) * chunk, x.count)
      let values = try estimates(of: range)
      state.withLock { state in
        state.values.replaceSubrange(range, with: values)
        state.done += range.count
        engine.progress?(
          PairwiseProgress(
            done: Double(state.done), total: Double(x.count), elapsed: start.duration(to: .now).seconds))
      }
    }
    return state.withLock { $0.values }
  }

  private func estimates(of range: Range<Int>) throws -> [Double] {
    let (a, b) = (x.selecting(Array(range)), y.selecting(Array(range)))
    var sums = [Double](repeating: 0, count: range.count)
    for terms in plan.slices {
      for term in terms {
        let left = try estimator.prepare(a.seen(through: plan.xViews[term.x]))
        let right = try estimator.prepare(b.seen(through: plan.yViews[term.y]))
        var values = [Double](repeating: 0, count: sums.count)
        try values.withUnsafeMutableBufferPointer {
          try estimator.estimatePairs(left, right, sums.indices, into: $0)
        }
        for index in sums.indices { sums[index] += values[index] }
      }
    }
    return sums.map { $0 / Double(plan.termCount) }
  }
}
