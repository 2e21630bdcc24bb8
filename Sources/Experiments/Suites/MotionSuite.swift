internal import Evaluation
public import MutualInformation
public import Pipeline
internal import Report
public import Segmentation
public import Tracks
public import Support
public import MotionSegmentation

/// Every estimator, signal and slicing on sequences with truth: average precision, P–R curves, time (InfoNet, Figures 6, 11, 12).
public struct MotionSuite: Suite {
  public let benchmark: MotionBenchmark
  public var sequences: [MotionBenchmark.Sequence]
  public var combinations: [SegmentationOptions]
  /// How the sequences are made harder, one after the other.
  public var degradations = [TrackDegradation()]
  /// Called with the rows so far after every combination, so that an interrupted run leaves what it has.
  public var keep: (@Sendable ([MotionBenchmark.Row]) throws -> Void)?

  public init(_ benchmark: MotionBenchmark, combinations: [SegmentationOptions]) {
    self.benchmark = benchmark
    sequences = benchmark.sequences
    self.combinations = combinations
  }

  /// All combinations of names; slicing `none` only where the estimator takes planes.
  ///
  /// `given` are the options of the estimators, by name. Throws `InvalidOption`.
  public static func combinations(
    estimators: [String], given: [String: String] = [:], signals: [SignalKind], slicings: [Slicing.Kind],
    clusterings: [ClusteringRule]? = nil, base: SegmentationOptions
  ) throws -> [SegmentationOptions] {
    var combinations: [SegmentationOptions] = []
    for estimator in estimators {
      for signal in signals {
        for slicing in slicings {
          var options = base
          (options.estimator, options.signal, options.slicing) = (estimator, signal, slicing)
          options.estimatorOptions = try SegmentationOptions.registry.options(
            from: given, for: estimator, beside: estimators)
          let supportsPlane = try options.makeEstimator().supports(dimension: 2)
          guard slicing != .none || supportsPlane else { continue }
          for clustering in clusterings ?? [base.clustering] {
            options.clustering = clustering
            // A rule that takes a threshold is measured without one.
            if clustering.threshold == .automatic { try options.validate() }
            combinations.append(options)
          }
        }
      }
    }
    return combinations
  }

  public func run(_ observer: any RunObserver) throws -> SuiteReport {
    let update = observer.begin(
      stage: "motion", total: combinations.count * degradations.count * sequences.count, unit: "runs")
    var rows: [MotionBenchmark.Row] = []
    var done = 0
    for options in combinations {
      for degradation in degradations {
        for sequence in sequences {
          guard !observer.shouldStop else { throw RunError(.interrupted, "stopped") }
          if let row = try benchmark.measure(sequence, options: options, degradation: degradation) {
            rows.append(row)
          }
          done += 1
          update(done)
        }
        try keep?(rows)
      }
    }
    return report(rows)
  }

  private func report(_ all: [MotionBenchmark.Row]) -> SuiteReport {
    // Findings and figures are of the first degradation: of complete tracks, where these are among them.
    let rows = all.filter { $0.missing == all.first?.missing && $0.missingRun == all.first?.missingRun }
    let groups = Array(Set(rows.map(\.group))).sorted()
    var signals: [String] = []
    for row in rows where !signals.contains(row.signal) { signals.append(row.signal) }
    var findings: [String] = []
    for group in groups {
      for signal in signals {
        // The best slicing of every estimator.
        var best: [(String, Double)] = []
        let here = rows.filter { $0.group == group && $0.signal == signal }
        for estimator in Set(here.map(\.estimator)).sorted() {
          let means = Set(here.map(\.slicing)).sorted().compactMap { slicing -> (String, Double)? in
            let values = here.filter { $0.estimator == estimator && $0.slicing == slicing }
              .compactMap(\.averagePrecision)
            return values.isEmpty ? nil : ("\(estimator) (\(slicing))", Spread(values).mean)
          }
          if let top = means.max(by: { $0.1 < $1.1 }) { best.append(top) }
        }
        guard best.count > 1 else { continue }
        let order = best.sorted { $0.1 > $1.1 }.map { "\($0.0) \(decimal($0.1, 3))" }
        findings.append("\(group), \(signal): mean AP, " + order.joined(separator: ", ") + ".")
      }
    }
    var figures: [SuiteReport.Figure] = []
    for group in groups {
      for signal in signals {
        figures.append(
          .init(name: "motion-\(group)-\(signal)", plot: Self.figure(rows, group: group, signal: signal)))
      }
    }
    return SuiteReport(
      name: "motion", title: "Tracks of the development sequences",
      method: """
        Moving, scored tracks of every sequence, \(combinations.first?.maxTracks ?? 0) at most. AP: mean average precision of \
        “same object?”, every track as the query; ARI auto: the adjusted Rand index of the clustering; ARI best: \
        that of the best single threshold, chosen with the truth in hand; s: seconds of the pairwise stage.
        """,
      tables: MotionBenchmarkTable.markdown(all), csv: MotionBenchmarkTable.csv(all), findings: findings,
      figures: figures)
  }

  /// Mean curves of one group of sequences and one signal.
  private static func figure(_ rows: [MotionBenchmark.Row], group: String, signal: String) -> LinePlot {
    let here = rows.filter { $0.group == group && $0.signal == signal }
    var keys: [[String]] = []
    for row in here where !keys.contains([row.estimator, row.slicing]) {
      keys.append([row.estimator, row.slicing])
    }
    let several = Set(keys.map { $0[1] }).count > 1
    let series = keys.prefix(8).map { key -> LinePlot.Series in
      let own = here.filter { [$0.estimator, $0.slicing] == key }
      let curves = own.compactMap(\.precision)
      let mean = PrecisionRecallCurve.levels.indices.map { index in
        Spread(curves.map { $0[index] }).mean
      }
      let precision = Spread(own.compactMap(\.averagePrecision)).mean
      return LinePlot.Series(
        (several ? key.joined(separator: ", ") : key[0]) + ", AP \(decimal(precision, 3))",
        zip(PrecisionRecallCurve.levels, mean).map { ($0, $1) })
    }
    var plot = LinePlot(
      title: "\(group), \(signal)", xLabel: "recall", yLabel: "precision", series: Array(series))
    plot.xRange = 0...1
    plot.yRange = 0...1.02
    return plot
  }
}
