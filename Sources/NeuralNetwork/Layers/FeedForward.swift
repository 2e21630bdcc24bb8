public import LinearAlgebra

/// Two linear layers with GELU between them: gelu(x W₁ + b₁) W₂ + b₂, W₁: inputs × hidden, W₂: hidden × outputs.
public struct FeedForward: Sendable {
  public let first: Linear
  public let second: Linear

  public init(
    _ name: String, inputs: Int, hidden: Int, outputs: Int, gain: Double = 1, in parameters: inout Parameters,
    using generator: inout SeededGenerator
  ) {
    first = Linear("\(name).first", inputs: inputs, outputs: hidden, in: &parameters, using: &generator)
    second = Linear(
      "\(name).second", inputs: hidden, outputs: outputs, gain: gain, in: &parameters, using: &generator)
  }

  /// x: n × inputs → n × outputs.
  public func callAsFunction<S>(_ x: Tape<S>.Variable, on tape: Tape<S>) -> Tape<S>.Variable {
    second(tape.gelu(first(x, on: tape)), on: tape)
  }
}
