internal import Distributions
internal import LinearAlgebra
internal import MutualInformation
internal import Pipeline
internal import Report
public import Support
internal import MotionSegmentation

/// How often intervals hold the truth: quantiles of one forward pass against intervals from half samples (MIST, figure 5 and
/// table 9).
public struct CalibrationSuite: Suite {
  /// Estimators whose intervals come from half samples, beside `mist-qr`.
  public var resampled: [EstimatorChoice]
  public var dimension = 2
  /// Laws for every family.
  public var repetitions = 40
  /// Half samples of every sample.
  public var halves = 60
  public var seed: UInt64 = 12
  private let weights: String?
  private let threads: Int

  /// Nominal probabilities of the intervals.
  static let levels = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95]

  public init(resampled: [EstimatorChoice], weights: String? = nil, threads: Int = 0) {
    self.resampled = resampled
    self.weights = weights
    self.threads = threads
  }

  /// What one method said of one sample: bounds at every level.
  private struct Intervals {
    let truth: Double
    let bounds: [(low: Double, high: Double)]
  }

  public func run(_ observer: any RunObserver) throws -> SuiteReport {
    var options = SegmentationOptions()
    options.estimator = SegmentationOptions.registry.quantileNames.first ?? options.estimator
    options.estimatorOptions.isIndependent = true
    options.estimatorOptions.weights = weights
    guard let quantile = try options.makeEstimator() as? any QuantileEstimator else {
      throw RunError(.usage, "\(options.estimator) gives no quantiles")
    }
    let parts = [MetaDataset.Part.inDistribution, .outOfDistribution]
    let names = [options.estimator] + resampled.map { "\($0.label), half samples" }
    var table = MarkdownTable(
      ["families", "intervals"] + Self.levels.map { "\(decimal(100 * $0, 0)) %" }
        + ["width of 90 %", "lower bound below 0", "bounds crossed"], names: 2)
    var csv = "part,method,level,coverage,mean_width,lower_below_zero,crossed,samples\n"
    var findings: [String] = []
    var figures: [SuiteReport.Figure] = []
    let total = parts.reduce(0) { $0 + $1.families.count * repetitions }
    let update = observer.begin(stage: "calibration", total: total, unit: "samples")
    var done = 0
    for part in parts {
      var all = names.map { _ in [Intervals]() }
      for (index, family) in part.families.enumerated() {
        for repetition in 0..<repetitions {
          var generator = SeededGenerator(seed: seed, stream: UInt64(index * 1000 + repetition))
          let law = MetaDataset.law(family, dimension: dimension, using: &generator)
          let length = Int.random(in: 20...500, using: &generator)
          let sample = law.draw(count: length, using: &generator)
          let truth = law.mutualInformation
          let bounds = Self.levels.flatMap { [(1 - $0) / 2, (1 + $0) / 2] }
          let quantiles = try quantile.quantiles(
            x: Observations(vectors: [sample.x]), y: Observations(vectors: [sample.y]), levels: bounds,
            threads: 1)[0]
          all[0].append(
            Intervals(
              truth: truth, bounds: Self.levels.indices.map { (quantiles[2 * $0], quantiles[2 * $0 + 1]) }))
          let half = (0..<halves).map { _ -> JointSample in
            let chosen = Array((0..<length).shuffled(using: &generator)[..<(length / 2)]).sorted()
            func pick(_ rows: [[Double]]) -> [[Double]] { rows.map { row in chosen.map { row[$0] } } }
            return JointSample(x: pick(sample.x), y: pick(sample.y))
          }
          for (column, choice) in resampled.enumerated() {
            let whole = try choice.estimate([sample])[0]
            let values = try choice.estimate(half) { observer.shouldStop }.sorted()
            let mean = values.reduce(0, +) / Double(values.count)
            all[column + 1].append(
              Intervals(
                truth: truth,
                bounds: Self.levels.map { level in
                  func at(_ q: Double) -> Double {
                    let place = q * Double(values.count - 1)
                    let low = Int(place)
                    let share = place - Double(low)
                    return values[low] * (1 - share) + values[min(low + 1, values.count - 1)] * share
                  }
                  return (whole + at((1 - level) / 2) - mean, whole + at((1 + level) / 2) - mean)
                }))
          }
          done += 1
          update(done)
          guard !observer.shouldStop else { throw RunError(.interrupted, "stopped") }
        }
      }
      var curves: [LinePlot.Series] = [
        LinePlot.Series("", Self.levels.map { (100 * $0, 100 * $0) }, isGuide: true)
      ]
      for (name, intervals) in zip(names, all) {
        let count = Double(max(intervals.count, 1))
        let cover = Self.levels.indices.map { level in
          Double(
            intervals.count { $0.bounds[level].low <= $0.truth && $0.truth <= $0.bounds[level].high })
            / count
        }
        let widths = Self.levels.indices.map { level in
          intervals.reduce(0) { $0 + $1.bounds[level].high - $1.bounds[level].low } / count
        }
        let ninety = Self.levels.firstIndex(of: 0.9) ?? 0
        let below = intervals.count { $0.bounds[ninety].low < 0 }
        // A wider interval that does not hold a narrower one.
        let crossed = intervals.count { one in
          zip(one.bounds, one.bounds.dropFirst()).contains { $1.low > $0.low || $1.high < $0.high }
        }
        table.add(
          [part.rawValue, name] + cover.map { decimal(100 * $0, 1) }
            + [decimal(widths[ninety], 3), "\(below) of \(intervals.count)", "\(crossed)"])
        for (index, level) in Self.levels.enumerated() {
          csv +=
            "\(part.rawValue),\(name.split(separator: ",").joined(separator: ";")),\(level),\(cover[index]),"
            + "\(widths[index]),\(below),\(crossed),\(intervals.count)\n"
        }
        curves.append(
          LinePlot.Series(name, zip(Self.levels, cover).map { (100 * $0, 100 * $1) }, marks: true))
        findings.append(
          "\(part.rawValue): the 90 % intervals of \(name) hold the truth in \(decimal(100 * cover[ninety], 1)) % of "
            + "\(intervals.count) samples, \(decimal(widths[ninety], 3)) nats wide on average.")
      }
      var plot = LinePlot(
        title: "Coverage \(part.rawValue), \(dimension)×\(dimension)", xLabel: "nominal probability, %",
        yLabel: "truths inside, %", series: curves)
      (plot.xRange, plot.yRange) = (48...97, 0...100)
      figures.append(
        .init(name: part == .inDistribution ? "calibration-in" : "calibration-out", plot: plot))
    }
    return SuiteReport(
      name: "calibration", title: "Calibration of intervals",
      method: """
        Share of truths, in %, inside central intervals of the nominal probability: \(repetitions) laws of every published test \
        family, \(dimension)×\(dimension), 20 to 500 independent draws. mist-qr: quantiles of one forward pass, which cannot \
        cross. Others: quantiles of \(halves) estimates from halves of the sample, drawn without replacement (their spread \
        is that of whole samples; a bootstrap with repetitions breaks nearest neighbours), about the whole sample's estimate.
        """,
      tables: table.text, csv: csv, findings: findings, figures: figures)
  }
}
