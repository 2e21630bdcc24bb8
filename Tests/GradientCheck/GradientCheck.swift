internal import LinearAlgebra
public import NeuralNetwork

/// Compares a tape's gradients with central differences in double precision: what is wrong, or nil.
///
/// The output of `build` is weighted with random numbers and summed, so that every element's gradient differs.
public func gradientFault(
  _ shapes: [(rows: Int, columns: Int)], seed: UInt64, range: ClosedRange<Double> = -1...1,
  tolerance: Double = 1e-6, _ build: (Tape<Double>, [Tape<Double>.Variable]) -> Tape<Double>.Variable
) -> String? {
  var generator = SeededGenerator(seed: seed)
  let values = shapes.map { shape in
    (0..<(shape.rows * shape.columns)).map { _ in generator.uniform(range.lowerBound, range.upperBound) }
  }
  var weights: [Double] = []
  let tape = Tape<Double>(parameterCount: 1)
  func loss(_ values: [[Double]]) -> (Tape<Double>.Variable, [Tape<Double>.Variable]) {
    tape.begin(exactParameters: [])
    let inputs = zip(shapes, values).map { tape.input(rows: $0.rows, columns: $0.columns, $1) }
    let output = build(tape, inputs)
    while weights.count < output.count { weights.append(generator.uniform(-1, 1)) }
    return (tape.weightedSum(output, weights: Array(weights.prefix(output.count))), inputs)
  }
  let (total, inputs) = loss(values)
  tape.backward(total)
  let analytic = inputs.map { tape.gradient($0).map(Array.init) ?? [] }
  let step = 1e-5
  for (which, input) in values.enumerated() {
    guard analytic[which].count == input.count else { return "input \(which) has no gradient" }
    // At most forty elements of each input, spread over it.
    for index in stride(from: 0, to: input.count, by: max(1, input.count / 40)) {
      var changed = values
      changed[which][index] += step
      let above = tape.values(loss(changed).0)[0]
      changed[which][index] -= 2 * step
      let below = tape.values(loss(changed).0)[0]
      let numeric = (above - below) / (2 * step)
      let error = abs(numeric - analytic[which][index]) / max(1, abs(numeric))
      guard error <= tolerance else {
        return
          "input \(which), element \(index): \(analytic[which][index]), central difference \(numeric)"
      }
    }
  }
  return nil
}
