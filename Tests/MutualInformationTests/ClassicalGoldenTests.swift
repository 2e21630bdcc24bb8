import LinearAlgebra
import MutualInformation
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
    // Every observation's three shares are positive and sum to 1, so the marginal masses do.
    let x = Samples.one((0..<97).map { Float($0) })
    let estimator = try BSpline(bins: 7)
    let value = try estimator.value(x, x)
    // A variable with itself: what seven blurred bins can tell of it, at most log 7.
    #expect(value > 0.5 && value < 1.95)
  }

  @Test func tooManyCoordinatesAreRefused() {
    let x = Samples.one([Float](repeating: 0, count: 60).indices.map { Float($0 * $0 % 7) }, dimension: 6)
    for estimator in [CanonicalCorrelation(), KernelDensity()] as [any MutualInformationEstimator] {
      let error = #expect(throws: MutualInformationError.self) { try estimator.value(x, x) }
      #expect(error?.code == .tooFewObservations)
    }
  }
}
