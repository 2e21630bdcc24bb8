internal import LinearAlgebra
internal import MutualInformation
public import Pipeline

/// Pair-slices a second of every estimator at several sample lengths, in one run.
public struct EstimatorSpeed: Sendable {
  /// One measurement.
  public struct Row: Sendable {
    public let estimator: String
    public let length: Int
    /// Pairs a second on all threads, variables prepared once.
    public let pairsPerSecond: Double
    /// Seconds to prepare one variable on one thread.
    public let prepareSeconds: Double
  }

  public init() {}

  /// Times `options`' estimator on a matrix of smooth one-dimensional paths for about `seconds`.
  ///
  /// - Throws: what the estimator throws.
  public func measure(
    _ options: SegmentationOptions, label: String, length: Int, threads: Int, seconds: Double = 2
  ) throws -> Row {
    let estimator = try options.makeEstimator()
    return try time(estimator, label: label, length: length, threads: threads, seconds: seconds)
  }

  private func time<E: MutualInformationEstimator>(
    _ estimator: E, label: String, length: Int, threads: Int, seconds: Double
  ) throws -> Row {
    var generator = SeededGenerator(seed: 5)
    let count = 24
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
    // Tiles of three rows until the time is up; the first round warms up and says how many.
    func round(_ tiles: Int) throws -> Double {
      let start = clock.now
      try forEachChunk(count: tiles, threads: workers) { tile in
        let row = 3 * (tile % (count / 3))
        try withUnsafeTemporaryAllocation(of: Double.self, capacity: 3 * count) { out in
          out.initialize(repeating: 0)
          try estimator.estimate(prepared, rows: row..<(row + 3), prepared, columns: 0..<count, into: out)
        }
      }
      return start.duration(to: clock.now).inSeconds
    }
    let trial = try round(workers)
    let tiles = max(workers, min(100_000, Int(seconds / max(trial, 1e-6)) * workers))
    let taken = try round(tiles)
    return Row(
      estimator: label, length: length, pairsPerSecond: Double(tiles * 3 * count) / taken,
      prepareSeconds: preparing)
  }

  /// A table with the ratio to one of the estimators.
  public static func markdown(_ rows: [Row], against reference: String) -> String {
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

  /// One line for each measurement.
  public static func csv(_ rows: [Row]) -> String {
    "estimator,length,pair_slices_per_second,prepare_seconds\n"
      + rows.map { "\($0.estimator),\($0.length),\($0.pairsPerSecond),\($0.prepareSeconds)\n" }.joined()
  }
}
