public import LinearAlgebra
internal import Synchronization

/// Some pairs of two sets of variables, every variable prepared once a slice however many pairs it is in.
struct PairwiseSelection<Estimator: MutualInformationEstimator>: Sendable {
  let engine: PairwiseEngine
  let estimator: Estimator
  let x: Observations
  let y: Observations
  /// The columns that every row of `x` is paired with.
  let columns: [[Int]]

  private static var chunk: Int { 16 }

  /// The mean over slices for every row's columns, in their order.
  func fill() throws -> [[Float]] {
    try PairwiseRun<Estimator>.check(x)
    try PairwiseRun<Estimator>.check(y)
    let plan = try SlicePlan(engine.slicing, x: x.dimension, y: y.dimension, estimator: estimator)
    let sums = Mutex(columns.map { [Double](repeating: 0, count: $0.count) })
    let chunks = (x.count + Self.chunk - 1) / Self.chunk
    let start = ContinuousClock.now
    let total = columns.reduce(0) { $0 + $1.count }
    let done = Mutex(0)
    for term in plan.slices.joined() {
      let left = try prepare(x.seen(through: plan.xViews[term.x]))
      let right = try prepare(y.seen(through: plan.yViews[term.y]))
      try forEachChunk(count: chunks, threads: engine.threads) { chunk in
        if engine.shouldStop?() == true {
          throw MutualInformationError(.interrupted, "interrupted; the estimates so far are not saved")
        }
        var value = [0.0]
        for row in (chunk * Self.chunk)..<min((chunk + 1) * Self.chunk, x.count) {
          var own: [Double] = []
          for column in columns[row] {
            let (a, i) = left.place(row)
            let (b, j) = right.place(column)
            try value.withUnsafeMutableBufferPointer {
              try estimator.estimate(a, rows: i..<(i + 1), b, columns: j..<(j + 1), into: $0)
            }
            own.append(value[0])
          }
          sums.withLock { sums in
            for index in own.indices { sums[row][index] += own[index] }
          }
          done.withLock { done in
            done += own.count
            engine.progress?(
              PairwiseProgress(
                done: Double(done) / Double(plan.termCount), total: Double(total),
                elapsed: start.duration(to: .now).seconds))
          }
        }
      }
    }
    return sums.withLock { $0 }.map { $0.map { Float($0 / Double(plan.termCount)) } }
  }

  /// Prepared variables in blocks, which are prepared side by side.
  private struct Blocks: Sendable {
    let size: Int
    let blocks: [Estimator.Prepared]

    func place(_ index: Int) -> (Estimator.Prepared, Int) { (blocks[index / size], index % size) }
  }

  private func prepare(_ set: Observations) throws -> Blocks {
    let size = 64
    let count = (set.count + size - 1) / size
    let blocks = Mutex([Estimator.Prepared?](repeating: nil, count: count))
    try forEachChunk(count: count, threads: engine.threads) { block in
      let range = (block * size)..<min((block + 1) * size, set.count)
      let prepared = try estimator.prepare(set.selecting(Array(range)))
      blocks.withLock { $0[block] = prepared }
    }
    return Blocks(size: size, blocks: blocks.withLock { $0.compactMap { $0 } })
  }
}

extension PairwiseEngine {
  /// The mean over slices of I(X_i;Y_j) for every variable i of `x` and every j of `columns[i]`, in nats.
  ///
  /// For a few pairs of many variables. Nothing of it goes to the checkpoint.
  ///
  /// Throws a `MutualInformationError` (`interrupted` where `shouldStop` asked for it), or what the estimator throws.
  public func selection(
    of x: Observations, with y: Observations, columns: [[Int]],
    using estimator: any MutualInformationEstimator
  ) throws -> [[Float]] {
    precondition(columns.count == x.count, "a list of columns for each row is needed")
    func fill<E: MutualInformationEstimator>(_ estimator: E) throws -> [[Float]] {
      try PairwiseSelection(engine: self, estimator: estimator, x: x, y: y, columns: columns).fill()
    }
    return try fill(overGaps(estimator, x, y))
  }
}
