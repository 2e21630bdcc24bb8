internal import Evaluation
internal import FoundationEssentials
internal import LinearAlgebra
public import Report
internal import Support
internal import Video

/// P–R curves of one matrix: every scored track, or one, as the query.
public struct QueryCurves: Sendable {
  /// The queries of one true object.
  public struct Object: Sendable {
    public let id: Int
    public let averagePrecision: Double
    /// Mean interpolated precision at recall 0, 0.01 … 1.
    public let precision: [Double]
  }

  public let objects: [Object]
  /// Means over all queries; nil where no query has another track of its object.
  public let averagePrecision: Double?
  public let precision: [Double]?
  /// Tracks that were queries.
  public let queryCount: Int
  let counts: ThresholdCounts
  /// The same at every threshold where anything changes.
  let exact: ThresholdCounts
  private let query: Int64?

  init(matrix: SymmetricMatrix, truth: [Int], ids: [Int64], query: Int64?, increment: Double) throws {
    var queries = truth.indices.filter { truth[$0] != 0 }
    if let query {
      guard let row = ids.firstIndex(of: query), truth[row] != 0 else {
        throw PipelineError(
          .usage,
          "--query \(query): the matrix holds no track of this id with a true object; mi_index.npy lists its tracks"
        )
      }
      queries = [row]
    }
    self.query = query
    var curves: [(id: Int, curve: PrecisionRecallCurve)] = []
    for row in queries {
      if let curve = PrecisionRecallCurve(matrix, query: row, truth: truth) {
        curves.append((truth[row], curve))
      }
    }
    func mean(_ curves: [PrecisionRecallCurve]) -> (precision: [Double], average: Double) {
      var sum = [Double](repeating: 0, count: PrecisionRecallCurve.levels.count)
      for curve in curves { for (index, value) in curve.interpolated.enumerated() { sum[index] += value } }
      let count = Double(curves.count)
      return (sum.map { $0 / count }, curves.reduce(0) { $0 + $1.averagePrecision } / count)
    }
    queryCount = curves.count
    objects = Set(curves.map(\.id)).sorted().map { id in
      let own = mean(curves.filter { $0.id == id }.map(\.curve))
      return Object(id: id, averagePrecision: own.average, precision: own.precision)
    }
    let all = curves.isEmpty ? nil : mean(curves.map(\.curve))
    averagePrecision = all?.average
    precision = all?.precision
    counts = ThresholdCounts(
      matrix, truth: truth, queries: queries, thresholds: ThresholdCounts.sweep(matrix, increment: increment))
    var values = Set<Double>()
    for row in queries {
      for (other, value) in matrix.row(row).enumerated() where other != row && truth[other] != 0 {
        values.insert(Double(value))
      }
    }
    exact = ThresholdCounts(matrix, truth: truth, queries: queries, thresholds: values.sorted())
  }

  /// Writes pr.csv (steps), pr_exact.csv (every threshold), pr.png and pr.svg.
  func write(to folder: OutputFolder, name: String) throws {
    try folder.write(Array(Self.csv(counts).utf8), to: "pr.csv")
    try folder.write(Array(Self.csv(exact).utf8), to: "pr_exact.csv")
    try folder.write(Array(meanCSV.utf8), to: Self.meanFile)
    try Self.write(figure(name), to: folder, name: "pr")
  }

  /// The mean curve's file: what a batch averages.
  private static let meanFile = "pr_mean.csv"

  /// The mean curve as text; the first line after the header counts the queries and gives their mean average precision.
  private var meanCSV: String {
    var text = "recall,precision,queries,average_precision\n"
    guard let precision, let averagePrecision else { return text }
    for (level, value) in zip(PrecisionRecallCurve.levels, precision) {
      text += "\(level),\(value),\(queryCount),\(averagePrecision)\n"
    }
    return text
  }

  /// The mean curve that an evaluation left in a folder; nothing else of it.
  ///
  /// Throws `PipelineError` (input) where there is none.
  init(folder: String) throws {
    let path = folder + "/" + Self.meanFile
    let lines =
      FileManager.default.contents(atPath: path)
      .map { String(decoding: $0, as: UTF8.self).split(separator: "\n").dropFirst() } ?? []
    let rows = lines.map { $0.split(separator: ",").compactMap { Double($0) } }
    guard rows.count == PrecisionRecallCurve.levels.count, rows.allSatisfy({ $0.count == 4 }),
      let first = rows.first
    else {
      throw PipelineError(
        .input,
        "\(path): found \(rows.count) points of a mean curve; expected \(PrecisionRecallCurve.levels.count)")
    }
    objects = []
    (averagePrecision, queryCount) = (first[3], Int(first[2]))
    precision = rows.map { $0[1] }
    query = nil
    let nothing = ThresholdCounts(SymmetricMatrix(count: 0), truth: [], queries: [], thresholds: [])
    (counts, exact) = (nothing, nothing)
  }

  static func write(_ plot: LinePlot, to folder: OutputFolder, name: String) throws {
    try plot.image().writePNG(to: folder.claimed(name + ".png"))
    try folder.write(plot.svg(), to: name + ".svg")
  }

  private static func csv(_ counts: ThresholdCounts) -> String {
    var text = "threshold,tp,fp,fn,precision,recall,f1\n"
    for row in counts.rows {
      text += "\(row.threshold),\(row.truePositives),\(row.falsePositives),\(row.falseNegatives),"
      text += "\(row.precision),\(row.recall),\(row.f1)\n"
    }
    return text
  }

  /// A curve for each object and their mean.
  func figure(_ name: String) -> LinePlot {
    var series: [LinePlot.Series] = []
    if let precision, let averagePrecision {
      series.append(
        Self.series(query == nil ? "all tracks" : "track \(query ?? 0)", precision, averagePrecision))
    }
    if query == nil {
      // Seven lines beside the mean can be told apart; the others are in metrics.json.
      for object in objects.sorted(by: { $0.averagePrecision < $1.averagePrecision }).prefix(7) {
        series.append(Self.series("object \(object.id)", object.precision, object.averagePrecision))
      }
    }
    return Self.plot("“Same object?” by MI (\(name))", series)
  }

  /// One curve for each of several matrices.
  public static func comparison(_ curves: [(name: String, curves: QueryCurves)]) -> LinePlot {
    plot(
      "“Same object?” by MI, every track as the query",
      curves.compactMap { name, curves in
        curves.precision.map { series(name, $0, curves.averagePrecision ?? 0) }
      })
  }

  static func series(_ name: String, _ precision: [Double], _ average: Double) -> LinePlot.Series {
    LinePlot.Series(
      "\(name), AP \((average * 1000).rounded() / 1000)",
      zip(PrecisionRecallCurve.levels, precision).map { ($0, $1) })
  }

  /// Axes from 0 to 1 with lines of equal F.
  static func plot(_ title: String, _ series: [LinePlot.Series]) -> LinePlot {
    let lines = [0.2, 0.4, 0.6, 0.8].map { f -> LinePlot.Series in
      let recalls = (0...100).map { f / (2 - f) + (1 - f / (2 - f)) * Double($0) / 100 }
      return LinePlot.Series("F \(f)", recalls.map { ($0, f * $0 / (2 * $0 - f)) }, isGuide: true)
    }
    var plot = LinePlot(title: title, xLabel: "recall", yLabel: "precision", series: lines + series)
    plot.xRange = 0...1
    plot.yRange = 0...1.02
    return plot
  }
}
