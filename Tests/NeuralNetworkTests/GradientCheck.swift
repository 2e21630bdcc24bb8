import GradientCheck
import NeuralNetwork
import Testing

/// Expects a tape's gradients to be those of central differences (`gradientFault`).
func checkGradients(
  _ shapes: [(rows: Int, columns: Int)], seed: UInt64, range: ClosedRange<Double> = -1...1,
  sourceLocation: SourceLocation = #_sourceLocation,
  _ build: (Tape<Double>, [Tape<Double>.Variable]) -> Tape<Double>.Variable
) {
  let fault = gradientFault(shapes, seed: seed, range: range, build)
  #expect(fault == nil, sourceLocation: sourceLocation)
}
