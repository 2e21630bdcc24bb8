import Experiments
import Foundation
import Pipeline
import TestSupport
import Testing
import Support

/// Every suite runs to the end, small, and finds what must be true of good estimators.
@Suite struct SuiteTests {
  private func choices(_ names: String) throws -> [EstimatorChoice] { try EstimatorChoice.list(names) }

  private func rows(_ report: SuiteReport) -> [[String]] {
    report.csv.split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test func gaussianCopulaIsRightAboutNormals() throws {
    var suite = BivariateNormal(estimators: try choices("gaussian"))
    suite.repetitions = 2
    let report = try suite.run(SilentObserver())
    let rows = rows(report)
    #expect(rows.count == BivariateNormal.correlations.count)
    for row in rows {
      let (truth, mean) = (try #require(Double(row[3])), try #require(Double(row[4])))
      #expect(abs(truth - mean) < 0.08)
    }
    #expect(report.figures.count == 1)
    #expect(report.section(command: "x").contains("    x\n"))
  }

  @Test func knowingTheDensityOrdersMixtures() throws {
    let set = try MixtureTriplets(drawing: 6, components: 3, seed: 1)
    var suite = MixtureAccuracy(set, estimators: [try EstimatorChoice("ksg"), nil])
    suite.lengths = [1000]
    let rows = rows(try suite.run(SilentObserver()))
    func value(_ estimator: String, _ figure: String) -> [Double] {
      rows.filter { $0[0] == estimator && $0[2] == figure }.compactMap { Double($0[5]) }
    }
    #expect(value("density", "order_accuracy").reduce(0, +) > 2.6)
    #expect(value("ksg", "order_accuracy").reduce(0, +) > 2.4)
    #expect(try #require(value("density", "rmse").first) < 0.05)
    #expect(try #require(value("ksg", "rmse").first) < 0.06)
  }

  @Test func dependenceIsSeenInManyDimensions() throws {
    var suite = IndependenceSuite(estimators: try choices("gaussian:20"))
    (suite.dimensions, suite.lengths, suite.trials, suite.pairs) = ([8], [40, 400], 2, 12)
    let areas = rows(try suite.run(SilentObserver()))
    #expect(areas.count == 6)
    for row in areas where row[4] == "400" {
      #expect(try #require(Double(row[5])) > 0.9, "\(row)")
    }
  }

  @Test func canonicalCorrelationOrdersNormals() throws {
    var suite = DimensionSuite(estimators: try choices("cca,gaussian:40"))
    (suite.dimensions, suite.triplets) = ([2, 5], 15)
    let rows = rows(try suite.run(SilentObserver()))
    for row in rows where row[1] == "cca" { #expect(try #require(Double(row[3])) > 0.9) }
  }

  @Test func mapsAreNothingToRanks() throws {
    var suite = TransformsSuite(estimators: try choices("gaussian"))
    (suite.length, suite.repetitions) = (500, 1)
    let rows = rows(try suite.run(SilentObserver()))
    #expect(rows.count == TransformsSuite.tasks.count)
    for row in rows where row[0].hasSuffix("@ normal 1×1") {
      let (truth, mean) = (try #require(Double(row[3])), try #require(Double(row[6])))
      #expect(abs(truth - mean) < 0.12, "\(row)")
    }
  }

  @Test func normalsAreConsistentForCanonicalCorrelation() throws {
    var suite = ConsistencySuite(estimators: try choices("cca"))
    suite.repetitions = 3
    let row = try #require(rows(try suite.run(SilentObserver())).first)
    #expect(abs(try #require(Double(row[5]))) < 0.02)
    #expect(abs(try #require(Double(row[6])) - 1) < 0.1)
    #expect(abs(try #require(Double(row[7])) - 2) < 0.3)
  }

  @Test func mistIsAheadOfCanonicalCorrelationOnItsLaws() throws {
    var suite = RegressionSuite(estimators: try choices("mist,cca,gaussian"))
    (suite.dimensions, suite.repetitions) = ([2], 1)
    let report = try suite.run(SilentObserver())
    let rows = rows(report)
    #expect(rows.count == 12 * 13 * 3)
    func error(_ name: String) -> Double {
      rows.filter { $0[4] == name }.reduce(0) { sum, row in
        sum + pow((Double(row[6]) ?? 0) - (Double(row[7]) ?? .infinity), 2)
      }
    }
    #expect(error("mist") < 0.5 * error("cca"))
    // What takes scalars only is marked as sliced.
    #expect(rows.allSatisfy { ($0[5] == "true") == ($0[4] == "infonet") })
    #expect(report.figures.count == 1)
  }

  @Test func intervalsAreCounted() throws {
    var suite = CalibrationSuite(resampled: try choices("cca"))
    (suite.repetitions, suite.halves) = (6, 20)
    let report = try suite.run(SilentObserver())
    let rows = rows(report)
    #expect(rows.count == 2 * 2 * 6)
    for row in rows where row[1] == "mist-qr" {
      let (level, cover) = (try #require(Double(row[2])), try #require(Double(row[3])))
      #expect(abs(level - cover) < 0.3)
      #expect(row[6] == "0", "quantiles cross")
    }
    // Coverage rises with the level, for every method.
    for (row, next) in zip(rows, rows.dropFirst()) where row[0] == next[0] && row[1] == next[1] {
      #expect(try #require(Double(row[3])) <= (try #require(Double(next[3]))))
    }
  }

  @Test func ascentFindsTheFeatures() throws {
    var suite = FeatureSelectionSuite()
    (suite.problems, suite.length, suite.criticSteps) = (2, 250, 60)
    let rows = rows(try suite.run(SilentObserver()))
    #expect(rows.count == 4 * 3 * 2)
    func mean(_ target: String, _ method: String) -> Double {
      let areas = rows.filter { $0[0] == target && $0[1].hasPrefix(method) }.compactMap { Double($0[3]) }
      return areas.reduce(0, +) / Double(max(areas.count, 1))
    }
    #expect(mean("linear", "mist") > 0.95)
    #expect(mean("saturating", "mist") > 0.95)
    #expect(mean("linear", "ksg") > 0.9)
  }

  @Test func speedIsMeasured() throws {
    var suite = SpeedSuite(estimators: try choices("gaussian,ksg"))
    (suite.lengths, suite.matrixLengths, suite.seconds) = ([100], [100], 0.02)
    let rows = rows(try suite.run(SilentObserver()))
    #expect(rows.count == 6)
    for row in rows { #expect(try #require(Double(row[4])) > 0) }
  }

  @Test(arguments: ["ksg:", "ksg:x", "ksg:0", "a:b:c"]) func badNamesAreRefused(name: String) {
    #expect(throws: InvalidOption.self) { _ = try EstimatorChoice(name) }
  }

  @Test func interruptionIsAnError() throws {
    struct Stopped: RunObserver {
      func say(_ line: String) {}
      func warn(_ line: String) {}
      func begin(stage: String, total: Int, unit: String) -> @Sendable (Int) -> Void { { _ in } }
      var shouldStop: Bool { true }
    }
    let suite = BivariateNormal(estimators: try choices("gaussian"))
    let error = #expect(throws: RunError.self) { _ = try suite.run(Stopped()) }
    #expect(error?.code == .interrupted)
  }
}
