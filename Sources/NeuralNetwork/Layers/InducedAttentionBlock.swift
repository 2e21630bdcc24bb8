public import LinearAlgebra

/// Attention of a set to itself through a few learned points, at a cost linear in the set's size.
///
/// ISAB of the set transformer (Lee and others 2019), pre-norm as in SetTransformer++: h = gather(points, x), y = spread(x, h),
/// both cross-attention blocks.
public struct InducedAttentionBlock: Sendable {
  public let points: Parameter
  public let gather: CrossAttentionBlock
  public let spread: CrossAttentionBlock

  public init(
    _ name: String, width: Int, points count: Int, heads: Int, hidden: Int, in parameters: inout Parameters,
    using generator: inout SeededGenerator
  ) {
    points = parameters.normal("\(name).points", [count, width], deviation: 0.5, using: &generator)
    gather = CrossAttentionBlock(
      "\(name).gather", width: width, context: width, heads: heads, hidden: hidden, in: &parameters,
      using: &generator)
    spread = CrossAttentionBlock(
      "\(name).spread", width: width, context: width, heads: heads, hidden: hidden, in: &parameters,
      using: &generator)
  }

  /// x: (batch · n) × width → (batch · n) × width, by way of (batch · points) × width.
  public func callAsFunction<S>(_ x: Tape<S>.Variable, batch: Int, on tape: Tape<S>) -> Tape<S>.Variable {
    let induced = gather(
      tape.repeated(tape.parameter(points), times: batch), context: x, batch: batch, on: tape)
    return spread(x, context: induced, batch: batch, on: tape)
  }
}
