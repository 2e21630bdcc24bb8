import Evaluation
import Foundation
import LinearAlgebra
import TestSupport
import Testing

/// Metrics against scikit-learn's, from scripts/reference/metrics.py.
@Suite struct MetricsTests {
  struct Golden: Decodable {
    struct Ranking: Decodable {
      let scores: [Float]
      let relevant: [Bool]
      let value: Double
    }
    struct PartialRanking: Decodable {
      /// nil: unknown.
      let scores: [Float?]
      let relevant: [Bool]
      let value: Double
    }
    struct Labelings: Decodable {
      let a: [Int]
      let b: [Int]
      let value: Double
    }
    struct Grouping: Decodable {
      let labels: [Int]
      let truth: [Int]
      let hungarian: Double
      let foreground: Double?
      let precision: Double
      let recall: Double
      let f: Double
      let objects: Int
    }
    struct Weights: Decodable {
      let rows: Int
      let columns: Int
      let weights: [Double]
      let best: Double
    }
    struct Masks: Decodable {
      let width: Int
      let height: Int
      let masks: [[UInt8]]
      let truth: [[UInt8]]
      let ids: [UInt8]
      let labels: [UInt8]
      let region: [Double]
      let boundary: [Double]
    }
    let averagePrecision: [Ranking]
    let unknownPrecision: [PartialRanking]
    let grouping: [Grouping]
    let assignments: [Weights]
    let masks: [Masks]
    let adjustedRand: [Labelings]
  }

  let golden: Golden

  init() throws {
    let path = Fixtures.projectRoot + "/Tests/EvaluationTests/Golden/metrics.json"
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    golden = try decoder.decode(Golden.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
  }

  @Test func averagePrecisionIsScikitLearns() throws {
    for ranking in golden.averagePrecision {
      let value = try #require(
        AveragePrecision.ofRanking(scores: ranking.scores, isRelevant: ranking.relevant))
      #expect(abs(value - ranking.value) < 1e-12)
    }
    #expect(AveragePrecision.ofRanking(scores: [1, 2], isRelevant: [false, false]) == nil)
  }

  @Test func unknownScoresRankLast() throws {
    #expect(golden.unknownPrecision.count == 12)
    for ranking in golden.unknownPrecision {
      let value = try #require(
        AveragePrecision.ofRanking(scores: ranking.scores.map { $0 ?? .nan }, isRelevant: ranking.relevant))
      #expect(abs(value - ranking.value) < 1e-12)
    }
    // By hand: one right at rank 1, then the two unknown ones at rank 3 together: 1/2 · 1 + 1/2 · 2/3.
    let byHand = try #require(
      AveragePrecision.ofRanking(scores: [.nan, 2, .nan], isRelevant: [true, true, false]))
    #expect(abs(byHand - 5.0 / 6) < 1e-15)
  }

  @Test func unknownPairsAreBelowEveryThreshold() {
    // Objects {0, 1, 2} and {3}; the pairs 0–1 and 1–3 are unknown.
    var matrix = SymmetricMatrix(count: 4)
    (matrix[0, 1], matrix[0, 2], matrix[0, 3]) = (.nan, 0.9, 0.5)
    (matrix[1, 2], matrix[1, 3], matrix[2, 3]) = (-0.2, .nan, 0.1)
    let rows = ThresholdCounts(
      matrix, truth: [1, 1, 1, 2], queries: [0, 1, 2, 3], thresholds: [-100, 0.3, 0.95]
    ).rows
    #expect(rows.map(\.truePositives) == [4, 2, 0] && rows.map(\.falsePositives) == [4, 2, 0])
    #expect(
      rows.map(\.falseNegatives) == [2, 4, 6], "a missed link of an unknown pair is missed at every threshold"
    )
  }

  @Test func adjustedRandIndexIsScikitLearns() {
    for labelings in golden.adjustedRand {
      #expect(abs(AdjustedRandIndex.score(labelings.a, labelings.b) - labelings.value) < 1e-12)
    }
    #expect(AdjustedRandIndex.score(labels: [1, 1, 2, 9], truth: [5, 5, 6, 0]) == 1, "id 0 is not scored")
  }

  @Test func theMeanIsOverScoredQueriesWithCompany() throws {
    var generator = SeededGenerator(seed: 4)
    var matrix = SymmetricMatrix(count: 40)
    for row in 0..<40 {
      for column in 0..<row { matrix[row, column] = Float((generator.normal() * 3).rounded()) }
    }
    let truth = (0..<40).map { $0 == 7 ? 99 : $0 % 4 }  // one object of a single track; id 0 is not scored
    var values: [Double] = []
    for query in 0..<40 where truth[query] != 0 {
      let others = (0..<40).filter { $0 != query && truth[$0] != 0 }
      let value = AveragePrecision.ofRanking(
        scores: others.map { matrix[query, $0] }, isRelevant: others.map { truth[$0] == truth[query] })
      if let value { values.append(value) }
    }
    #expect(values.count == 29)
    for threads in [1, 3] {
      let mean = try #require(try AveragePrecision.mean(matrix, truth: truth, threads: threads))
      #expect(abs(mean - values.reduce(0, +) / 29) < 1e-12)
    }
    #expect(try AveragePrecision.mean(matrix, truth: [Int](repeating: 0, count: 40)) == nil)
  }

  @Test func theBestThresholdIsTheBestOfAll() {
    var generator = SeededGenerator(seed: 9)
    for _ in 0..<20 {
      let count = 15
      // Any tree will do: each element hangs on an earlier one, links by decreasing similarity, with ties.
      var links: [(a: Int, b: Int, similarity: Float)] = (1..<count).map { element in
        (Int(generator.uniform(0, Double(element))), element, Float(generator.uniform(0, 6).rounded()))
      }
      links.sort { $0.similarity > $1.similarity }
      let truth = (0..<count).map { _ in Int(generator.uniform(0, 4)) }
      var best = -Double.infinity
      for threshold in Set(links.map(\.similarity)).union([.infinity]) {
        var labels = Array(0..<count)
        for link in links where link.similarity >= threshold {
          let (from, to) = (labels[link.a], labels[link.b])
          labels = labels.map { $0 == from ? to : $0 }
        }
        best = max(best, AdjustedRandIndex.score(labels: labels, truth: truth))
      }
      #expect(abs(BestThreshold.adjustedRandIndex(links: links, truth: truth).score - best) < 1e-12)
    }
  }
}

extension MetricsTests {
  @Test func assignmentsAreSciPys() {
    for item in golden.assignments {
      let match = Assignment.greatest(item.weights, rows: item.rows, columns: item.columns)
      let sum = match.enumerated().reduce(0.0) { sum, pair in
        sum + (pair.element.map { item.weights[pair.offset * item.columns + $0] } ?? 0)
      }
      #expect(abs(sum - item.best) < 1e-9)
      #expect(Set(match.compactMap { $0 }).count == min(item.rows, item.columns))
    }
    #expect(Assignment.greatest([], rows: 2, columns: 0) == [nil, nil])
  }

  @Test func groupingsAreScoredAsTheReferences() throws {
    for item in golden.grouping {
      let table = Contingency(labels: item.labels, truth: item.truth)
      #expect(abs(table.hungarianAccuracy - item.hungarian) < 1e-12)
      let foreground = AdjustedRandIndex.foreground(labels: item.labels, truth: item.truth, background: 1)
      #expect((foreground == nil) == (item.foreground == nil))
      if let foreground, let expected = item.foreground { #expect(abs(foreground - expected) < 1e-12) }
      let scores = RegionScores(table)
      #expect(abs(scores.precision - item.precision) < 1e-12)
      #expect(abs(scores.recall - item.recall) < 1e-12)
      #expect(abs(scores.fMeasure - item.f) < 1e-12)
      #expect(scores.extractedObjects == item.objects)
    }
  }

  @Test func masksAreScoredAsByDAVIS() throws {
    for item in golden.masks {
      var scores = MaskScores(width: item.width, height: item.height)
      for (mask, truth) in zip(item.masks, item.truth) { scores.add(mask: mask, truth: truth) }
      let objects = scores.objects
      #expect(objects.map(\.truth) == item.ids)
      for (index, object) in objects.enumerated() {
        #expect(object.label ?? 0 == item.labels[index])
        #expect(abs(object.region - item.region[index]) < 1e-12)
        #expect(abs(object.boundary - item.boundary[index]) < 1e-12)
      }
    }
  }

  @Test func thresholdsCountLinks() {
    var generator = SeededGenerator(seed: 9)
    let truth = (0..<30).map { _ in Int(generator.uniform() * 4) }
    var matrix = SymmetricMatrix(count: 30)
    for i in 0..<30 { for j in 0...i { matrix[i, j] = Float((generator.uniform() * 20).rounded() / 10) } }
    let counts = ThresholdCounts(
      matrix, truth: truth, queries: [3, 7, 20], thresholds: ThresholdCounts.sweep(matrix, increment: 0.25))
    for row in counts.rows {
      var (tp, fp, fn) = (0, 0, 0)
      for q in [3, 7, 20] where truth[q] != 0 {
        for o in 0..<30 where o != q && truth[o] != 0 {
          let linked = Double(matrix[q, o]) >= row.threshold
          if linked {
            if truth[o] == truth[q] { tp += 1 } else { fp += 1 }
          } else if truth[o] == truth[q] {
            fn += 1
          }
        }
      }
      let found = [row.truePositives, row.falsePositives, row.falseNegatives]
      #expect(found == [tp, fp, fn])
    }
    #expect(counts.rows.first.map { $0.recall } == 1)
  }
}

@Suite struct CurveTests {
  @Test func curveHoldsTheAveragePrecision() throws {
    var generator = SeededGenerator(seed: 6)
    for count in [3, 20, 100] {
      let scores = (0..<count).map { _ in Float((generator.uniform() * 10).rounded()) }
      var relevant = (0..<count).map { _ in generator.uniform() < 0.3 }
      relevant[count / 2] = true
      let curve = try #require(PrecisionRecallCurve(scores: scores, isRelevant: relevant))
      let value = try #require(AveragePrecision.ofRanking(scores: scores, isRelevant: relevant))
      #expect(abs(curve.averagePrecision - value) < 1e-12)
      #expect(curve.points.last?.recall == 1)
      // The interpolated levels, from their definition.
      let interpolated = curve.interpolated
      for (level, fast) in zip(PrecisionRecallCurve.levels, interpolated) {
        #expect(abs(fast - curve.interpolatedPrecision(at: level)) < 1e-12)
      }
    }
  }

  @Test func nothingRelevantHasNoCurve() {
    #expect(PrecisionRecallCurve(scores: [1], isRelevant: [false]) == nil)
    let matrix = SymmetricMatrix(count: 3, repeating: 1)
    #expect(PrecisionRecallCurve.mean(matrix, truth: [1, 2, 3]) == nil)
    #expect(PrecisionRecallCurve.mean(matrix, truth: [1, 1, 0])?.allSatisfy { $0 == 1 } == true)
  }

  /// By counting pairs, which is what scikit-learn's roc_auc_score is.
  @Test func areaUnderROC() throws {
    var generator = SeededGenerator(seed: 7)
    let positives = (0..<40).map { _ in (generator.normal() * 3 + 1).rounded() }
    let negatives = (0..<30).map { _ in (generator.normal() * 3).rounded() }
    var wins = 0.0
    for p in positives { for n in negatives { wins += p > n ? 1 : p == n ? 0.5 : 0 } }
    let area = try #require(AreaUnderROC.score(positives: positives, negatives: negatives))
    #expect(abs(area - wins / 1200) < 1e-12)
    #expect(AreaUnderROC.score(positives: [], negatives: [1]) == nil)
  }
}
