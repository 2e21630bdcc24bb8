import LinearAlgebra
@testable import MutualInformation
import Testing

/// SciPy, scikit-learn and NumPy (scripts/reference/classical.py).
@Suite struct ClassicalGoldenTests {
  struct Case: Decodable, Sendable {
    let estimator: String
    let dx: Int, dy: Int, length: Int
    let value: Double
    let x: [Float], y: [Float]
  }

  @Test func equalTheReferences() throws {
    let cases = try Samples.golden("classical.json", of: Case.self)
    #expect(cases.count == 24)
    for item in cases {
      let estimator = try EstimatorRegistry.standard.make(item.estimator)
      let x = Samples.one(item.x, dimension: item.dx)
      let y = Samples.one(item.y, dimension: item.dy)
      let value = try estimator.value(x, y)
      // Single-precision kernels and distances; canonical correlations are exact.
      let tolerance = ["cca": 1e-6, "kde-integral": 1e-3][item.estimator] ?? 2e-5
      #expect(
        abs(value - item.value) < tolerance,
        "\(item.estimator) \(item.dx)×\(item.dy) T=\(item.length): \(value), \(item.value)")
    }
  }

  @Test func splinesSumToOne() throws {
    let (bins, length) = (7, 97)
    let x = Samples.one((0..<length).map { Float($0 * 31 % length) })
    let prepared = try BSpline(bins: bins).prepare(x)
    for time in 0..<length {
      let shares = (0..<bins).map { prepared.weights[$0 * length + time] }
      #expect(abs(shares.reduce(0, +) - 1) < 1e-6 && shares.allSatisfy { $0 >= 0 })
      #expect(shares.count { $0 > 0 } <= 3, "three neighbouring splines share an observation")
    }
    #expect(abs(prepared.masses.reduce(0, +) - 1) < 1e-6)
    // Ranks fill the inner splines equally; the first and the last reach over the border.
    #expect(zip(prepared.masses, prepared.masses.reversed()).allSatisfy { abs($0 - $1) < 0.02 })
  }

  @Test func tooManyCoordinatesAreRefused() {
    let x = Samples.one([Float](repeating: 0, count: 60).indices.map { Float($0 * $0 % 7) }, dimension: 6)
    for estimator in [CanonicalCorrelation(), KernelDensity()] as [any MutualInformationEstimator] {
      let error = #expect(throws: MutualInformationError.self) { try estimator.value(x, x) }
      #expect(error?.code == .tooFewObservations)
    }
  }
}
