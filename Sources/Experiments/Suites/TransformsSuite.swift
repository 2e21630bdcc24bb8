public import Distributions
internal import LinearAlgebra
internal import Pipeline
public import Support

/// Estimates of known MI under maps that leave it as it is (InfoNet, A.4).
///
/// The tasks are those of Czyż et al. (2023).
public struct TransformsSuite: Suite {
  /// A law with its published name.
  public struct Task: Sendable {
    public let name: String
    public let law: any KnownDistribution
  }

  public var estimators: [EstimatorChoice]
  public var length = 2000
  public var repetitions = 5
  public var seed: UInt64 = 7

  public init(estimators: [EstimatorChoice]) { self.estimators = estimators }

  /// Tasks of 1 × 1 to 5 × 5 coordinates.
  public static let tasks: [Task] = {
    func normal(_ family: NormalDistribution.Family, _ dimension: Int) -> NormalDistribution? {
      NormalDistribution(family, x: dimension, y: dimension)
    }
    var tasks: [Task] = []
    func add(_ name: String, _ law: (any KnownDistribution)?) {
      if let law { tasks.append(Task(name: name, law: law)) }
    }
    func student(_ dimension: Int, _ freedom: Double) -> StudentDistribution? {
      normal(.dense(correlation: 0), dimension).map { StudentDistribution($0, degreesOfFreedom: freedom) }
    }
    let bivariate = normal(.dense(correlation: 0.75), 1)
    add("normal 1×1", bivariate)
    for map in [Deformation.halfCube, .asinh, .wiggly, .uniform, .bimodal] {
      add("\(map.rawValue) @ normal 1×1", bivariate.map { DeformedDistribution($0, map) })
    }
    add("additive noise 0.1", AdditiveNoise(noise: [0.1]))
    add("additive noise 0.75", AdditiveNoise(noise: [0.75]))
    for freedom in [1.0, 2, 3] { add("Student t 1×1, df \(Int(freedom))", student(1, freedom)) }
    add("asinh @ Student t 1×1, df 1", student(1, 1).map { DeformedDistribution($0, .asinh) })
    add("swiss roll 2×1", bivariate.map { DeformedDistribution($0, .uniform, .swissRoll) })
    for dimension in [2, 3, 5] {
      let size = "\(dimension)×\(dimension)"
      let pairs = normal(.sparse(interacting: 2, strength: 2), dimension)
      add("normal \(size), dense", normal(.dense(correlation: 0.5), dimension))
      add("normal \(size), 2-pair", pairs)
      add("half-cube @ normal \(size), 2-pair", pairs.map { DeformedDistribution($0, .halfCube) })
      add("uniform @ normal \(size), 2-pair", pairs.map { DeformedDistribution($0, .uniform) })
      if dimension > 2 {
        add("spiral @ normal \(size), 2-pair", pairs.map { DeformedDistribution($0, .spiral) })
        add(
          "spiral @ uniform @ normal \(size)", pairs.map { DeformedDistribution($0, .uniform, .spiral) })
      }
      for freedom in dimension == 2 ? [1.0, 2] : [2, 3] {
        add("Student t \(size), df \(Int(freedom))", student(dimension, freedom))
      }
      let tail = dimension == 2 ? 1.0 : 2
      add(
        "asinh @ Student t \(size), df \(Int(tail))",
        student(dimension, tail).map { DeformedDistribution($0, .asinh) })
    }
    return tasks
  }()

  public func run(_ observer: any RunObserver) throws -> SuiteReport {
    let tasks = Self.tasks
    let update = observer.begin(
      stage: "transforms", total: tasks.count * estimators.count, unit: "runs")
    var table = MarkdownTable(["task", "truth"] + estimators.map(\.label))
    var csv = "task,dimension_x,dimension_y,truth,estimator,sliced,mean,deviation\n"
    // Errors by estimator: of one coordinate, and of several taken directly.
    var (scalar, vector) = ([[Double]](), [[Double]]())
    scalar = estimators.map { _ in [] }
    vector = scalar
    for (index, task) in tasks.enumerated() {
      let samples = (0..<repetitions).map { repetition in
        var generator = SeededGenerator(seed: seed, stream: UInt64(index * 100 + repetition))
        return task.law.draw(count: length, using: &generator)
      }
      let truth = task.law.mutualInformation
      let dimension = max(task.law.dimensions.x, task.law.dimensions.y)
      var cells = [task.name, decimal(truth, 3)]
      for (column, choice) in estimators.enumerated() {
        let values = Spread(try choice.estimate(samples) { observer.shouldStop })
        let sliced = choice.isSliced(dimension: dimension)
        cells.append("\(decimal(values.mean, 3)) ± \(decimal(values.deviation, 3))" + (sliced ? " s" : ""))
        csv +=
          "\(task.name.replacing(",", with: ";")),\(task.law.dimensions.x),\(task.law.dimensions.y),\(truth),\(choice.label),\(sliced),"
          + "\(values.mean),\(values.deviation)\n"
        if dimension == 1 {
          scalar[column].append(values.mean - truth)
        } else if !sliced {
          vector[column].append(values.mean - truth)
        }
        update(index * estimators.count + column + 1)
        guard !observer.shouldStop else { throw RunError(.interrupted, "stopped") }
      }
      table.add(cells)
    }
    return SuiteReport(
      name: "transforms", title: "Maps that keep mutual information",
      method: """
        \(length) observations, mean ± deviation of \(repetitions) samples, nats. “s”: the vectors were sliced \
        (\(EstimatorChoice.usualSlices) pairs of directions) and the value is sliced MI, lower by nature and not to be \
        compared with the truth.
        """,
      tables: table.text, csv: csv,
      findings: Self.ranking("One coordinate", scalar, estimators)
        + Self.ranking("Several coordinates, taken directly", vector, estimators))
  }

  private static func ranking(
    _ what: String, _ errors: [[Double]], _ estimators: [EstimatorChoice]
  ) -> [String] {
    let ranked = zip(estimators, errors).filter { !$1.isEmpty }
      .map { ($0.label, $1.map { abs($0) }.sorted()) }
      .map { ($0.0, median: $0.1[$0.1.count / 2], most: $0.1.last ?? 0) }.sorted { $0.median < $1.median }
    guard !ranked.isEmpty else { return [] }
    return [
      "\(what): median (largest) |error of the mean| over the tasks, nats: "
        + ranked.map { "\($0.0) \(decimal($0.median, 3)) (\(decimal($0.most, 2)))" }.joined(separator: ", ")
        + "."
    ]
  }
}

extension String {
  fileprivate func replacing(_ old: Character, with new: Character) -> String {
    String(map { $0 == old ? new : $0 })
  }
}
