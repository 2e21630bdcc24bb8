internal import Evaluation
internal import FoundationEssentials
internal import Report
public import Support

/// The table, the curves and the failures of a batch, from the folders its sequences left.
///
/// Whoever ran them, and in whatever order: the same folders give the same bytes. Times are in a table of their own.
public struct BatchSummary: Sendable {
  /// One sequence.
  public struct Row: Sendable {
    public let name: String
    public let record: RunRecord
    public let metrics: ResultMetrics?
    let curves: QueryCurves?
  }

  public let rows: [Row]
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
      let folder = output + "/" + sequence.name
      if let data = FileManager.default.contents(atPath: output + "/" + BatchJob.failureFile(sequence.name)),
        let failure = try? JSONDecoder().decode(BatchJob.Failure.self, from: data)
      {
        failures.append(failure)
        // What an earlier batch of other options left there is no result of this one.
        continue
      }
      guard FileManager.default.fileExists(atPath: folder + "/run.json") else { continue }
      let result = try ResultFiles(path: folder)
      let metrics = ResultMetrics.read(from: folder)
      let curves = metrics == nil ? nil : try? QueryCurves(folder: folder)
      rows.append(Row(name: sequence.name, record: result.record, metrics: metrics, curves: curves))
    }
    self.rows = rows
    self.failures = failures
  }

  /// Writes summary.csv, summary.md, timings.csv, failures.jsonl, index.html, and pr.png, pr.svg, pr_mean.csv where there is truth.
  ///
  /// Throws `PipelineError` (output).
  public func write(to folder: OutputFolder) throws {
    try folder.write(Array(csv.utf8), to: "summary.csv")
    try folder.write(Array(markdown.utf8), to: "summary.md")
    var times = "sequence,seconds,peak_memory_bytes\n"
    for row in rows {
      times += CSV.line([row.name, "\(row.record.totalSeconds)", "\(row.record.peakMemory)"])
    }
    try folder.write(Array(times.utf8), to: "timings.csv")
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var lines = ""
    for failure in failures { lines += String(decoding: try encoder.encode(failure), as: UTF8.self) + "\n" }
    try folder.write(Array(lines.utf8), to: "failures.jsonl")
    if wantsReview { try folder.write(page(of: folder).html(), to: "index.html") }
    guard let macro, let micro else { return }
    let plot = QueryCurves.plot(
      "“Same object?” by MI, \(rows.count { $0.curves != nil }) sequences",
      [
        QueryCurves.series("macro: mean of sequences", macro.precision, macro.average),
        QueryCurves.series("micro: mean of tracks", micro.precision, micro.average),
      ])
    try QueryCurves.write(plot, to: folder, name: "pr")
    var text = "recall,precision_macro,precision_micro\n"
    for (index, level) in PrecisionRecallCurve.levels.enumerated() {
      text += "\(level),\(macro.precision[index]),\(micro.precision[index])\n"
    }
    try folder.write(Array(text.utf8), to: "pr_mean.csv")
  }

  /// The mean curve with every sequence counting the same.
  var macro: (precision: [Double], average: Double)? { mean { _ in 1 } }
  /// The mean curve with every query track counting the same.
  var micro: (precision: [Double], average: Double)? { mean { Double($0.queryCount) } }

  private func mean(_ weight: (QueryCurves) -> Double) -> (precision: [Double], average: Double)? {
    var sum = [Double](repeating: 0, count: PrecisionRecallCurve.levels.count)
    var (total, average) = (0.0, 0.0)
    for row in rows {
      guard let curves = row.curves, let precision = curves.precision, let own = curves.averagePrecision
      else { continue }
      let weight = weight(curves)
      total += weight
      average += weight * own
      for index in sum.indices { sum[index] += weight * precision[index] }
    }
    return total > 0 ? (sum.map { $0 / total }, average / total) : nil
  }

  private static func text(_ value: Double?) -> String {
    value.map { "\(($0 * 10000).rounded() / 10000)" } ?? ""
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
        let known = rows.compactMap { $0.metrics.flatMap(value) }
        return known.isEmpty ? "" : Self.text(known.reduce(0, +) / Double(known.count))
      }
  }

  var csv: String {
    ([Self.header] + rows.map(cells) + [means]).map { CSV.line($0) }.joined()
  }

  /// The table for a person, failures below it.
  public var markdown: String {
    var text = "| " + Self.header.joined(separator: " | ") + " |\n|---|"
    text += String(repeating: "---:|", count: Self.header.count - 1) + "\n"
    for line in rows.map(cells) + [means] {
      text += "| " + line.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
    }
    if !failures.isEmpty {
      text += "\n\(failures.count) failed:\n\n" + failures.map { "- \($0.sequence): \($0.error)\n" }.joined()
    }
    return text
  }
}
