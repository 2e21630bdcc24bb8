internal import Evaluation
internal import Support

/// pr.csv and pr_exact.csv: right and wrong links at equally spaced thresholds, and at every threshold where a count changes.
struct ThresholdTables: ResultPart, Equatable {
  static let files = ["pr.csv", "pr_exact.csv"]
  static let remedy = ResultMetrics.remedy
  private static let header = ["threshold", "tp", "fp", "fn", "precision", "recall", "f1"]

  /// By increasing threshold, in nats.
  let steps: [ThresholdCounts.Row]
  let exact: [ThresholdCounts.Row]

  func write(to folder: OutputFolder) throws {
    for (file, rows) in zip(Self.files, [steps, exact]) {
      var table = CSVTable(Self.header)
      for row in rows {
        table.add([
          "\(row.threshold)", "\(row.truePositives)", "\(row.falsePositives)", "\(row.falseNegatives)",
          "\(row.precision)", "\(row.recall)", "\(row.f1)",
        ])
      }
      try folder.write(Array(table.text.utf8), to: file)
    }
  }
}

extension ThresholdTables {
  init(from folder: ResultFolder) throws {
    let tables = try Self.files.map { try CSVTable(path: folder.file($0)) }
    let rows = try tables.map { table in
      let thresholds = try table.column("threshold", as: Double.self)
      let counts = try ["tp", "fp", "fn"].map { try table.column($0, as: Int.self) }
      return thresholds.indices.map {
        ThresholdCounts.Row(
          threshold: thresholds[$0], truePositives: counts[0][$0], falsePositives: counts[1][$0],
          falseNegatives: counts[2][$0])
      }
    }
    (steps, exact) = (rows[0], rows[1])
  }
}

/// pr_mean.csv: the mean interpolated precision over recall, which a batch averages.
struct MeanCurve: ResultPart, Equatable {
  static let files = ["pr_mean.csv"]
  static let remedy = ResultMetrics.remedy
  private static let header = ["recall", "precision", "queries", "average_precision"]

  /// Mean interpolated precision at recall 0, 0.01 … 1; empty where no query has another track of its object.
  let precision: [Double]
  let averagePrecision: Double
  /// Tracks that were queries.
  let queryCount: Int

  func write(to folder: OutputFolder) throws {
    var table = CSVTable(Self.header)
    for (level, value) in zip(PrecisionRecallCurve.levels, precision) {
      table.add(["\(level)", "\(value)", "\(queryCount)", "\(averagePrecision)"])
    }
    try folder.write(Array(table.text.utf8), to: Self.files[0])
  }
}

extension MeanCurve {
  init(from folder: ResultFolder) throws {
    let path = folder.file(Self.files[0])
    let table = try CSVTable(path: path)
    precision = try table.column("precision", as: Double.self)
    let levels = PrecisionRecallCurve.levels.count
    guard precision.isEmpty || precision.count == levels else {
      throw PipelineError(
        .input, "\(path): found \(precision.count) points of a mean curve; expected \(levels)")
    }
    queryCount = try table.column("queries", as: Int.self).first ?? 0
    averagePrecision = try table.column("average_precision", as: Double.self).first ?? 0
  }
}
