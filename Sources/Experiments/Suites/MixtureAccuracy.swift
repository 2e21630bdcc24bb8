internal import Glibc
internal import Distributions
internal import LinearAlgebra
internal import Distributions
internal import Pipeline
internal import Synchronization
public import Support
internal import MotionSegmentation

/// InfoNet's Tables 2 and 3: error by level of MI, and order accuracy "is I(X;Y) ≥ I(X;Z)?" by number of components.
public struct MixtureAccuracy: Suite {
  /// What one estimator did at one sample length.
  public struct Row: Sendable {
    public let estimator: String
    public let length: Int
    /// Number of components, share of triplets in the right order.
    public let order: [(components: Int, accuracy: Double)]
    /// (true, estimated) MI of every pair.
    public let pairs: [(truth: Double, estimate: Double)]
    /// Seconds of all estimates on one core.
    public let seconds: Double

    public var meanOrder: Double { order.reduce(0) { $0 + $1.accuracy } / Double(order.count) }
    public var rmse: Double {
      (pairs.reduce(0) { $0 + square($1.estimate - $1.truth) } / Double(pairs.count)).squareRoot()
    }

    /// Pairs whose true MI lies within 0.05 of level/10, or above 1 for level 10: count, mean error, variance of the error.
    public func bin(_ level: Int) -> (count: Int, mean: Double, variance: Double) {
      let errors = pairs.filter { level == 10 ? $0.truth > 1 : abs($0.truth - Double(level) / 10) <= 0.05 }
        .map { $0.estimate - $0.truth }
      guard !errors.isEmpty else { return (0, .nan, .nan) }
      let mean = errors.reduce(0, +) / Double(errors.count)
      return (errors.count, mean, errors.reduce(0) { $0 + square($1 - mean) } / Double(errors.count))
    }
  }

  public let set: MixtureTriplets
  /// An estimator, or nil for the known density.
  public var estimators: [EstimatorChoice?]
  public var lengths = [2000]
  public var seed: UInt64 = 1000
  public var threads = 0

  public init(_ set: MixtureTriplets, estimators: [EstimatorChoice?]) {
    self.set = set
    self.estimators = estimators
  }

  /// The name under which the mean of the true pointwise MI over the sample is listed: what knowing the density would give.
  public static let density = "density"

  public func run(_ observer: any RunObserver) throws -> SuiteReport {
    let update = observer.begin(
      stage: "gmm", total: lengths.count * estimators.count, unit: "runs")
    var rows: [Row] = []
    var findings: [String] = []
    for length in lengths {
      var here: [Row] = []
      for choice in estimators {
        here.append(try measure(choice, length: length))
        update(rows.count + here.count)
        guard !observer.shouldStop else { throw RunError(.interrupted, "stopped") }
      }
      rows += here
      let order = here.sorted { $0.meanOrder > $1.meanOrder }
        .map { "\($0.estimator) \(decimal(100 * $0.meanOrder, 2))" }.joined(separator: ", ")
      let error = here.sorted { $0.rmse < $1.rmse }.map { "\($0.estimator) \(decimal($0.rmse, 4))" }
        .joined(separator: ", ")
      findings.append("T = \(length): order accuracy, %: \(order).")
      findings.append("T = \(length): rmse, nats: \(error).")
    }
    return SuiteReport(
      name: "gmm", title: "Gaussian mixtures",
      method: """
        Independent draws of triplets (X, Y, Z) of known MI: \(set.source); \(set.triplets.first?.triplets.count ?? 0) for \
        each number of components (InfoNet, Tables 2 and 3). `\(Self.density)`: the mean of the true pointwise MI over the \
        sample, which is what knowing the density would give.
        """,
      tables: MixtureAccuracyTable.markdown(rows), csv: MixtureAccuracyTable.csv(rows), findings: findings)
  }

  /// Estimates I(X;Y) and I(X;Z) of every triplet from `length` independent draws.
  ///
  /// - Throws: what the estimator throws.
  func measure(_ choice: EstimatorChoice?, length: Int) throws -> Row {
    var order: [(Int, Double)] = []
    var pairs: [(Double, Double)] = []
    var seconds = 0.0
    for (components, triplets) in set.triplets {
      let samples = Mutex([[[Float]]](repeating: [], count: triplets.count))
      try forEachChunk(count: triplets.count, threads: threads) { index in
        var generator = SeededGenerator(seed: seed &+ UInt64(components), stream: UInt64(index))
        let points = triplets[index].mixture.sample(count: length, using: &generator)
        samples.withLock { $0[index] = points }
      }
      let drawn = samples.withLock { $0 }
      let start = ContinuousClock.now
      let values: [Double]
      if let choice {
        let samples =
          drawn.map { JointSample(x: [Self.wide($0[0])], y: [Self.wide($0[1])]) }
          + drawn.map { JointSample(x: [Self.wide($0[0])], y: [Self.wide($0[2])]) }
        values = try choice.estimate(samples)
      } else {
        values =
          zip(drawn, triplets).map { Self.densityMean($0, $1.mixture, 1) }
          + zip(drawn, triplets).map { Self.densityMean($0, $1.mixture, 2) }
      }
      seconds += start.duration(to: .now).inSeconds
      let n = triplets.count
      let right = (0..<n).count { (values[$0] >= values[n + $0]) == (triplets[$0].xy >= triplets[$0].xz) }
      order.append((components, Double(right) / Double(n)))
      for index in 0..<n {
        pairs.append((triplets[index].xy, values[index]))
        pairs.append((triplets[index].xz, values[n + index]))
      }
    }
    return Row(
      estimator: choice?.label ?? Self.density, length: length, order: order, pairs: pairs, seconds: seconds)
  }

  private static func wide(_ values: [Float]) -> [Double] { values.map { Double($0) } }

  private static func densityMean(_ points: [[Float]], _ mixture: SpatialMixture, _ other: Int) -> Double {
    let pointwise = mixture.plane(0, other).evaluate(x: points[0], y: points[other]).pointwise
    return pointwise.reduce(0) { $0 + Double($1) } / Double(pointwise.count)
  }
}

private func square(_ x: Double) -> Double { x * x }

extension Duration {
  /// As a number of seconds.
  var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
