import LinearAlgebra
import RealModule
import Testing

/// Reference values from SciPy 1.17 (`scipy.special`).
@Suite struct SpecialFunctionTests {
  @Test(arguments: [
    (1.0, -0.5772156649015329), (0.5, -1.9635100260214235), (2.5, 0.7031566406452432),
    (100.0, 4.600161852738087),
    (1e-3, -1000.5755719318103),
  ])
  func digammaMatchesSciPy(x: Double, expected: Double) {
    #expect(digamma(x).isApproximatelyEqual(to: expected, relativeTolerance: 1e-13))
  }

  @Test(arguments: [
    (0.5, 0.0), (0.975, 1.959963984540054), (1e-10, -6.361340902404056), (0.01, -2.3263478740408408),
    (0.999999, 4.753424308817087),
  ])
  func normalQuantileMatchesSciPy(p: Double, expected: Double) {
    #expect(
      normalQuantile(p).isApproximatelyEqual(to: expected, absoluteTolerance: 1e-12, relativeTolerance: 1e-12)
    )
  }

  @Test func quantileInvertsDistribution() {
    for step in 1..<200 {
      let p = Double(step) / 200
      #expect(normalCDF(normalQuantile(p)).isApproximatelyEqual(to: p, absoluteTolerance: 1e-14))
    }
  }

  @Test func exponentialIsAccurateOverItsRange() {
    let inputs = stride(from: Float(-86), through: 87, by: 0.013).map { $0 }
    var values = inputs
    values.withUnsafeMutableBufferPointer { exponentiate($0) }
    for (x, value) in zip(inputs, values) {
      let exact = Double.exp(Double(x))
      #expect(abs(Double(value) / exact - 1) < 3e-7)
    }
  }
}
