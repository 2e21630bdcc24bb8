public import LinearAlgebra

/// A pre-norm block in which x attends to another sequence: y = x + attention(norm x, norm context), then
/// y + feedForward(norm y).
public struct CrossAttentionBlock: Sendable {
  public let norm: LayerNorm
  public let contextNorm: LayerNorm
  public let attention: MultiHeadAttention
  public let feedForwardNorm: LayerNorm
  public let feedForward: FeedForward

  public init(
    _ name: String, width: Int, context: Int, heads: Int, hidden: Int, in parameters: inout Parameters,
    using generator: inout SeededGenerator
  ) {
    norm = LayerNorm("\(name).norm", width: width, in: &parameters)
    contextNorm = LayerNorm("\(name).context_norm", width: context, in: &parameters)
    attention = MultiHeadAttention(
      "\(name).attention", width: width, context: context, heads: heads, in: &parameters, using: &generator)
    feedForwardNorm = LayerNorm("\(name).feed_forward_norm", width: width, in: &parameters)
    feedForward = FeedForward(
      "\(name).feed_forward", inputs: width, hidden: hidden, outputs: width, in: &parameters,
      using: &generator)
  }

  /// x: (batch · nq) × width, context: (batch · nk) × context → (batch · nq) × width; `valid`: see `MultiHeadAttention`.
  public func callAsFunction<S>(
    _ x: Tape<S>.Variable, context: Tape<S>.Variable, batch: Int, valid: [Int]? = nil, on tape: Tape<S>
  ) -> Tape<S>.Variable {
    let attended = tape.add(
      x,
      attention(
        norm(x, on: tape), context: contextNorm(context, on: tape), batch: batch, valid: valid, on: tape))
    return tape.add(attended, feedForward(feedForwardNorm(attended, on: tape), on: tape))
  }
}
