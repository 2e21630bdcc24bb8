internal import LinearAlgebra
internal import Support
internal import Synchronization

/// One filling of a matrix or rectangle: the estimator's type is known here, and everything it computes once is kept.
struct PairwiseRun<Estimator: MutualInformationEstimator>: Sendable {
  let engine: PairwiseEngine
  let estimator: Estimator
  let x: Observations
  /// nil: all pairs of `x`.
  let y: Observations?
  let plan: SlicePlan
  let tiles: PairwiseTiles
  let memory: PairwiseMemory

  init(engine: PairwiseEngine, estimator: Estimator, x: Observations, y: Observations?) throws {
    let columns = y ?? x
    try Self.check(x)
    if let y { try Self.check(y) }
    guard columns.length == x.length || x.count == 0 || columns.count == 0 else {
      throw MutualInformationError(
        .shapeMismatch, "rows have \(x.length) observations, columns \(columns.length); expected the same")
    }
    plan = try SlicePlan(engine.slicing, x: x.dimension, y: columns.dimension, estimator: estimator)
    tiles = PairwiseTiles(
      rows: x.count, columns: columns.count, symmetric: y == nil,
      secondsPerPair: estimator.predictedSeconds(length: x.length) * Double(plan.termCount))
    func viewBytes(_ set: Observations, _ view: View?) -> Int {
      let dimension = view == .whole ? set.dimension : 1
      return set.count
        * (estimator.preparedBytes(length: set.length, dimension: dimension) + set.bytesPerValue * set.length
          * dimension)
    }
    memory = try PairwiseMemory(
      plan: plan, tiles: tiles, xViewBytes: viewBytes(x, plan.xViews.first),
      yViewBytes: viewBytes(columns, plan.yViews.first), limit: engine.memoryLimit)
    self.engine = engine
    self.estimator = estimator
    self.x = x
    self.y = y
  }

  static func check(_ observations: Observations) throws {
    guard observations.count > 0 else { return }
    guard observations.length >= minimumObservations, observations.dimension > 0 else {
      throw MutualInformationError(
        .tooFewObservations,
        "found \(observations.length) observations of \(observations.dimension) coordinates; mutual information needs at "
          + "least \(minimumObservations) observations")
    }
    try observations.requireFinite()
  }

  /// What the threads share, behind a lock.
  private struct State: ~Copyable {
    var values: [Float]
    /// Of every tile: slices done, the sums and sums of squares so far where not all are, and the finished variance.
    var slicesDone: [Int]
    var partial: [[Double]]
    var variance: [Double]
    var checkpoint: PairwiseCheckpoint?
    /// Pairs times slices, done in all and resumed.
    var done = 0
    var resumed = 0
  }

  /// The mean over slices for every element, row by row (of a share: none), and the mean squared standard error over owned pairs of different
  /// variables.
  func fill(share: TileShare? = nil) throws -> (values: [Float], squaredError: Double?) {
    let start = ContinuousClock.now
    let slices = plan.slices.count
    let state = Mutex(
      State(
        values: Array(repeating: 0, count: tiles.rows * tiles.columns),
        slicesDone: Array(repeating: 0, count: tiles.tiles.count),
        partial: Array(repeating: [], count: tiles.tiles.count),
        variance: Array(repeating: 0, count: tiles.tiles.count)))
    if let path = engine.checkpointPath, !tiles.tiles.isEmpty { try state.withLock { try resume(&$0, path) } }
    if memory.groups.count > 1 {
      engine.notice?(
        "the memory limit allows \(memory.groups.map(\.count).max() ?? 1) of \(slices) slices at once, so they are computed in "
          + "\(memory.groups.count) groups")
    }

    for group in memory.groups {
      let pending = state.withLock { state in
        tiles.tiles.indices.filter {
          state.slicesDone[$0] < group.upperBound && share?.owns($0) != false
        }
      }
      guard !pending.isEmpty else { continue }
      let prepared = try prepare(group)
      do {
        try forEachChunk(count: pending.count, threads: engine.threads) { chunk in
          if engine.shouldStop?() == true {
            throw MutualInformationError(.interrupted, "stopped")
          }
          let index = pending[chunk]
          let (from, sums) = state.withLock { ($0.slicesDone[index], $0.partial[index]) }
          let tile = tiles.tiles[index]
          let sum = try accumulate(tile, from: sums, slices: from..<group.upperBound, prepared)
          let finished = group.upperBound == slices ? finish(tile, sum) : nil
          try state.withLock { state in
            try store(&state, index, slicesDone: group.upperBound, sum, finished)
            report(state, since: start)
          }
        }
      } catch let error as MutualInformationError where error.code == .interrupted {
        throw try state.withLock { state in
          if state.checkpoint != nil { try state.checkpoint?.synchronise() }
          return interruption(state)
        }
      }
    }
    return try state.withLock { state in
      if state.checkpoint != nil { try state.checkpoint?.synchronise() }
      // Other runs do the rest of the tiles.
      if let share, share.count > 1 { return ([], nil) }
      if tiles.symmetric {
        for row in 0..<tiles.rows {
          for column in 0..<row {
            state.values[row * tiles.rows + column] = state.values[column * tiles.rows + row]
          }
        }
      }
      var pairs = tiles.symmetric ? tiles.rows * (tiles.rows - 1) / 2 : tiles.pairs
      if tiles.symmetric, !x.isComplete { pairs = Self.knownPairs(state.values, count: tiles.rows) }
      let error = slices > 1 && pairs > 0 ? state.variance.reduce(0, +) / Double(pairs) : nil
      return (state.values, error)
    }
  }

  /// The number of pairs of different variables whose value is known.
  private static func knownPairs(_ values: [Float], count: Int) -> Int {
    (0..<count).reduce(0) { sum, row in
      sum + (row + 1..<max(row + 1, count)).count { !values[row * count + $0].isNaN }
    }
  }

  // MARK: - Preparing

  /// The prepared views of one group of slices, by number of the view.
  private struct PreparedViews: Sendable {
    var x: [Int: Estimator.Prepared]
    var y: [Int: Estimator.Prepared]
  }

  private func prepare(_ group: Range<Int>) throws -> PreparedViews {
    let terms = plan.slices[group].flatMap(\.self)
    var wantedX = Set(terms.map(\.x))
    var wantedY = Set(terms.map(\.y))
    if y == nil {
      wantedX.formUnion(wantedY)
      wantedY = []
    }
    let (xs, ys) = (wantedX.sorted(), wantedY.sorted())
    let prepared = Mutex(PreparedViews(x: [:], y: [:]))
    try forEachChunk(count: xs.count + ys.count, threads: engine.threads) { chunk in
      if chunk < xs.count {
        let view = xs[chunk]
        let value = try estimator.prepare(x.seen(through: plan.xViews[view]))
        prepared.withLock { $0.x[view] = value }
      } else if let y {
        let view = ys[chunk - xs.count]
        let value = try estimator.prepare(y.seen(through: plan.yViews[view]))
        prepared.withLock { $0.y[view] = value }
      }
    }
    return prepared.withLock { prepared in
      y == nil ? PreparedViews(x: prepared.x, y: prepared.x) : prepared
    }
  }

  // MARK: - Tiles

  /// Adds slices to a tile's sums (first half) and sums of squares of slice means (second half), always slice by slice.
  private func accumulate(
    _ tile: PairwiseTiles.Tile, from sums: [Double], slices: Range<Int>, _ prepared: PreparedViews
  ) throws -> [Double] {
    let count = tile.count
    var sums = sums.isEmpty ? [Double](repeating: 0, count: 2 * count) : sums
    var values = [Double](repeating: 0, count: count)
    var mean = [Double](repeating: 0, count: count)
    for slice in slices {
      let terms = plan.slices[slice]
      for index in 0..<count { mean[index] = 0 }
      for term in terms {
        guard let left = prepared.x[term.x], let right = prepared.y[term.y] else { continue }
        try values.withUnsafeMutableBufferPointer {
          try estimator.estimate(left, rows: tile.rows, right, columns: tile.columns, into: $0)
        }
        for index in 0..<count { mean[index] += values[index] }
      }
      let share = 1 / Double(terms.count)
      for index in 0..<count {
        let value = mean[index] * share
        sums[index] += value
        sums[count + index] += value * value
      }
    }
    return sums
  }

  /// The means of a tile, and the sum over its owned pairs of different variables of the squared standard errors.
  private func finish(_ tile: PairwiseTiles.Tile, _ sums: [Double]) -> (means: [Float], variance: Double) {
    let count = tile.count
    let slices = Double(plan.slices.count)
    var variance = 0.0
    var means = [Float](repeating: 0, count: count)
    for index in 0..<count {
      let (row, column) = (
        tile.rows.lowerBound + index / tile.columns.count,
        tile.columns.lowerBound + index % tile.columns.count
      )
      let mean = sums[index] / slices
      means[index] = Float(mean)
      // Unknown pairs have no error.
      if plan.slices.count > 1, tiles.owns(row, column), !(tiles.symmetric && row == column), !mean.isNaN {
        variance += max(0, sums[count + index] - slices * mean * mean) / (slices * (slices - 1))
      }
    }
    return (means, variance)
  }

  /// Puts a tile's result, or its sums so far, where it belongs, and into the checkpoint.
  private func store(
    _ state: inout State, _ index: Int, slicesDone: Int, _ sums: [Double],
    _ finished: (means: [Float], variance: Double)?
  ) throws {
    state.done += (slicesDone - state.slicesDone[index]) * tiles.pairs(tiles.tiles[index])
    state.slicesDone[index] = slicesDone
    if let finished {
      place(&state, index, finished.means, finished.variance)
      if state.checkpoint != nil {
        try state.checkpoint?.append(
          .init(tile: index, slicesDone: slicesDone, doubles: [finished.variance], floats: finished.means))
      }
    } else {
      state.partial[index] = sums
      if state.checkpoint != nil {
        try state.checkpoint?.append(.init(tile: index, slicesDone: slicesDone, doubles: sums, floats: []))
      }
    }
  }

  private func place(_ state: inout State, _ index: Int, _ means: [Float], _ variance: Double) {
    let tile = tiles.tiles[index]
    state.partial[index] = []
    state.variance[index] = variance
    var source = 0
    for row in tile.rows {
      for column in tile.columns {
        state.values[row * tiles.columns + column] = means[source]
        source += 1
      }
    }
  }

  // MARK: - Checkpoint, progress

  private func resume(_ state: inout State, _ path: String) throws {
    let slices = plan.slices.count
    let largest = tiles.edge * tiles.edge
    var records: [Int: PairwiseCheckpoint.Record] = [:]
    state.checkpoint = try PairwiseCheckpoint(
      path: path, digest: digest(), capacity: 2 * largest, notice: { engine.notice?($0) },
      restored: { record in
        guard tiles.tiles.indices.contains(record.tile), (1...slices).contains(record.slicesDone) else {
          return
        }
        let count = tiles.tiles[record.tile].count
        let whole = record.slicesDone == slices && record.doubles.count == 1 && record.floats.count == count
        let part = record.slicesDone < slices && record.doubles.count == 2 * count && record.floats.isEmpty
        if whole || part { records[record.tile] = record }
      })
    for (index, record) in records {
      state.slicesDone[index] = record.slicesDone
      state.done += record.slicesDone * tiles.pairs(tiles.tiles[index])
      if record.slicesDone == slices {
        place(&state, index, record.floats, record.doubles[0])
      } else {
        state.partial[index] = record.doubles
      }
    }
    state.resumed = state.done
    if !records.isEmpty {
      engine.notice?("resuming from \(path): \(state.done / slices) of \(tiles.pairs) pairs are already done")
    }
  }

  private func digest() -> Digest {
    var digest = Digest()
    digest.add(PairwiseEngine.numericsVersion)
    digest.add(estimator.name)
    digest.add(estimator.options)
    digest.add(engine.slicing.kind.rawValue)
    digest.add(engine.slicing.count)
    digest.add(engine.slicing.seed)
    digest.add(tiles.edge)
    for set in [x, y].compactMap(\.self) {
      for number in [set.count, set.dimension, set.length] { digest.add(number) }
      if let singles = set.singles { digest.add(singles) } else { digest.add(set.doubles) }
      if !set.isComplete {
        digest.add(engine.leastCommon)
        digest.add(set.observed)
      }
    }
    return digest
  }

  private func report(_ state: borrowing State, since start: ContinuousClock.Instant) {
    guard let progress = engine.progress else { return }
    let slices = Double(plan.slices.count)
    progress(
      PairwiseProgress(
        done: Double(state.done) / slices, total: Double(tiles.pairs),
        resumed: Double(state.resumed) / slices,
        elapsed: start.duration(to: .now).seconds))
  }

  private func interruption(_ state: borrowing State) -> MutualInformationError {
    let done = "\(state.done / plan.slices.count) of \(tiles.pairs) pairs"
    guard let path = engine.checkpointPath else {
      return MutualInformationError(
        .interrupted, "interrupted after \(done); without a checkpoint nothing is kept")
    }
    return MutualInformationError(
      .interrupted,
      "interrupted after \(done), which are saved in \(path); run the same command again to resume from there"
    )
  }
}

extension Duration {
  /// The duration in seconds.
  var seconds: Double { Double(components.seconds) + 1e-18 * Double(components.attoseconds) }
}
