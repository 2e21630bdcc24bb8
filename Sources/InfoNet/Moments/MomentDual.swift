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
    // Both ways round: a sum over a table and over the table turned differ in their last bits.
    var inner: Float = 0
    for cell in layout.cells {
      inner +=
        cell.skew == nil
        ? c[cell.upper] * m[cell.upper] : c[cell.upper] * m[cell.upper] + c[cell.lower] * m[cell.lower]
    }
    let degree = layout.degree
    let turned = tape.constant(rows: 1, columns: degree * degree) { buffer in
      for cell in layout.cells {
        buffer[cell.upper] = c[cell.lower]
        buffer[cell.lower] = c[cell.upper]
      }
    }
    let none = tape.constant(rows: 1, columns: degree * degree) { $0.update(repeating: 0) }
    let there = tape.values(network.dual(coefficients, moments: none, on: tape))[0]
    let back = tape.values(network.dual(turned, moments: none, on: tape))[0]
    return Double(inner) / Double(MomentLayout.momentScale) + 0.5 * (Double(there) + Double(back))
  }
}
