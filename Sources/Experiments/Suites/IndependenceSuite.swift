internal import Distributions
internal import Evaluation
internal import LinearAlgebra
internal import Pipeline
internal import Report
public import Support

/// Independence testing by sliced MI (InfoNet, A.5 and Figure 5): does the value tell dependent pairs from independent ones.
public struct IndependenceSuite: Suite {
  public var estimators: [EstimatorChoice]
  public var dimensions = [16, 32, 64, 128]
  public var lengths = [50, 200, 500, 950]
  public var dependences = FeatureDependence.allCases
  /// Trials of `pairs` dependent and as many independent samples.
  public var trials = 10
  public var pairs = 50
  /// Pairs of directions where the name of the estimator does not say.
  public var projections = 1000
  public var seed: UInt64 = 5

  public init(estimators: [EstimatorChoice]) { self.estimators = estimators }

  public func run(_ observer: any RunObserver) throws -> SuiteReport {
    let total = dependences.count * dimensions.count * lengths.count * estimators.count
    let update = observer.begin(stage: "independence", total: total, unit: "runs")
    var table = MarkdownTable(
      ["dependence", "d", "estimator"] + lengths.map { "n = \($0)" }, names: 3)
    var csv = "dependence,dimension,estimator,projections,n,auc,deviation\n"
    var figures: [SuiteReport.Figure] = []
    var means = [Double](repeating: 0, count: estimators.count)
    var done = 0
    for dependence in dependences {
      var series = estimators.map { _ in [[(x: Double, y: Double)]]() }
      for dimension in dimensions {
        var cells = estimators.map { [dependence.rawValue, "\(dimension)", $0.label] }
        for index in series.indices { series[index].append([]) }
        for length in lengths {
          let areas = try self.areas(dependence, dimension: dimension, length: length, observer) {
            done += 1
            update(done)
          }
          for (column, values) in areas.enumerated() {
            let area = Spread(values)
            cells[column].append(decimal(area.mean, 3))
            means[column] += area.mean / Double(dependences.count * dimensions.count * lengths.count)
            series[column][series[column].count - 1].append((Double(length), area.mean))
            csv +=
              "\(dependence.rawValue),\(dimension),\(estimators[column].label),\(slices(estimators[column])),"
              + "\(length),\(area.mean),\(area.deviation)\n"
          }
        }
        for row in cells { table.add(row) }
      }
      for (column, choice) in estimators.enumerated() {
        var plot = LinePlot(
          title: "\(dependence.rawValue): \(choice.label), \(slices(choice)) projections",
          xLabel: "observations n", yLabel: "area under the ROC",
          series: zip(dimensions, series[column]).map { LinePlot.Series("d = \($0)", $1, marks: true) })
        plot.yRange = 0.4...1.02
        figures.append(
          .init(
            name:
              "independence-\(dependence.rawValue.split(separator: " ").joined(separator: "-"))-\(choice.label)",
            plot: plot))
      }
    }
    let ranked = zip(estimators, means).sorted { $0.1 > $1.1 }
      .map { "\($0.label) \(decimal($1, 3))" }.joined(separator: ", ")
    return SuiteReport(
      name: "independence", title: "Independence testing in many dimensions",
      method: """
        Sliced MI of \(pairs) dependent and \(pairs) independent samples, mean area under the ROC of \(trials) trials; \
        \(Set(estimators.map { slices($0) }).sorted().map { "\($0)" }.joined(separator: ", ")) projections \
        (Goldfeld & Greenewald 2021; InfoNet, Figure 5, has 1000).
        """,
      tables: table.text, csv: csv, findings: ["Mean area over all cells: \(ranked)."], figures: figures)
  }

  private func slices(_ choice: EstimatorChoice) -> Int { choice.slices ?? projections }

  /// For every estimator, the area of every trial.
  private func areas(
    _ dependence: FeatureDependence, dimension: Int, length: Int, _ observer: any RunObserver,
    _ step: () -> Void
  ) throws -> [[Double]] {
    var areas = estimators.map { _ in [Double]() }
    for (column, choice) in estimators.enumerated() {
      for trial in 0..<trials {
        let stream = UInt64(
          (FeatureDependence.allCases.firstIndex(of: dependence) ?? 0) * 1_000_000 + dimension * 1000 + trial)
        var generator = SeededGenerator(seed: seed &+ UInt64(length) << 32, stream: stream)
        let samples = (0..<(2 * pairs)).map {
          dependence.draw(dimension: dimension, count: length, dependent: $0 < pairs, using: &generator)
        }
        let sliced = EstimatorChoice(choice, slices: slices(choice))
        let values = try sliced.estimate(samples, seed: UInt64(trial)) { observer.shouldStop }
        if let area = AreaUnderROC.score(
          positives: Array(values[..<pairs]), negatives: Array(values[pairs...]))
        {
          areas[column].append(area)
        }
        guard !observer.shouldStop else { throw RunError(.interrupted, "stopped") }
      }
      step()
    }
    return areas
  }
}
