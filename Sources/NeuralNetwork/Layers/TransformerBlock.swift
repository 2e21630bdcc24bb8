public import LinearAlgebra

/// A pre-norm block: y = x + attention(norm x), then y + feedForward(norm y).
public struct TransformerBlock: Sendable {
  public let attentionNorm: LayerNorm
  public let attention: MultiHeadAttention
  public let feedForwardNorm: LayerNorm
  public let feedForward: FeedForward

  /// `depth`: how many blocks follow one another; the branches start smaller by √(2 depth).
  public init(
    _ name: String, width: Int, heads: Int, hidden: Int, depth: Int, in parameters: inout Parameters,
    using generator: inout SeededGenerator
  ) {
    let gain = 1 / Double(2 * depth).squareRoot()
    attentionNorm = LayerNorm("\(name).attention_norm", width: width, in: &parameters)
    attention = MultiHeadAttention(
      "\(name).attention", width: width, context: width, heads: heads, gain: gain, in: &parameters,
      using: &generator)
    feedForwardNorm = LayerNorm("\(name).feed_forward_norm", width: width, in: &parameters)
    feedForward = FeedForward(
      "\(name).feed_forward", inputs: width, hidden: hidden, outputs: width, gain: gain, in: &parameters,
      using: &generator)
  }

  /// x: (batch · n) × width → (batch · n) × width.
  public func callAsFunction<S>(
    _ x: Tape<S>.Variable, batch: Int, on tape: Tape<S>
  ) -> Tape<S>.Variable {
    let normed = attentionNorm(x, on: tape)
    let attended = tape.add(x, attention(normed, context: normed, batch: batch, on: tape))
    return tape.add(attended, feedForward(feedForwardNorm(attended, on: tape), on: tape))
  }
}
