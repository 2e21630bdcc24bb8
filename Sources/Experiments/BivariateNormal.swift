internal import Glibc
internal import LinearAlgebra
internal import MutualInformation
public import Pipeline
public import Report

/// The sanity check of InfoNet's Figure 4: MI against the correlation of a bivariate normal, −½ log(1 − ρ²).
public struct BivariateNormal: Sendable {
  /// One estimator at one correlation.
  public struct Row: Sendable {
    public let estimator: String
    public let length: Int
    public let correlation: Double
    public let truth: Double
    /// Mean and standard deviation over the repetitions, nats.
    public let mean: Double
    public let deviation: Double
  }

  /// −0.95 … 0.95 with the paper's −0.9 … 0.9 among them.
  public static let correlations: [Double] = (-19...19).map { Double($0) / 20 }

  public init() {}

  /// Estimates MI of `repetitions` samples at every correlation.
  ///
  /// - Throws: what the estimator throws.
  public func measure(
    _ options: SegmentationOptions, label: String, length: Int, repetitions: Int, seed: UInt64 = 4
  ) throws -> [Row] {
    let engine = PairwiseEngine(slicing: Slicing(.independent, count: 1), threads: options.threads)
    return try Self.correlations.enumerated().map { index, correlation in
      var (x, y): ([Float], [Float]) = ([], [])
      for repetition in 0..<repetitions {
        var generator = SeededGenerator(seed: seed, stream: UInt64(index * 1000 + repetition))
        let rest = (1 - correlation * correlation).squareRoot()
        for _ in 0..<length {
          let (a, b) = (generator.normal(), generator.normal())
          x.append(Float(a))
          y.append(Float(correlation * a + rest * b))
        }
      }
      let values = try engine.estimatePairs(
        x: Observations(count: repetitions, dimension: 1, length: length, values: x),
        y: Observations(count: repetitions, dimension: 1, length: length, values: y),
        using: options.makeEstimator())
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(values.count - 1, 1))
      return Row(
        estimator: label, length: length, correlation: correlation,
        truth: Self.truth(correlation), mean: mean, deviation: variance.squareRoot())
    }
  }

  /// −½ log(1 − ρ²), nats.
  public static func truth(_ correlation: Double) -> Double { -0.5 * log(1 - correlation * correlation) }

  /// The curves of all estimators and the truth.
  public static func figure(_ rows: [Row], length: Int) -> LinePlot {
    var names: [String] = []
    for row in rows where !names.contains(row.estimator) { names.append(row.estimator) }
    var series = [
      LinePlot.Series(
        "−½ log(1 − ρ²)", rows.filter { $0.estimator == names.first }.map { ($0.correlation, $0.truth) },
        isGuide: false)
    ]
    for name in names {
      series.append(
        LinePlot.Series(
          name, rows.filter { $0.estimator == name }.map { ($0.correlation, $0.mean) }, marks: true))
    }
    return LinePlot(
      title: "Bivariate normal, \(length) observations", xLabel: "correlation ρ",
      yLabel: "mutual information, nats", series: series)
  }

  /// Mean error and deviation at some correlations.
  public static func markdown(_ rows: [Row]) -> String {
    let shown = [-0.9, -0.5, 0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95]
    var text = "| estimator | T |" + shown.map { " ρ = \(decimal($0, 2)) |" }.joined() + "\n|---|---:|"
    text += String(repeating: "---:|", count: shown.count) + "\n"
    var keys: [(String, Int)] = []
    for row in rows where !keys.contains(where: { $0 == (row.estimator, row.length) }) {
      keys.append((row.estimator, row.length))
    }
    for (name, length) in keys {
      text += "| \(name) | \(length) |"
      for correlation in shown {
        let row = rows.first {
          $0.estimator == name && $0.length == length && abs($0.correlation - correlation) < 1e-9
        }
        text += row.map { " \(decimal($0.mean - $0.truth, 3)) ± \(decimal($0.deviation, 3)) |" } ?? " – |"
      }
      text += "\n"
    }
    return text
  }

  /// One line for each estimator, length and correlation.
  public static func csv(_ rows: [Row]) -> String {
    "estimator,length,correlation,truth,mean,deviation\n"
      + rows.map { "\($0.estimator),\($0.length),\($0.correlation),\($0.truth),\($0.mean),\($0.deviation)\n" }
      .joined()
  }
}
