internal import Distributions
internal import Glibc
internal import LinearAlgebra
internal import Pipeline
public import Support

/// Self-consistency of estimates (Song & Ermon 2020; MIST): independence, data processing, additivity.
public struct ConsistencySuite: Suite {
  public var estimators: [EstimatorChoice]
  public var length = 500
  public var repetitions = 10
  public var seed: UInt64 = 8

  public init(estimators: [EstimatorChoice]) { self.estimators = estimators }

  /// Mean distances from what is right.
  private struct Errors {
    var independence = 0.0
    var processing = 0.0
    var additivity = 0.0
  }

  /// Laws of X and Y of 1, 2 and 4 coordinates.
  private static let laws: [(name: String, law: any KnownDistribution)] = {
    var laws: [(String, any KnownDistribution)] = []
    for dimension in [1, 2, 4] {
      let size = "\(dimension)×\(dimension)"
      guard
        let dense = NormalDistribution(.dense(correlation: 0.5), x: dimension, y: dimension),
        let pairs = NormalDistribution(
          .sparse(interacting: dimension, strength: 1.5), x: dimension, y: dimension)
      else { continue }
      laws.append(("normal \(size), dense", dense))
      laws.append(("half-cube @ normal \(size), sparse", DeformedDistribution(pairs, .halfCube)))
      laws.append(("Student t \(size), df 3", StudentDistribution(pairs, degreesOfFreedom: 3)))
    }
    return laws
  }()

  public func run(_ observer: any RunObserver) throws -> SuiteReport {
    let update = observer.begin(
      stage: "consistency", total: Self.laws.count * estimators.count, unit: "runs")
    var table = MarkdownTable(
      ["law", "estimator", "MI", "estimate", "independent: 0", "data processing: 1", "additivity: 2"],
      names: 2)
    var csv = "law,estimator,sliced,truth,estimate,independence,data_processing,additivity\n"
    var errors = estimators.map { _ in Errors() }
    for (index, (name, law)) in Self.laws.enumerated() {
      let draws = (0..<repetitions).map { repetition -> [JointSample] in
        var generator = SeededGenerator(seed: seed, stream: UInt64(index * 1000 + repetition))
        let sample = law.draw(count: length, using: &generator)
        let other = law.draw(count: length, using: &generator)
        return [
          sample,
          JointSample(x: sample.x, y: other.y),
          // A function of Y beside Y says nothing new.
          JointSample(x: sample.x, y: sample.y + sample.y.map { $0.map { sin(2 * $0) } }),
          JointSample(x: sample.x + other.x, y: sample.y + other.y),
        ]
      }
      for (column, choice) in estimators.enumerated() {
        var mean = [Double](repeating: 0, count: 4)
        for kind in 0..<4 {
          let values = try choice.estimate(draws.map { $0[kind] }) { observer.shouldStop }
          mean[kind] = Spread(values).mean
        }
        let (processing, additivity) = (mean[2] / mean[0], mean[3] / mean[0])
        // Scalars become vectors of two in the last two tests.
        let sliced = choice.isSliced(dimension: 2)
        table.add(
          [name, choice.label, decimal(law.mutualInformation, 3)]
            + [decimal(mean[0], 3), decimal(mean[1], 3), decimal(processing, 2), decimal(additivity, 2)])
        csv +=
          "\(name.split(separator: ",").joined(separator: ";")),\(choice.label),\(sliced),\(law.mutualInformation),"
          + "\(mean[0]),\(mean[1]),\(processing),\(additivity)\n"
        let share = 1 / Double(Self.laws.count)
        errors[column].independence += abs(mean[1]) * share
        errors[column].processing += abs(processing - 1) * share
        errors[column].additivity += abs(additivity - 2) * share
        update(index * estimators.count + column + 1)
        guard !observer.shouldStop else { throw RunError(.interrupted, "stopped") }
      }
    }
    func ranked(_ what: String, _ value: (Errors) -> Double) -> String {
      let order = zip(estimators, errors).sorted { value($0.1) < value($1.1) }
      return "\(what): " + order.map { "\($0.label) \(decimal(value($1), 3))" }.joined(separator: ", ") + "."
    }
    let sliced = estimators.filter { $0.isSliced(dimension: 2) }.map(\.label)
    return SuiteReport(
      name: "consistency", title: "Self-consistency",
      method: """
        \(length) observations, means of \(repetitions) samples. Independent: X with the Y of another draw, 0 is right. Data \
        processing: I(X; (Y, sin 2Y)) / I(X;Y), 1 is right. Additivity: two independent copies together over one, 2 is right.\
        \(sliced.isEmpty ? "" : " Vectors are sliced by \(sliced.joined(separator: ", ")): sliced MI need not keep the last two.")
        """,
      tables: table.text, csv: csv,
      findings: [
        ranked("Mean |value| where independent, nats") { $0.independence },
        ranked("Mean |ratio − 1| of data processing") { $0.processing },
        ranked("Mean |ratio − 2| of additivity") { $0.additivity },
      ])
  }
}
