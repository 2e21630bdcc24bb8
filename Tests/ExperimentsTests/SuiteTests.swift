import Experiments
import Foundation
import Pipeline
import TestSupport
import Testing

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

  @Test func speedIsMeasured() throws {
    var suite = SpeedSuite(estimators: try choices("gaussian,ksg"))
    (suite.lengths, suite.matrixLengths, suite.seconds) = ([100], [100], 0.02)
    let rows = rows(try suite.run(SilentObserver()))
    #expect(rows.count == 6)
    for row in rows { #expect(try #require(Double(row[4])) > 0) }
  }

  @Test(arguments: ["ksg:", "ksg:x", "ksg:0", "a:b:c"]) func badNamesAreRefused(name: String) {
    let error = #expect(throws: PipelineError.self) { _ = try EstimatorChoice(name) }
    #expect(error?.code == .usage)
  }

  @Test func interruptionIsAnError() throws {
    struct Stopped: PipelineObserver {
      func say(_ line: String) {}
      func warn(_ line: String) {}
      func begin(stage: String, total: Int, unit: String) -> @Sendable (Int) -> Void { { _ in } }
      var shouldStop: Bool { true }
    }
    let suite = BivariateNormal(estimators: try choices("gaussian"))
    let error = #expect(throws: PipelineError.self) { _ = try suite.run(Stopped()) }
    #expect(error?.code == .interrupted)
  }
}
