internal import LinearAlgebra
internal import MutualInformation
internal import Pipeline
internal import MotionSegmentation

/// Pair-slices a second of every estimator at several sample lengths, in one run.
struct EstimatorSpeed: Sendable {
  /// One measurement.
  struct Row: Sendable {
    let estimator: String
    let length: Int
    /// Pairs a second on all threads, variables prepared once.
    let pairsPerSecond: Double
    /// Seconds to prepare one variable on one thread.
    let prepareSeconds: Double
  }

  /// Times an estimator on a matrix of smooth one-dimensional paths for about `seconds`.
  ///
  /// - Throws: what the estimator throws.
  func measure(_ choice: EstimatorChoice, length: Int, threads: Int, seconds: Double) throws -> Row {
    var options = choice.options
    // As on tracks, where estimators that read time have more to do.
    options.estimatorOptions.isIndependent = false
    return try time(
      options.makeEstimator(), label: choice.label, length: length, threads: threads, seconds: seconds)
  }

  private func time<E: MutualInformationEstimator>(
    _ estimator: E, label: String, length: Int, threads: Int, seconds: Double
  ) throws -> Row {
    var generator = SeededGenerator(seed: 5)
    let count = 48
    var values: [Float] = []
    for _ in 0..<count {
      var position = 0.0
      for _ in 0..<length {
        position = 0.95 * position + generator.normal()
        values.append(Float(position))
      }
    }
    let set = Observations(count: count, dimension: 1, length: length, values: values)
    let clock = ContinuousClock()
    let before = clock.now
    let prepared = try estimator.prepare(set)
    let preparing = before.duration(to: clock.now).inSeconds / Double(count)
    let workers = threads > 0 ? threads : coreCount()
    // Tiles until the time is up; the first round warms up and says how many. One pair a tile where pairs are dear, nearly as many as
    // in the engine's tiles where they are cheap.
    let cost = estimator.predictedSeconds(length: length)
    let (rows, columns) = cost > 2e-3 ? (1, 1) : (cost > 1e-5 ? 3 : count, count)
    func round(_ tiles: Int) throws -> Double {
      let start = clock.now
      try forEachChunk(count: tiles, threads: workers) { tile in
        let row = rows * (tile % (count / rows))
        try withUnsafeTemporaryAllocation(of: Double.self, capacity: rows * columns) { out in
          out.initialize(repeating: 0)
          try estimator.estimate(
            prepared, rows: row..<(row + rows), prepared, columns: 0..<columns, into: out)
        }
      }
      return start.duration(to: clock.now).inSeconds
    }
    let trial = try round(workers)
    let tiles = max(workers, min(100_000, Int(seconds / max(trial, 1e-6)) * workers))
    let taken = try round(tiles)
    return Row(
      estimator: label, length: length, pairsPerSecond: Double(tiles * rows * columns) / taken,
      prepareSeconds: preparing)
  }

  /// A table with the ratio to one of the estimators.
  static func markdown(_ rows: [Row], against reference: String) -> String {
    var lengths: [Int] = []
    var names: [String] = []
    for row in rows {
      if !lengths.contains(row.length) { lengths.append(row.length) }
      if !names.contains(row.estimator) { names.append(row.estimator) }
    }
    var text = "| estimator |"
    for length in lengths { text += " T = \(length): pair-slices/s | × \(reference) | prepare, ms |" }
    text += "\n|---|" + String(repeating: "---:|", count: 3 * lengths.count) + "\n"
    for name in names {
      text += "| \(name) |"
      for length in lengths {
        let base = rows.first { $0.estimator == reference && $0.length == length }
        guard let row = rows.first(where: { $0.estimator == name && $0.length == length }) else {
          text += " – | – | – |"
          continue
        }
        let ratio = base.map { decimal(row.pairsPerSecond / $0.pairsPerSecond, 2) } ?? "–"
        text += " \(decimal(row.pairsPerSecond, 0)) | \(ratio) | \(decimal(1000 * row.prepareSeconds, 3)) |"
      }
      text += "\n"
    }
    return text
  }
}
