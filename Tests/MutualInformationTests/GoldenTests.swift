import Foundation
import LinearAlgebra
import MutualInformation
import Testing

/// Kraskov's formula 1 by whole distance matrices, and scikit-learn (scripts/reference/ksg.py).
@Suite struct KSGGoldenTests {
  struct Case: Decodable, Sendable {
    let kind: String, scaling: String
    let dx: Int, dy: Int, length: Int, k: Int
    let value: Double
    let x: [Float], y: [Float]
  }

  @Test func equalsTheReferenceWithAndWithoutTies() throws {
    let cases = try Samples.golden("ksg.json", of: Case.self)
    #expect(cases.count == 120)
    for item in cases {
      let scaling = try #require(KSGScaling(rawValue: item.scaling))
      let estimator = try KSG(neighbours: item.k, scaling: scaling)
      let x = Samples.one(item.x, dimension: item.dx)
      let y = Samples.one(item.y, dimension: item.dy)
      let value = try estimator.value(x, y)
      #expect(
        abs(value - item.value) < 1e-9, "\(item.kind) \(item.dx)×\(item.dy) T=\(item.length) k=\(item.k)")
      #expect(abs(try estimator.value(y, x) - item.value) < 1e-9)
    }
  }

  /// The tree's path and the scan's must agree where both apply: a constant second coordinate changes no distance.
  @Test(arguments: [4, 5, 7, 13, 100, 1000]) func treeAndScanAgree(length: Int) throws {
    let estimator = try KSG(neighbours: 5, scaling: .none)
    for seed in 0..<5 {
      let (x, y) = Samples.normal(correlation: 0.6, length: length, seed: UInt64(seed))
      let lifted = Samples.one(x.values + [Float](repeating: 2, count: length), dimension: 2)
      #expect(abs(try estimator.value(x, y) - estimator.value(lifted, y)) < 1e-12)
    }
  }

  /// A plain quadratic count in Swift, on samples that a golden file would be too large for.
  @Test(arguments: [1, 5, 20]) func equalsAPlainCountOnLongSamples(k: Int) throws {
    for (length, step) in [(1500, 0.0), (1500, 0.125), (1500, 1.0)] {
      let (x, y) = Samples.normal(correlation: 0.8, length: length, seed: 77)
      func stepped(_ v: Float) -> Float { step == 0 ? v : Float((Double(v) / step).rounded() * step) }
      let (a, b) = (x.values.map(stepped), y.values.map(stepped))
      var sum = 0.0
      for i in 0..<length {
        let dx = a.map { abs(Double($0) - Double(a[i])) }
        let dy = b.map { abs(Double($0) - Double(b[i])) }
        let d = zip(dx, dy).map { max($0, $1) }
        let r = d.sorted()[k]
        guard r > 0 else {
          let equal = d.count { $0 == 0 }
          let (nx, ny) = (dx.count { $0 == 0 }, dy.count { $0 == 0 })
          sum += digamma(Double(equal)) - digamma(Double(nx)) - digamma(Double(ny))
          continue
        }
        // Values that neither repeat nor lie on a grid are not searched for the odd pair of equal distances.
        let equal = step == 0 ? 1 : Double(d.count { $0 == r })
        let place = step == 0 ? 1 : Double(k + 1 - d.count { $0 < r })
        func others(_ distances: [Double]) -> Double {
          if step == 0 { return Double(distances.count { $0 < r }) }
          let both = Double(zip(distances, d).count { $0 == r && $1 == r })
          let edge = Double(distances.count { $0 == r })
          return Double(distances.count { $0 < r }) + (place - 1) * both / equal
            + place * (edge - both) / (equal + 1)
        }
        sum += digamma(Double(k)) - digamma(others(dx)) - digamma(others(dy))
      }
      let expected = digamma(Double(length)) + sum / Double(length)
      let value = try KSG(neighbours: k, scaling: .none).value(Samples.one(a), Samples.one(b))
      #expect(abs(value - expected) < 1e-9)
    }
  }

  /// Discrete data: the plug-in value; the order of the observations does not matter; several coordinates alike.
  @Test func discreteDataGiveThePlugInValue() throws {
    var generator = SeededGenerator(seed: 40)
    let pairs = (0..<1200).map { _ -> (Int, Int) in
      let a = Int.random(in: 0..<3, using: &generator)
      return (
        a, Double.random(in: 0..<1, using: &generator) < 0.7 ? a : Int.random(in: 0..<3, using: &generator)
      )
    }
    var plugIn = 0.0
    for a in 0..<3 {
      for b in 0..<3 {
        let joint = Double(pairs.count { $0 == (a, b) })
        plugIn +=
          joint / 1200
          * log(joint * 1200 / Double(pairs.count { $0.0 == a }) / Double(pairs.count { $0.1 == b }))
      }
    }
    func value(_ pairs: [(Int, Int)], dimension: Int) throws -> Double {
      func set(_ values: [Int]) -> Observations {
        Samples.one((0..<dimension).flatMap { _ in values.map { Float($0) } }, dimension: dimension)
      }
      return try KSG().value(set(pairs.map(\.0)), set(pairs.map(\.1)))
    }
    let found = try value(pairs, dimension: 1)
    #expect(abs(found - plugIn) < 0.02, "\(found) against \(plugIn)")
    #expect(try value(pairs.shuffled(using: &generator), dimension: 1) == found)
    #expect(abs(try value(pairs, dimension: 2) - found) < 1e-9)
  }

  @Test func invarianceOfNormalScores() throws {
    let estimator = try KSG(scaling: .normalScores)
    #expect(estimator.isInvariantToMonotoneMaps)
    let (x, y) = Samples.normal(correlation: 0.8, length: 500, seed: 5)
    let mapped = Samples.one(x.values.map { exp($0) })
    #expect(try estimator.value(x, y) == estimator.value(mapped, y))
  }

  @Test func independentInThePlane() throws {
    let (x, y) = Samples.normal(correlation: 0, dimension: 2, length: 1000, seed: 3)
    #expect(abs(try KSG().value(x, y)) < 0.06)
    // Two independent coordinates with ρ = 0.8 each: twice the information of one.
    let (u, v) = Samples.normal(correlation: 0.8, dimension: 2, length: 2000, seed: 3)
    #expect(abs(try KSG().value(u, v) + log(1 - 0.64)) < 0.08)
  }

  @Test func moreCoordinatesThanObservations() throws {
    let (x, y) = Samples.normal(correlation: 0.5, dimension: 12, length: 8, seed: 3)
    #expect(try KSG().value(x, y).isFinite)
  }
}

/// SciPy's ranks and normal scores, NumPy's determinants (scripts/reference/gaussian_copula.py).
@Suite struct CopulaGoldenTests {
  struct Case: Decodable, Sendable {
    let kind: String
    let length: Int, dx: Int, dy: Int
    let x: [Float], y: [Float]
    let gaussian: Double
    let ranks: [Double]?
    let histogram6: Double?, histogram16: Double?, effective: Double?
  }

  static func cases() throws -> [Case] { try Samples.golden("copula.json", of: Case.self) }

  @Test func gaussianCopulaEqualsSciPy() throws {
    for item in try Self.cases() {
      let value = try GaussianCopula().value(
        Samples.one(item.x, dimension: item.dx), Samples.one(item.y, dimension: item.dy))
      #expect(abs(value - item.gaussian) < 1e-9, "\(item.kind) \(item.dx)×\(item.dy) T=\(item.length)")
    }
  }

  @Test func ranksHistogramsAndSampleSizesEqualSciPy() throws {
    var seen = 0
    for item in try Self.cases() {
      guard let ranks = item.ranks, let h6 = item.histogram6, let h16 = item.histogram16 else { continue }
      let (x, y) = (Samples.one(item.x), Samples.one(item.y))
      #expect(try Ranks(item.x).averageRanks == ranks)
      #expect(abs(try Histogram(bins: 6).value(x, y) - h6) < 1e-9)
      #expect(abs(try Histogram(bins: 16).value(x, y) - h16) < 1e-9)
      let effective = try EffectiveSampleSize(x).pair(0, EffectiveSampleSize(y), 0)
      #expect(abs(effective - (item.effective ?? 0)) < 1e-3 * effective)
      seen += 1
    }
    #expect(seen == 6)
  }

  @Test func identicalVariablesReachTheCap() throws {
    let cap = -0.5 * log(1e-12)
    for dimension in [1, 2, 3] {
      let (x, _) = Samples.normal(correlation: 0, dimension: dimension, length: 200, seed: 1)
      let value = try GaussianCopula().value(x, x)
      #expect(abs(value - Double(dimension) * cap) < 0.1 * cap)
      #expect(value <= Double(dimension) * cap + 1e-9)
    }
  }

  /// r = 1 − 10⁻⁶: Float32 products would leave nothing of 1 − r².
  @Test func precisionNearPerfectCorrelation() throws {
    let (x, _) = Samples.normal(correlation: 0, length: 500, seed: 1)
    let order = x.values.indices.sorted { x.values[$0] < x.values[$1] }
    var y = x.values
    y.swapAt(order[250], order[251])
    let ranks = try Ranks(x.values).averageRanks.map { normalQuantile($0 / 501) }
    let power = ranks.reduce(0) { $0 + $1 * $1 }
    let step = ranks[order[251]] - ranks[order[250]]
    // One exchange of neighbours lowers r by (a − b)² / Σ a²; 1 − r² = 2 (1 − r) − (1 − r)².
    let loss = step * step / power
    let expected = -0.5 * log(2 * loss - loss * loss)
    #expect(expected > 7)
    #expect(abs(try GaussianCopula().value(x, Samples.one(y)) - expected) < 1e-6)
  }

  @Test func tooManyCoordinatesAreRefused() throws {
    let (x, _) = Samples.normal(correlation: 0, dimension: 5, length: 11, seed: 1)
    let error = #expect(throws: MutualInformationError.self) { _ = try GaussianCopula().prepare(x) }
    #expect(error?.code == .tooFewObservations)
  }

  /// A coordinate that repeats another adds nothing.
  @Test func dependentCoordinatesCountOnce() throws {
    let (x, y) = Samples.normal(correlation: 0.7, length: 300, seed: 2)
    let doubled = Samples.one(x.values + x.values.map { 2 * $0 }, dimension: 2)
    #expect(abs(try GaussianCopula().value(doubled, y) - GaussianCopula().value(x, y)) < 1e-9)
  }

  @Test func binsFollowTheSampleLength() throws {
    let histogram = try Histogram()
    #expect(
      [4, 30, 100, 600, 1279, 1280, 5000].map { histogram.bins(length: $0) } == [2, 2, 4, 10, 15, 16, 16])
  }

  /// Equal-mass bins of one's own ranks: plug-in log B, corrected by (B − 1) / 2T.
  @Test func histogramOfAVariableWithItself() throws {
    let (x, _) = Samples.normal(correlation: 0, length: 1600, seed: 1)
    #expect(abs(try Histogram().value(x, x) - (log(16) + 15.0 / 3200)) < 1e-9)
  }
}
