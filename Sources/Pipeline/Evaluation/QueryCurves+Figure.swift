internal import Evaluation
public import Report
internal import Support
internal import Video

extension QueryCurves {
  /// Writes pr.csv (steps), pr_exact.csv (every threshold), pr_mean.csv, pr.png and pr.svg.
  func write(to folder: OutputFolder, name: String) throws {
    try folder.write(tables)
    try folder.write(mean)
    try Self.write(figure(name), to: folder, name: "pr")
  }

  /// Writes a figure as name.png and name.svg.
  static func write(_ plot: LinePlot, to folder: OutputFolder, name: String) throws {
    try plot.image().writePNG(to: folder.claimed(name + ".png"))
    try folder.write(plot.svg(), to: name + ".svg")
  }

  /// A curve for each object and their mean.
  func figure(_ name: String) -> LinePlot {
    var series: [LinePlot.Series] = []
    if let precision, let averagePrecision {
      series.append(
        Self.series(query.map { "track \($0)" } ?? "all tracks", precision, averagePrecision))
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

  /// A line with its average precision in the legend.
  static func series(_ name: String, _ precision: [Double], _ average: Double) -> LinePlot.Series {
    LinePlot.Series(
      "\(name), AP \(decimals(average, 3))", zip(PrecisionRecallCurve.levels, precision).map { ($0, $1) })
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
