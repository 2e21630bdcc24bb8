internal import Distributions
internal import Glibc
internal import LinearAlgebra
internal import MutualInformation
internal import Pipeline
public import Support

/// Seconds an estimate alone and in batches (InfoNet, Table 1), and pair-slices a second where a matrix is filled.
public struct SpeedSuite: Suite {
  public var estimators: [EstimatorChoice]
  public var lengths = [200, 500, 1000, 2000, 5000]
  public var matrixLengths = [600, 2000]
  /// Threads of the matrix; 0: every core.
  public var threads = 0
  /// Seconds a measurement, about.
  public var seconds = 1.0
  /// The estimator that the others are compared with.
  public var reference = "ksg"

  public init(estimators: [EstimatorChoice]) { self.estimators = estimators }

  /// What one estimate costs.
  struct Cost: Sendable {
    let wall: Double
    let processor: Double
  }

  public func run(_ observer: any RunObserver) throws -> SuiteReport {
    let total = (lengths.count + matrixLengths.count) * estimators.count
    let update = observer.begin(stage: "speed", total: total, unit: "runs")
    var single = MarkdownTable(
      ["estimator"] + lengths.flatMap { ["T = \($0): 1", "16", "CPU"] })
    var csv = "estimator,figure,length,batch,wall_seconds,cpu_seconds\n"
    var done = 0
    for choice in estimators {
      var cells = [choice.label]
      for length in lengths {
        let samples = Self.samples(16, length: length)
        let one = try time(choice, Array(samples[..<1]))
        let many = try time(choice, samples)
        cells += [one.wall, many.wall / 16, one.processor].map { Self.milliseconds($0) }
        csv += "\(choice.label),estimate,\(length),1,\(one.wall),\(one.processor)\n"
        csv += "\(choice.label),estimate,\(length),16,\(many.wall / 16),\(many.processor / 16)\n"
        done += 1
        update(done)
        guard !observer.shouldStop else { throw RunError(.interrupted, "stopped") }
      }
      single.add(cells)
    }
    var rows: [EstimatorSpeed.Row] = []
    for length in matrixLengths {
      for choice in estimators {
        rows.append(
          try EstimatorSpeed().measure(choice, length: length, threads: threads, seconds: seconds))
        done += 1
        update(done)
        guard !observer.shouldStop else { throw RunError(.interrupted, "stopped") }
      }
    }
    for row in rows {
      csv += "\(row.estimator),matrix,\(row.length),,\(1 / row.pairsPerSecond),\n"
    }
    var findings: [String] = []
    for length in matrixLengths {
      guard let base = rows.first(where: { $0.estimator == reference && $0.length == length }) else {
        continue
      }
      let ratios = rows.filter { $0.length == length }.sorted { $0.pairsPerSecond > $1.pairsPerSecond }
        .map { "\($0.estimator) \(decimal($0.pairsPerSecond / base.pairsPerSecond, 2))" }
      findings.append("Matrix, T = \(length), × \(reference): " + ratios.joined(separator: ", ") + ".")
    }
    return SuiteReport(
      name: "speed", title: "Speed",
      method: """
        Milliseconds an estimate of two scalar samples from raw values, one at a time and in a batch of 16, and CPU time of \
        one (InfoNet, Table 1); then pair-slices a second of the pairwise matrix, every variable prepared once, on \
        \(threads == 0 ? "all \(coreCount())" : "\(threads)") cores.
        """,
      tables: single.text + "\n" + EstimatorSpeed.markdown(rows, against: reference), csv: csv,
      findings: findings)
  }

  private static func milliseconds(_ value: Double) -> String {
    decimal(1000 * value, value < 1e-3 ? 3 : value < 0.1 ? 2 : 0)
  }

  /// Correlated normal pairs.
  private static func samples(_ count: Int, length: Int) -> [JointSample] {
    guard let law = NormalDistribution(.dense(correlation: 0.5), x: 1, y: 1) else { return [] }
    return (0..<count).map { index in
      var generator = SeededGenerator(seed: 15, stream: UInt64(index))
      return law.draw(count: length, using: &generator)
    }
  }

  /// The least of the repeats that fit the time; at least one, at most a hundred.
  private func time(_ choice: EstimatorChoice, _ samples: [JointSample]) throws -> Cost {
    var (wall, processor) = (Double.infinity, Double.infinity)
    let began = Self.now(CLOCK_MONOTONIC)
    var repeats = 0
    repeat {
      let start = (Self.now(CLOCK_MONOTONIC), Self.now(CLOCK_PROCESS_CPUTIME_ID))
      _ = try choice.estimate(samples)
      wall = min(wall, Self.now(CLOCK_MONOTONIC) - start.0)
      processor = min(processor, Self.now(CLOCK_PROCESS_CPUTIME_ID) - start.1)
      repeats += 1
    } while repeats < 100 && Self.now(CLOCK_MONOTONIC) - began < seconds / 2
    return Cost(wall: wall, processor: processor)
  }

  private static func now(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}
