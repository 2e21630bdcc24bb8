internal import Glibc
internal import LinearAlgebra
internal import Distributions
internal import Pipeline
internal import Report
public import Support

/// The sanity check of InfoNet's Figure 4: MI against the correlation of a bivariate normal, −½ log(1 − ρ²).
public struct BivariateNormal: Suite {
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

  public var estimators: [EstimatorChoice]
  public var lengths = [2000]
  /// Samples at every correlation.
  public var repetitions = 16
  public var seed: UInt64 = 4

  public init(estimators: [EstimatorChoice]) { self.estimators = estimators }

  public func run(_ observer: any RunObserver) throws -> SuiteReport {
    let update = observer.begin(
      stage: "gaussian", total: lengths.count * estimators.count, unit: "runs")
    var rows: [Row] = []
    var figures: [SuiteReport.Figure] = []
    for length in lengths {
      var here: [Row] = []
      for choice in estimators {
        here += try measure(choice, length: length)
        update((rows.count + here.count) / Self.correlations.count)
        guard !observer.shouldStop else { throw RunError(.interrupted, "stopped") }
      }
      rows += here
      figures.append(.init(name: "gaussian-\(length)", plot: Self.figure(here, length: length)))
    }
    let errors = estimators.map { choice in
      let own = rows.filter { $0.estimator == choice.label }
      return (choice.label, own.reduce(0) { $0 + abs($1.mean - $1.truth) } / Double(max(own.count, 1)))
    }.sorted { $0.1 < $1.1 }
    return SuiteReport(
      name: "gaussian", title: "Bivariate normal",
      method: """
        MI against the correlation ρ (InfoNet, Figure 4): error of the mean ± deviation of \(repetitions) samples, nats.
        """,
      tables: Self.markdown(rows), csv: Self.csv(rows),
      findings: [
        "Mean |error of the mean| over ρ = −0.95 … 0.95, nats: "
          + errors.map { "\($0.0) \(decimal($0.1, 4))" }.joined(separator: ", ") + "."
      ],
      figures: figures)
  }

  /// `repetitions` samples at every correlation.
  private func measure(_ choice: EstimatorChoice, length: Int) throws -> [Row] {
    try Self.correlations.enumerated().map { index, correlation in
      let samples = (0..<repetitions).map { repetition in
        var generator = SeededGenerator(seed: seed, stream: UInt64(index * 1000 + repetition))
        let residual = (1 - correlation * correlation).squareRoot()
        var (x, y) = ([Double](), [Double]())
        for _ in 0..<length {
          let (a, b) = (generator.normal(), generator.normal())
          x.append(a)
          y.append(correlation * a + residual * b)
        }
        return JointSample(x: [x], y: [y])
      }
      let values = Spread(try choice.estimate(samples))
      return Row(
        estimator: choice.label, length: length, correlation: correlation,
        truth: Self.truth(correlation), mean: values.mean, deviation: values.deviation)
    }
  }

  /// −½ log(1 − ρ²), nats.
  public static func truth(_ correlation: Double) -> Double { -0.5 * log(1 - correlation * correlation) }

  /// The curves of all estimators and the truth.
  static func figure(_ rows: [Row], length: Int) -> LinePlot {
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
  static func markdown(_ rows: [Row]) -> String {
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
  static func csv(_ rows: [Row]) -> String {
    "estimator,length,correlation,truth,mean,deviation\n"
      + rows.map { "\($0.estimator),\($0.length),\($0.correlation),\($0.truth),\($0.mean),\($0.deviation)\n" }
      .joined()
  }
}
