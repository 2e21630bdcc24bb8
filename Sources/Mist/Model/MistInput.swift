internal import Glibc
internal import NeuralNetwork

/// What the network reads of a sample: for every observation and canonical pair a token, and what correlations say beside.
struct MistInput: Sendable {
  /// Numbers of a token.
  static let features = 11
  /// Numbers of a sample as a whole.
  static let sideInputs = 10

  /// Observations.
  let rows: Int
  /// Canonical pairs of each.
  let tokens: Int
  /// rows · tokens × features.
  let values: [Float]
  let side: [Float]
  /// What the correlations say, corrected for their number and the sample's size, in nats: the network adds to it.
  let base: Float
  /// Independent observations that the sample is worth.
  let effectiveSize: Double

  init(_ sample: CanonicalSample, length: Int, effectiveSize: Double) {
    self.rows = sample.count
    self.effectiveSize = effectiveSize
    self.tokens = sample.dimensions.large
    let (m, n) = (Double(sample.dimensions.large), Double(sample.dimensions.small))
    let rows = sample.count, tokens = sample.dimensions.large
    var values = [Float](repeating: 0, count: rows * tokens * Self.features)
    for k in 0..<tokens {
      let rho = min(sample.correlations[k], 0.9999)
      let scale = 1 / (1 - rho * rho).squareRoot()
      let information = Float(-0.5 * log(1 - rho * rho))
      let paired = k < sample.second.count
      values.withUnsafeMutableBufferPointer { values in
        for t in 0..<rows {
          let x = sample.first[k][t], y = paired ? sample.second[k][t] : 0
          let a = Self.clip((y - rho * x) * scale), b = Self.clip((x - rho * y) * scale)
          let at = (t * tokens + k) * Self.features
          values[at] = Float(x)
          values[at + 1] = Float(y)
          values[at + 2] = Float(a)
          values[at + 3] = Float(b)
          values[at + 4] = Float(x * x - 1) / 2
          values[at + 5] = Float(y * y - 1) / 2
          values[at + 6] = Float(a * a - 1) / 2
          values[at + 7] = Float(b * b - 1) / 2
          values[at + 8] = information
          values[at + 9] = paired ? 1 : 0
          values[at + 10] = k == 0 ? 1 : 0
        }
      }
    }
    self.values = values
    // The share of ρ² that chance alone gives (Wherry).
    let chance = min(m / max(effectiveSize, 1), 0.9)
    let corrected = sample.correlations.reduce(0.0) {
      let squared = min(max(($1 * $1 - chance) / (1 - chance), 0), 0.9999)
      return $0 - 0.5 * log(1 - squared)
    }
    base = Float(corrected)
    var side = [
      Float((log(Double(max(length, 1))) - 4.8) / 1.5), Float((log(effectiveSize) - 4) / 1.5),
      Float(m / 4), Float(n / 4), Float(corrected / 2), Float(min(m * n / effectiveSize, 2)),
    ]
    side += (0..<4).map { k in
      guard k < sample.dimensions.small else { return 0 }
      let rho = min(sample.correlations[k], 0.9999)
      return Float(-0.25 * log(1 - rho * rho))
    }
    self.side = side
  }

  private static func clip(_ x: Double) -> Double { min(max(x, -5), 5) }

  /// The forward pass of samples of one shape: their outputs, a row each.
  static func forward<S: MistScalar>(
    _ network: MistNetwork, _ inputs: [MistInput], on tape: Tape<S>
  ) -> Tape<S>.Variable {
    let tokens = inputs.first?.tokens ?? 1
    let rows = inputs.reduce(0) { $0 + $1.rows }
    let described = tape.constant(rows: rows * tokens, columns: features) { buffer in
      var place = 0
      for input in inputs {
        for value in input.values {
          buffer[place] = S(value)
          place += 1
        }
      }
    }
    let side = tape.constant(rows: inputs.count, columns: sideInputs) { buffer in
      for (row, input) in inputs.enumerated() {
        for (column, value) in input.side.enumerated() { buffer[row * sideInputs + column] = S(value) }
      }
    }
    let base = tape.constant(rows: inputs.count, columns: 1) { buffer in
      for (row, input) in inputs.enumerated() { buffer[row] = S(input.base) }
    }
    return network(tokens: described, count: tokens, side: side, base: base, on: tape)
  }
}
