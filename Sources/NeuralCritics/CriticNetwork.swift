package import LinearAlgebra
package import NeuralNetwork

/// f(x, y): a perceptron with two hidden layers of 64 and GELU, W₃ gelu(W₂ gelu(W₁ (x, y) + b₁) + b₂) + b₃.
package struct CriticNetwork: Sendable {
  private let layers: [Linear]
  private static let hidden = 64

  /// `inputs`: coordinates of x and y together.
  package init(inputs: Int, in parameters: inout Parameters, using generator: inout SeededGenerator) {
    layers = [
      Linear("first", inputs: inputs, outputs: Self.hidden, in: &parameters, using: &generator),
      Linear("second", inputs: Self.hidden, outputs: Self.hidden, in: &parameters, using: &generator),
      Linear("third", inputs: Self.hidden, outputs: 1, gain: 0.5, in: &parameters, using: &generator),
    ]
  }

  /// pairs: n × inputs, x and y side by side → n × 1.
  package func callAsFunction(_ pairs: Tape<Float>.Variable, on tape: Tape<Float>) -> Tape<Float>.Variable {
    layers.dropFirst().reduce(layers[0](pairs, on: tape)) { value, layer in
      layer(tape.gelu(value), on: tape)
    }
  }
}
