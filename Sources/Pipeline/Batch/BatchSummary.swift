internal import Evaluation
internal import Report
public import Support

/// The table, the curves and the failures of a batch, from the folders its sequences left.
///
/// Whoever ran them, and in whatever order: the same folders give the same bytes. Times are in a table of their own.
public struct BatchSummary: Sendable {
  /// One sequence.
  public struct Row: Sendable {
    /// The name of the sequence.
    public let name: String
    /// Its run.
    public let record: RunRecord
    /// Its scores; nil: it has no truth.
    public let metrics: ResultMetrics?
    let curve: MeanCurve?
  }

  /// The sequences that are complete, by name.
  public let rows: [Row]
  /// The sequences that failed.
  public let failures: [BatchJob.Failure]
  /// Whether index.html is written.
  public var wantsReview = true

  /// Reads the folders of the named sequences; those that are not there are left out.
  ///
  /// Throws `PipelineError`, or the modules' errors.
  public init(output: String, sequences: [Dataset.Sequence], increment: Double = 0.1) throws {
    var rows: [Row] = []
    var failures: [BatchJob.Failure] = []
    for sequence in sequences.sorted(by: { $0.name < $1.name }) {
      let folder = ResultFolder(output + "/" + sequence.name)
      let failureFile = output + "/" + BatchJob.failureFile(sequence.name)
      if let failure = try? JSONText.decode(BatchJob.Failure.self, path: failureFile) {
        failures.append(failure)
        // What an earlier batch of other options left there is no result of this one.
        continue
      }
      guard folder.contains(RunRecord.self) else { continue }
      let record = try folder.read(RunRecord.self)
      let metrics = folder.readIfPresent(ResultMetrics.self)
      let curve = metrics == nil ? nil : folder.readIfPresent(MeanCurve.self)
      rows.append(Row(name: sequence.name, record: record, metrics: metrics, curve: curve))
    }
    self.rows = rows
    self.failures = failures
  }

  /// Writes summary.csv, summary.md, timings.csv, failures.jsonl, index.html, and pr.png, pr.svg, pr_mean.csv where there is truth.
  ///
  /// Throws `PipelineError` (output).
  public func write(to folder: OutputFolder) throws {
    try folder.write(Array(csv.utf8), to: Self.table)
    try folder.write(Array(markdown.utf8), to: Self.markdownTable)
    var times = CSVTable(["sequence", "seconds", "peak_memory_bytes"])
    for row in rows { times.add([row.name, "\(row.record.totalSeconds)", "\(row.record.peakMemory)"]) }
    try folder.write(Array(times.text.utf8), to: Self.timings)
    let lines = try failures.map { try JSONText.encode($0) + "\n" }.joined()
    try folder.write(Array(lines.utf8), to: Self.failureList)
    if wantsReview { try folder.write(page(of: folder).html(), to: ResultFolder.page) }
    guard let macro, let micro else { return }
    let plot = QueryCurves.plot(
      "“Same object?” by MI, \(rows.count { $0.curve != nil }) sequences",
      [
        QueryCurves.series("macro: mean of sequences", macro.precision, macro.average),
        QueryCurves.series("micro: mean of tracks", micro.precision, micro.average),
      ])
    try QueryCurves.write(plot, to: folder, name: Self.figure)
    var table = CSVTable(["recall", "precision_macro", "precision_micro"])
    for (index, level) in PrecisionRecallCurve.levels.enumerated() {
      table.add(["\(level)", "\(macro.precision[index])", "\(micro.precision[index])"])
    }
    try folder.write(Array(table.text.utf8), to: Self.curve)
  }

  private static let table = "summary.csv"
  private static let markdownTable = "summary.md"
  private static let timings = "timings.csv"
  private static let failureList = "failures.jsonl"
  private static let curve = "pr_mean.csv"
  private static let figure = "pr"

  /// Files of a batch beside its sequences' folders.
  static let files = [
    table, markdownTable, timings, failureList, ResultFolder.page, figure + ".png", figure + ".svg", curve,
  ]

  /// The mean curve with every sequence counting the same.
  var macro: (precision: [Double], average: Double)? { mean { _ in 1 } }
  /// The mean curve with every query track counting the same.
  var micro: (precision: [Double], average: Double)? { mean { Double($0.queryCount) } }

  private func mean(_ weight: (MeanCurve) -> Double) -> (precision: [Double], average: Double)? {
    var sum = [Double](repeating: 0, count: PrecisionRecallCurve.levels.count)
    var (total, average) = (0.0, 0.0)
    for row in rows {
      guard let curve = row.curve, !curve.precision.isEmpty else { continue }
      let weight = weight(curve)
      total += weight
      average += weight * curve.averagePrecision
      for index in sum.indices { sum[index] += weight * curve.precision[index] }
    }
    return total > 0 ? (sum.map { $0 / total }, average / total) : nil
  }

  private static func text(_ value: Double?) -> String {
    value.map { decimals($0, 4) } ?? ""
  }

  private static let header = [
    "sequence", "frames", "tracks", "kept", "static", "objects", "ap", "ari", "foreground_ari",
    "hungarian_accuracy",
    "region_f", "mask_iou", "mask_boundary",
  ]

  private func cells(_ row: Row) -> [String] {
    let metrics = row.metrics
    return [
      row.name, "\(row.record.frameCount)", "\(row.record.trackCount)", "\(row.record.keptCount)",
      "\(row.record.staticCount)", "\(row.record.objectCount)",
    ]
      + [
        metrics?.averagePrecision, metrics?.adjustedRandIndex, metrics?.foregroundAri,
        metrics?.hungarianAccuracy,
        metrics?.regionF, metrics?.maskIou, metrics?.maskBoundary,
      ].map { Self.text($0) }
  }

  /// Means over the sequences that have a value.
  private var means: [String] {
    let values: [(ResultMetrics) -> Double?] = [
      { $0.averagePrecision }, { $0.adjustedRandIndex }, { $0.foregroundAri }, { $0.hungarianAccuracy },
      { $0.regionF },
      { $0.maskIou }, { $0.maskBoundary },
    ]
    return ["mean", "", "", "", "", ""]
      + values.map { value in
        let values = rows.compactMap { $0.metrics.flatMap(value) }
        return values.isEmpty ? "" : Self.text(values.reduce(0, +) / Double(values.count))
      }
  }

  var csv: String {
    var table = CSVTable(Self.header)
    for row in rows.map(cells) + [means] { table.add(row) }
    return table.text
  }

  /// The table for a person, failures below it.
  public var markdown: String {
    var table = MarkdownTable(Self.header)
    for row in rows.map(cells) + [means] { table.add(row) }
    var text = table.text
    if !failures.isEmpty {
      text += "\n\(failures.count) failed:\n\n" + failures.map { "- \($0.sequence): \($0.error)\n" }.joined()
    }
    return text
  }
}
