internal import CKernels
public import NeuralNetwork

/// The numbers that MIST's own operation knows loops for.
public protocol MistScalar: NetworkScalar {
  /// The loops over the tokens of an observation.
  static var tokenKernels: TokenKernels<Self> { get }
}

/// The loops of CKernels/mist.inc for one kind of number; b blocks of t tokens, h heads, w columns.
public struct TokenKernels<Scalar>: Sendable {
  typealias Input = UnsafePointer<Scalar>
  typealias Output = UnsafeMutablePointer<Scalar>

  /// scores (b · t × h), values (b · t × w) → out (b × w); softmax of the scores into weights (b · t × h).
  let pool:
    @Sendable (
      _ scores: Input, _ values: Input, _ weights: Output, _ out: Output, _ b: Int, _ t: Int, _ h: Int,
      _ w: Int
    ) -> Void
  /// dscores (b · t × h) and dvalues (b · t × w) from dy (b × w).
  let poolBackward:
    @Sendable (
      _ weights: Input, _ values: Input, _ dy: Input, _ dscores: Output, _ dvalues: Output, _ b: Int,
      _ t: Int, _ h: Int, _ w: Int
    ) -> Void
}

extension Float: MistScalar {
  public static let tokenKernels = TokenKernels<Float>(
    pool: ck_f32_token_pool, poolBackward: ck_f32_token_pool_backward)
}

extension Double: MistScalar {
  public static let tokenKernels = TokenKernels<Double>(
    pool: ck_f64_token_pool, poolBackward: ck_f64_token_pool_backward)
}

extension Tape where Scalar: MistScalar {
  /// Learned queries, one for each head, look at the tokens of every block: softmax of the scores over the tokens, then the
  /// weighted sum of the columns of `values` that the head owns.
  ///
  /// scores: (b · tokens) × heads, values: (b · tokens) × w → b × w. It is attention with queries that do not depend on the
  /// input: their product with the keys is a linear layer, the scores.
  func pooledTokens(scores: Variable, values: Variable, tokens: Int) -> Variable {
    let (heads, width) = (scores.columns, values.columns)
    precondition(
      scores.rows == values.rows && scores.rows % tokens == 0 && width % heads == 0,
      "pooledTokens: shapes do not fit")
    let blocks = scores.rows / tokens
    let y = make(rows: blocks, columns: width, from: scores, values)
    let weights = scratch(scores.count)
    Scalar.tokenKernels.pool(
      value(scores), value(values), weights, value(y), blocks, tokens, heads, width)
    record(y) { tape in
      guard let dy = tape.slope(y) else { return }
      Scalar.tokenKernels.poolBackward(
        weights, tape.value(values), dy, tape.slope(scores) ?? tape.scratch(scores.count),
        tape.slope(values) ?? tape.scratch(values.count), blocks, tokens, heads, width)
    }
    return y
  }
}
