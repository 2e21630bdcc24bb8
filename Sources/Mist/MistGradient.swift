internal import Glibc
public import NeuralNetwork

/// The mean that `mist` answers for two series with its derivative in one of them: gradient ascent through the estimator
/// (MIST, appendix E).
///
/// The free series is standardised in place of being ranked, which has no derivative. Which variate is first, and the signs,
/// are piecewise constant and taken as they are.
public struct MistGradient<Scalar: MistScalar> {
  private let network: MistNetwork
  private let tape: Tape<Scalar>

  /// Throws `mismatch` for weights that do not answer with a mean.
  public init(weights: MistWeights) throws {
    guard weights.network.configuration.answer == .mean else {
      throw NeuralNetworkError(.mismatch, "weights of mist-qr; the gradient is that of mist")
    }
    network = weights.network
    tape = Tape(parameterCount: weights.values.count)
    parameters = weights.values
  }

  private let parameters: [Float]

  /// I(z;y) in nats and ∂I/∂z; `y` of mean 0 and variance 1, both of the same length.
  public func callAsFunction(_ z: [Double], _ y: [Double]) -> (value: Double, slope: [Double]) {
    let n = Double(z.count)
    let mean = z.reduce(0, +) / n
    let deviation = max((z.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n).squareRoot(), 1e-12)
    let x = z.map { ($0 - mean) / deviation }
    let product = zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } / n
    // Pieces: which is first, and the signs that make ρ and the skewness positive.
    let forward = zip(x, y).reduce(0) { $0 + $1.0 * $1.0 * $1.1 }
    let backward = zip(x, y).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
    let xFirst = forward >= backward
    var (xSign, ySign) = product < 0 ? (1.0, -1.0) : (1, 1)
    if x.reduce(0, { $0 + pow(xSign * $1, 3) }) + y.reduce(0, { $0 + pow(ySign * $1, 3) }) < 0 {
      (xSign, ySign) = (-xSign, -ySign)
    }
    let (xs, ys) = (x.map { xSign * $0 }, y.map { ySign * $0 })
    let (first, second) = xFirst ? (xs, ys) : (ys, xs)
    let rho = min(abs(product), 0.9999)
    let input = MistInput(
      CanonicalSample(first: first, second: second, correlation: abs(product)), length: z.count,
      effectiveSize: n)
    tape.begin(parameters: parameters)
    let tokens = tape.input(
      rows: z.count, columns: MistInput.features, input.values.map { Scalar($0) })
    let side = tape.input(rows: 1, columns: MistInput.sideInputs, input.side.map { Scalar($0) })
    let base = tape.input(rows: 1, columns: 1, [Scalar(input.base)])
    let output = network(tokens: tokens, count: 1, side: side, base: base, on: tape)
    tape.backward(output)
    let value = Double(tape.values(output)[0])
    guard let dt = tape.gradient(tokens), let ds = tape.gradient(side), let db = tape.gradient(base) else {
      return (value, [Double](repeating: 0, count: z.count))
    }
    // Back through the tokens: a = r (g − ρ f), b = r (f − ρ g), r = (1 − ρ²)^−½.
    let r = 1 / (1 - rho * rho).squareRoot()
    var df = [Double](repeating: 0, count: z.count), dg = df
    var dRho = 0.0
    for t in z.indices {
      let (f, g) = (first[t], second[t])
      let (a, b) = (r * (g - rho * f), r * (f - rho * g))
      func d(_ k: Int) -> Double { Double(dt[t * MistInput.features + k]) }
      let da = abs(a) < 5 ? d(2) + d(6) * a : 0
      let dB = abs(b) < 5 ? d(3) + d(7) * b : 0
      df[t] = d(0) + d(4) * f - da * rho * r + dB * r
      dg[t] = d(1) + d(5) * g + da * r - dB * rho * r
      dRho += da * (a * rho * r * r - f * r) + dB * (b * rho * r * r - g * r) + d(8) * rho * r * r
    }
    let chance = min(1 / max(n, 1), 0.9)
    let squared = (abs(product) * abs(product) - chance) / (1 - chance)
    let dCorrected =
      squared > 0 && squared < 0.9999 ? rho / (1 - chance) / (1 - squared) : 0
    dRho += (Double(db[0]) + Double(ds[4]) / 2) * dCorrected + Double(ds[6]) / 2 * rho * r * r
    if abs(product) >= 0.9999 { dRho = 0 }
    for t in z.indices {
      df[t] += dRho * second[t] / n
      dg[t] += dRho * first[t] / n
    }
    // And through the standardisation.
    let dx = (xFirst ? df : dg).map { xSign * $0 }
    let (sum, inner) = (dx.reduce(0, +) / n, zip(dx, x).reduce(0) { $0 + $1.0 * $1.1 } / n)
    return (value, zip(dx, x).map { ($0 - sum - $1 * inner) / deviation })
  }
}
