internal import Distributions
internal import LinearAlgebra
internal import Pipeline
internal import Report
public import Support

/// Squared error by sample size and dimension on laws whose MI is known, of families that were trained on and others (MIST,
/// table 1 and figure 3).
public struct RegressionSuite: Suite {
  public var estimators: [EstimatorChoice]
  public var dimensions = [1, 2, 3, 4]
  /// Laws for every family, sample size and dimension.
  public var repetitions = 3
  public var seed: UInt64 = 11

  /// Groups of sample sizes, and the sizes that stand for them.
  static let groups: [(name: String, lengths: [Int])] = [
    ("10–100", [12, 25, 50, 90]), ("100–300", [110, 160, 220, 290]), ("300–500", [320, 380, 440, 500]),
  ]

  public init(estimators: [EstimatorChoice]) { self.estimators = estimators }

  /// Squared errors of one estimator in one cell.
  private struct Cell: Hashable {
    let part: MetaDataset.Part
    let dimension: Int
    let group: Int
    let estimator: Int
  }

  public func run(_ observer: any RunObserver) throws -> SuiteReport {
    let parts = [MetaDataset.Part.inDistribution, .outOfDistribution]
    let sizes = Self.groups.reduce(0) { $0 + $1.lengths.count }
    let update = observer.begin(
      stage: "mist", total: parts.count * dimensions.count * sizes * estimators.count, unit: "cells")
    var errors: [Cell: [Double]] = [:]
    var byLength: [[Int: [Double]]] = estimators.map { _ in [:] }
    var seconds = [Double](repeating: 0, count: estimators.count)
    var timed = [Int](repeating: 0, count: estimators.count)
    var csv = "part,family,dimension,n,estimator,sliced,truth,estimate\n"
    var done = 0
    for part in parts {
      for dimension in dimensions {
        for (group, (_, lengths)) in Self.groups.enumerated() {
          for length in lengths {
            let drawn = part.families.enumerated().flatMap { index, family in
              (0..<repetitions).map { repetition -> (MetaDataset.Family, Double, JointSample) in
                var generator = SeededGenerator(
                  seed: seed, stream: UInt64(((index * 100 + repetition) * 1000 + length) * 64 + dimension))
                let law = MetaDataset.law(family, dimension: dimension, using: &generator)
                return (family, law.mutualInformation, law.draw(count: length, using: &generator))
              }
            }
            for (column, choice) in estimators.enumerated() {
              let start = ContinuousClock().now
              let values = try choice.estimate(drawn.map(\.2)) { observer.shouldStop }
              if dimension == 2, length == 500 {
                seconds[column] += (ContinuousClock().now - start).inSeconds
                timed[column] += values.count
              }
              let sliced = choice.isSliced(dimension: dimension)
              for ((family, truth, _), value) in zip(drawn, values) {
                let error = (value - truth) * (value - truth)
                errors[
                  Cell(part: part, dimension: dimension, group: group, estimator: column), default: []
                ].append(error)
                if part == .inDistribution, dimension == 2 {
                  byLength[column][length, default: []].append(error)
                }
                csv +=
                  "\(part.rawValue),\(family.description.split(separator: ",").joined(separator: ";")),"
                  + "\(dimension),\(length),\(choice.label),\(sliced),\(truth),\(value)\n"
              }
              done += 1
              update(done)
              guard !observer.shouldStop else { throw RunError(.interrupted, "stopped") }
            }
          }
        }
      }
    }
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(values.count, 1)) }
    var tables = ""
    for dimension in dimensions {
      var table = MarkdownTable(
        ["\(dimension)×\(dimension)"]
          + parts.flatMap { part in
            Self.groups.map { "\(part == .inDistribution ? "in" : "out") \($0.name)" }
          } + (dimension == 2 ? ["ms, n = 500"] : []))
      for (column, choice) in estimators.enumerated() {
        let cells = parts.flatMap { part in
          Self.groups.indices.map { group in
            decimal(
              mean(
                errors[Cell(part: part, dimension: dimension, group: group, estimator: column)] ?? []),
              4)
          }
        }
        let time = dimension == 2 ? [decimal(1000 * seconds[column] / Double(max(timed[column], 1)), 2)] : []
        table.add(
          [choice.label + (choice.isSliced(dimension: dimension) ? ", sliced" : "")] + cells + time)
      }
      tables += table.text + "\n"
    }
    var findings: [String] = []
    for part in parts {
      for (group, (name, _)) in Self.groups.enumerated() {
        let ranked = estimators.indices.map { column in
          (
            estimators[column].label,
            mean(
              dimensions.flatMap {
                errors[Cell(part: part, dimension: $0, group: group, estimator: column)] ?? []
              })
          )
        }.sorted { $0.1 < $1.1 }.map { "\($0.0) \(decimal($0.1, 4))" }.joined(separator: ", ")
        findings.append("Mean squared error \(part.rawValue), n = \(name), all dimensions: \(ranked).")
      }
    }
    var plot = LinePlot(
      title: "Squared error in distribution, 2×2", xLabel: "observations",
      yLabel: "root mean squared error, nats",
      series: zip(estimators, byLength).map { choice, cells in
        LinePlot.Series(
          choice.label,
          cells.sorted { $0.key < $1.key }.map { (Double($0.key), mean($0.value).squareRoot()) }, marks: true)
      })
    plot.yRange = 0...0.8
    return SuiteReport(
      name: "mist", title: "Squared error by sample size and dimension",
      method: """
        Mean squared errors, nats². Laws of the published test families, \(repetitions) for every family, sample size and \
        dimension; in: families that mist was trained on, out: combinations of family and map that it never saw (its \
        ranks see no difference). Independent draws. Estimators marked as sliced estimate sliced MI, which is not MI. Times \
        are of one estimate beside others on all cores.
        """,
      tables: tables, csv: csv, findings: findings, figures: [.init(name: "mist", plot: plot)])
  }
}
