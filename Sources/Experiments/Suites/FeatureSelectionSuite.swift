internal import Distributions
internal import Evaluation
internal import LinearAlgebra
internal import Mist
internal import MutualInformation
internal import NeuralNetwork
internal import Pipeline
internal import Report
internal import Synchronization
public import Support

/// Finding the features that matter by gradient ascent through an estimator (MIST, appendix E).
public struct FeatureSelectionSuite: Suite {
  public var features = 12
  public var relevant = 3
  public var length = 300
  /// Problems of every kind.
  public var problems = 12
  public var starts = 3
  /// Steps of ascent through mist, and of training of the critic.
  public var steps = 40
  public var criticSteps = 1000
  public var seed: UInt64 = 13
  private let weights: String?
  private let threads: Int

  public init(weights: String? = nil, threads: Int = 0) {
    self.weights = weights
    self.threads = threads
  }

  private static let methods = ["mist, ascent", "mine, ascent", "ksg, one feature at a time"]

  public func run(_ observer: any RunObserver) throws -> SuiteReport {
    let loaded = try MistWeights.load(.mean, weights)
    let links = FeatureAscent.Link.allCases
    let update = observer.begin(
      stage: "feature-selection", total: links.count * problems, unit: "problems")
    var table = MarkdownTable(["target"] + Self.methods)
    var csv = "target,method,problem,auc\n"
    var pooled = Self.methods.map { _ in [(score: Double, isRelevant: Bool)]() }
    var means = [Double](repeating: 0, count: Self.methods.count)
    let ksg = try KSG()
    for (index, link) in links.enumerated() {
      let results = Mutex([[[Double]]](repeating: [], count: problems))
      let truths = Mutex([[Bool]](repeating: [], count: problems))
      try forEachChunk(count: problems, threads: threads) { number in
        guard !observer.shouldStop else { throw RunError(.interrupted, "stopped") }
        var g = SeededGenerator(seed: seed, stream: UInt64(index * 1000 + number))
        let problem = FeatureAscent.problem(
          link, features: features, relevant: relevant, length: length, using: &g)
        let gradient = try MistGradient<Float>(weights: loaded)
        let ascent = try FeatureAscent.mist(
          problem, gradient: gradient, starts: starts, steps: steps, using: &g)
        let critic = FeatureAscent.critic(problem, starts: starts, steps: criticSteps, using: &g)
        let target = try ksg.prepare(Observations(vectors: [[problem.target]]))
        let single = try problem.features.map {
          try ksg.estimate(ksg.prepare(Observations(vectors: [[$0]])), target)
        }
        results.withLock { $0[number] = [ascent, critic, single] }
        truths.withLock { $0[number] = problem.isRelevant }
        update(index * problems + number + 1)
      }
      let (found, truth) = (results.withLock { $0 }, truths.withLock { $0 })
      var row: [String] = []
      for (method, name) in Self.methods.enumerated() {
        let areas = zip(found, truth).map { scores, truth in
          let labelled = zip(scores[method], truth)
          return AreaUnderROC.score(
            positives: labelled.filter { $0.1 }.map { $0.0 },
            negatives: labelled.filter { !$0.1 }.map { $0.0 }) ?? 0.5
        }
        for (number, area) in areas.enumerated() {
          csv += "\(link.rawValue),\(name.split(separator: ",").joined(separator: ";")),\(number),\(area)\n"
        }
        let mean = areas.reduce(0, +) / Double(max(areas.count, 1))
        means[method] += mean / Double(links.count)
        row.append(decimal(mean, 3))
        for (scores, truth) in zip(found, truth) {
          // On one scale for all problems, so that one curve can be drawn.
          let top = max(scores[method].max() ?? 1, 1e-12)
          pooled[method] += zip(scores[method], truth).map { ($0 / top, $1) }
        }
      }
      table.add([link.rawValue] + row)
    }
    let ranked = zip(Self.methods, means).sorted { $0.1 > $1.1 }
      .map { "\($0.0) \(decimal($0.1, 3))" }.joined(separator: "; ")
    var plot = LinePlot(
      title: "Features found, \(features) of which \(relevant) matter", xLabel: "false positive rate",
      yLabel: "true positive rate",
      series: [LinePlot.Series("", [(0, 0), (1, 1)], isGuide: true)]
        + zip(Self.methods, pooled).map { LinePlot.Series($0, Self.curve($1)) })
    (plot.xRange, plot.yRange) = (0...1, 0...1)
    return SuiteReport(
      name: "feature-selection", title: "Feature selection by gradient ascent",
      method: """
        \(length) observations of \(features) normal features; the target is a function of the normed sum of \(relevant) of them \
        and noise of deviation 0.3. Areas under the ROC of |w|, mean of \(problems) problems. mist: steepest ascent of \
        I(w·X; Y) over unit vectors through the trained network, best of \(starts) starts of \(steps) steps. mine: w trained \
        together with a critic of (w·X, Y), best of \(starts) starts of \(criticSteps) steps. ksg: I(X_k; Y), no ascent.
        """,
      tables: table.text, csv: csv, findings: ["Mean area under the ROC: \(ranked)."],
      figures: [.init(name: "feature-selection", plot: plot)])
  }

  /// The ROC curve of scores, from (0, 0) to (1, 1).
  private static func curve(_ scores: [(score: Double, isRelevant: Bool)]) -> [(x: Double, y: Double)] {
    let positives = Double(max(scores.count { $0.isRelevant }, 1))
    let negatives = Double(max(scores.count { !$0.isRelevant }, 1))
    var (hits, alarms) = (0.0, 0.0)
    var points: [(x: Double, y: Double)] = [(0, 0)]
    for item in scores.sorted(by: { $0.score > $1.score }) {
      if item.isRelevant { hits += 1 / positives } else { alarms += 1 / negatives }
      points.append((alarms, hits))
    }
    return points
  }
}
