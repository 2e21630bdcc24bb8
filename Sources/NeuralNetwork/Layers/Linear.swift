public import LinearAlgebra

/// y = x W + b, W: inputs × outputs, b: outputs.
///
/// W starts as normal numbers of variance gain² / inputs, b as 0.
public struct Linear: Sendable {
  public let weight: Parameter
  public let bias: Parameter?

  public init(
    _ name: String, inputs: Int, outputs: Int, gain: Double = 1, bias: Bool = true,
    in parameters: inout Parameters, using generator: inout SeededGenerator
  ) {
    weight = parameters.normal(
      "\(name).weight", [inputs, outputs], deviation: gain / Double(inputs).squareRoot(), using: &generator)
    self.bias = bias ? parameters.constant("\(name).bias", [outputs], 0) : nil
  }

  /// x: n × inputs → n × outputs.
  public func callAsFunction<S>(_ x: Tape<S>.Variable, on tape: Tape<S>) -> Tape<S>.Variable {
    tape.linear(x, tape.parameter(weight), bias.map { tape.parameter($0) })
  }
}
