@testable import Experiments
import Distributions
import Foundation
import LinearAlgebra
import TestSupport
import Testing

/// What the generators claim of themselves.
@Suite struct LawTests {
  @Test func quadratureOfOneComponent() {
    for correlation in [0.0, 0.5, 0.95, 0.999] {
      let law = GaussianMixture(components: [
        .init(weight: 1, mean: (1, -2), deviation: (0.3, 4), correlation: correlation)
      ])
      let truth = -0.5 * log(1 - correlation * correlation)
      #expect(abs(law.mutualInformation(nodes: 128) - truth) < 2e-4)
      #expect(law.mutualInformation == truth)
    }
  }

  /// Two far components that are each independent within: MI is the entropy of which one it is.
  @Test func quadratureOfTwoFarComponents() {
    let law = GaussianMixture(components: [
      .init(weight: 0.3, mean: (-40, -40), deviation: (1, 2), correlation: 0),
      .init(weight: 0.7, mean: (40, 40), deviation: (2, 1), correlation: 0),
    ])
    #expect(abs(law.mutualInformation + 0.3 * log(0.3) + 0.7 * log(0.7)) < 1e-5)
  }

  @Test func finerGridsAgree() {
    let set = try? MixtureTriplets(drawing: 3, components: 10, seed: 2)
    for (_, triplets) in set?.triplets ?? [] {
      for triplet in triplets {
        let plane = triplet.mixture.plane(0, 1)
        #expect(abs(plane.mutualInformation(nodes: 256) - triplet.xy) < 5e-4)
      }
    }
  }

  @Test(.enabled(if: Fixtures.sharedData != nil, "needs ../shared/data")) func evaluationSetAgrees() throws {
    let set = try MixtureTriplets(folder: try #require(Fixtures.sharedData) + "/gmm_eval", most: 12)
    var squares: [Double] = []
    for (_, triplets) in set.triplets {
      for triplet in triplets {
        squares.append(pow(triplet.mixture.plane(0, 1).mutualInformation - triplet.xy, 2))
        squares.append(pow(triplet.mixture.plane(0, 2).mutualInformation - triplet.xz, 2))
      }
    }
    // The files' own values are Monte-Carlo means: rmse 0.002 to 0.006.
    #expect((squares.reduce(0, +) / Double(squares.count)).squareRoot() < 0.006)
  }

  @Test(arguments: FeatureDependence.allCases) func projectedCorrelation(_ dependence: FeatureDependence) {
    var generator = SeededGenerator(seed: 4)
    let d = 7
    let sample = dependence.draw(dimension: d, count: 40_000, dependent: true, using: &generator)
    func unit() -> [Double] {
      let v = (0..<d).map { _ in generator.normal() }
      let norm = v.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return v.map { $0 / norm }
    }
    for _ in 0..<3 {
      let (theta, phi) = (unit(), unit())
      var (xx, xy, yy) = (0.0, 0.0, 0.0)
      for t in 0..<40_000 {
        var (a, b) = (0.0, 0.0)
        for k in 0..<d {
          a += theta[k] * sample.x[k][t]
          b += phi[k] * sample.y[k][t]
        }
        xx += a * a
        xy += a * b
        yy += b * b
      }
      #expect(abs(xy / (xx * yy).squareRoot() - dependence.correlation(theta, phi)) < 0.02)
    }
    let apart = dependence.draw(dimension: d, count: 40_000, dependent: false, using: &generator)
    let product = zip(apart.x[0], apart.y[0]).reduce(0) { $0 + $1.0 * $1.1 } / 40_000
    #expect(abs(product) < 0.02)
  }

  /// The two values of a triplet against the determinants of its covariance, by another route: the sum of
  /// −½ log(1 − ρ²) over canonical correlations is what `cca` finds in very many draws.
  @Test func tripletTruth() throws {
    var generator = SeededGenerator(seed: 5)
    let triplet = DimensionSuite.Triplet(dimension: 3, using: &generator)
    let sample = triplet.law.draw(count: 60_000, using: &generator)
    let cca = try EstimatorChoice("cca")
    let values = try cca.estimate([
      JointSample(x: sample.x, y: Array(sample.y[..<3])), JointSample(x: sample.x, y: Array(sample.y[3...])),
    ])
    #expect(abs(values[0] - triplet.xy) < 0.01)
    #expect(abs(values[1] - triplet.xz) < 0.01)
  }
}
