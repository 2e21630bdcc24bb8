public import LinearAlgebra

/// Multi-head attention: concat over heads of softmax(Qₕ Kₕᵀ / √d) Vₕ, times Wₒ, with Q = x W_q, K = c W_k, V = c W_v.
///
/// Self-attention when the context c is x; d = width / heads.
public struct MultiHeadAttention: Sendable {
  public let query: Linear
  public let key: Linear
  public let value: Linear
  public let output: Linear
  public let heads: Int

  public init(
    _ name: String, width: Int, context: Int, heads: Int, gain: Double = 1, in parameters: inout Parameters,
    using generator: inout SeededGenerator
  ) {
    precondition(width % heads == 0, "\(width) columns do not divide among \(heads) heads")
    query = Linear("\(name).query", inputs: width, outputs: width, in: &parameters, using: &generator)
    key = Linear("\(name).key", inputs: context, outputs: width, in: &parameters, using: &generator)
    value = Linear("\(name).value", inputs: context, outputs: width, in: &parameters, using: &generator)
    output = Linear(
      "\(name).output", inputs: width, outputs: width, gain: gain, in: &parameters, using: &generator)
    self.heads = heads
  }

  /// x: (batch · nq) × width, context: (batch · nk) × context → (batch · nq) × width.
  ///
  /// `valid`: how many keys each element of the batch has; nil: nk.
  public func callAsFunction<S>(
    _ x: Tape<S>.Variable, context: Tape<S>.Variable, batch: Int, valid: [Int]? = nil, on tape: Tape<S>
  ) -> Tape<S>.Variable {
    output(
      tape.attention(
        query: query(x, on: tape), key: key(context, on: tape), value: value(context, on: tape), batch: batch,
        heads: heads, valid: valid), on: tape)
  }
}
