internal import Glibc
internal import NeuralNetwork

/// What `PerceiverNetwork` reads of a sample: its points, and their bilinear weights on the table's nodes.
enum PerceiverInput {
  /// Writes T × 18 numbers.
  static func samples(u: [Float], v: [Float], into out: UnsafeMutablePointer<Float>) {
    for t in u.indices {
      PerceiverNetwork.describe(u: u[t], v: v[t], into: out + t * PerceiverNetwork.sampleColumns)
    }
  }

  /// The soft histogram on side × side nodes, summing to 1.
  static func histogram(
    u: [Float], v: [Float], side: Int, into out: UnsafeMutablePointer<Float>
  ) {
    for cell in 0..<(side * side) { out[cell] = 0 }
    let share = 1 / Float(max(u.count, 1))
    let last = Float(side - 1)
    for t in u.indices {
      let a = min(max(u[t] * Float(side) - 0.5, 0), last), b = min(max(v[t] * Float(side) - 0.5, 0), last)
      let i = min(Int(a), side - 2), j = min(Int(b), side - 2)
      let p = a - Float(i), q = b - Float(j)
      out[i * side + j] += share * (1 - p) * (1 - q)
      out[i * side + j + 1] += share * (1 - p) * q
      out[(i + 1) * side + j] += share * p * (1 - q)
      out[(i + 1) * side + j + 1] += share * p * q
    }
  }

  /// log T_eff and log T, of order one.
  static func beside(effectiveSize: Double, length: Int) -> [Float] {
    [Float((log(effectiveSize) - 5) / 2), Float((log(Double(length)) - 6) / 2)]
  }

  /// Histograms of several samples, one a row.
  static func histograms(
    _ samples: [(u: [Float], v: [Float])], side: Int, on tape: Tape<Float>
  ) -> Tape<Float>.Variable {
    tape.constant(rows: samples.count, columns: side * side) { buffer in
      guard let base = buffer.baseAddress else { return }
      for (row, sample) in samples.enumerated() {
        histogram(u: sample.u, v: sample.v, side: side, into: base + row * side * side)
      }
    }
  }

  /// The forward pass of samples of one length.
  static func forward(
    _ network: PerceiverNetwork, _ samples: [(u: [Float], v: [Float])], beside: [[Float]],
    on tape: Tape<Float>
  ) -> TableNetwork.Output<Float> {
    let length = samples.first?.u.count ?? 0
    let columns = PerceiverNetwork.sampleColumns
    let described = tape.constant(rows: samples.count * length, columns: columns) { buffer in
      guard let base = buffer.baseAddress else { return }
      for (row, sample) in samples.enumerated() {
        self.samples(u: sample.u, v: sample.v, into: base + row * length * columns)
      }
    }
    let besideRows = tape.constant(rows: samples.count, columns: PerceiverNetwork.sideInputs) { buffer in
      for (row, values) in beside.enumerated() {
        for column in values.indices { buffer[row * PerceiverNetwork.sideInputs + column] = values[column] }
      }
    }
    return network(
      samples: described,
      histogram: histograms(samples, side: network.configuration.side, on: tape), beside: besideRows,
      on: tape)
  }
}
