internal import NeuralNetwork

/// The dual's value of one pair on its own sample, as `--read-out dual` reports it.
///
/// The network runs on a tape, pair by pair: the bound is looked at, not used for matrices. Exchanging X and Y leaves it to the last bit.
struct MomentDual: Sendable {
  let network: MomentNetwork
  let values: [Float]

  init(_ network: MomentNetwork, values: [Float]) {
    self.network = network
    self.values = values
  }

  /// ⟨c, C⟩ − log E exp θ of the pair in a lane, nats.
  func value(of work: MomentBlock, lane: Int) -> Double {
    let layout = network.layout
    let tape = Tape<Float>(parameterCount: values.count)
    tape.begin(parameters: values, recording: false)
    let inputs = tape.constant(rows: 1, columns: layout.inputs) { buffer in
      for index in 0..<layout.inputs { buffer[index] = work.inputs[index * MomentBlock.lanes + lane] }
    }
    guard let coefficients = network(inputs, on: tape).coefficients else { return 0 }
    let moments = tape.joined(tape.columns(inputs, layout.beside..<layout.inputs), layout)
    let (c, m) = (tape.values(coefficients), tape.values(moments))
    var inner: Float = 0
    for cell in layout.cells {
      let upper = c[cell.upper] * m[cell.upper]
      inner += cell.skew == nil ? upper : upper + c[cell.lower] * m[cell.lower]
    }
    // In all four forms: sums over a table and over the table turned differ in their last bits.
    let degree = layout.degree
    let none = tape.constant(rows: 1, columns: degree * degree) { $0.update(repeating: 0) }
    func integral(isTurned: Bool, isReversed: Bool) -> Double {
      let form = tape.constant(rows: 1, columns: degree * degree) { buffer in
        for a in 0..<degree {
          for b in 0..<degree {
            let value = c[isTurned ? b * degree + a : a * degree + b]
            buffer[a * degree + b] = isReversed && (a + b) % 2 == 1 ? -value : value
          }
        }
      }
      return Double(tape.values(network.dual(form, moments: none, on: tape))[0])
    }
    let plain = integral(isTurned: false, isReversed: false) + integral(isTurned: true, isReversed: false)
    let reversed = integral(isTurned: false, isReversed: true) + integral(isTurned: true, isReversed: true)
    return Double(inner) / Double(MomentLayout.momentScale) + 0.25 * (plain + reversed)
  }
}
