/// The loops of a network for one kind of number: those of CKernels/network.inc, and the matrix product of OpenBLAS.
///
/// Matrices are row-major and contiguous, n rows × w columns. A forward loop writes its output; a backward loop adds to the
/// gradients that are there.
public struct NetworkKernels<Scalar>: Sendable {
  package typealias Input = UnsafePointer<Scalar>
  package typealias Output = UnsafeMutablePointer<Scalar>
  /// m, n, k, α, A, lda, transpose A, B, ldb, transpose B, β, C, ldc.
  typealias Multiply =
    @Sendable (
      Int, Int, Int, Scalar, Input, Int, Bool, Input, Int, Bool, Scalar, Output, Int
    ) -> Void

  /// `LinearAlgebra.multiply`; call `product`, which names its arguments.
  let multiply: Multiply
  /// x (n × w) += bias (w) in every row.
  package let addBias: @Sendable (_ x: Output, _ bias: Input, _ n: Int, _ w: Int) -> Void
  /// sums (w) += Σ over the rows of x (n × w).
  package let columnSums: @Sendable (_ x: Input, _ sums: Output, _ n: Int, _ w: Int) -> Void
  /// y (count) += scale x (count).
  package let accumulate: @Sendable (_ scale: Scalar, _ x: Input, _ y: Output, _ count: Int) -> Void
  /// Σ x y.
  package let inner: @Sendable (_ x: Input, _ y: Input, _ count: Int) -> Scalar
  /// y = gelu(x), tanh form.
  package let gelu: @Sendable (_ x: Input, _ y: Output, _ count: Int) -> Void
  /// dx += dy gelu′(x).
  package let geluBackward: @Sendable (_ x: Input, _ dy: Input, _ dx: Output, _ count: Int) -> Void
  /// y = log(1 + exp x).
  package let softplus: @Sendable (_ x: Input, _ y: Output, _ count: Int) -> Void
  /// dx += dy σ(x).
  package let softplusBackward: @Sendable (_ x: Input, _ dy: Input, _ dx: Output, _ count: Int) -> Void
  /// y (n × w) = γ (x − mean) rstd + β row by row; mean and rstd (n) are written for the way back.
  package let layerNorm:
    @Sendable (
      _ x: Input, _ gamma: Input, _ beta: Input, _ y: Output, _ mean: Output, _ rstd: Output, _ n: Int,
      _ w: Int
    ) -> Void
  /// dx (n × w), dγ (w) and dβ (w) from dy (n × w).
  package let layerNormBackward:
    @Sendable (
      _ x: Input, _ gamma: Input, _ mean: Input, _ rstd: Input, _ dy: Input, _ dx: Output, _ dgamma: Output,
      _ dbeta: Output, _ n: Int, _ w: Int
    ) -> Void
  /// x (n × w) becomes softmax(scale x) over the first `valid` columns of every row, 0 in the others.
  package let softmax: @Sendable (_ x: Output, _ scale: Scalar, _ n: Int, _ w: Int, _ valid: Int) -> Void
  /// dp (n × w), the gradient of p = softmax(scale x), becomes that of x.
  package let softmaxBackward:
    @Sendable (_ p: Input, _ dp: Output, _ scale: Scalar, _ n: Int, _ w: Int) -> Void
  /// out[i] = x[indices[i]].
  package let gather:
    @Sendable (_ x: Input, _ indices: UnsafePointer<Int32>, _ out: Output, _ count: Int) -> Void
  /// out[indices[i]] += x[i].
  package let scatterAdd:
    @Sendable (_ x: Input, _ indices: UnsafePointer<Int32>, _ out: Output, _ count: Int) -> Void
  /// A step of Adam on `scale` times the gradient, with the bias corrections in `rate` and `epsilon`.
  package let adam:
    @Sendable (
      _ value: Output, _ gradient: Input, _ first: Output, _ second: Output, _ scale: Scalar, _ rate: Scalar,
      _ beta1: Scalar, _ beta2: Scalar, _ epsilon: Scalar, _ count: Int
    ) -> Void
  /// x (count) = 0.
  package let clear: @Sendable (_ x: Output, _ count: Int) -> Void
  /// x = the values.
  package let copy: @Sendable (_ values: [Float], _ x: Output) -> Void

  /// C (m × n) = α op(A) op(B) + β C with op(A) m × k and op(B) k × n; see `LinearAlgebra.multiply`.
  package func product(
    m: Int, n: Int, k: Int, alpha: Scalar, _ a: Input, lda: Int, transposeA: Bool, _ b: Input, ldb: Int,
    transposeB: Bool, beta: Scalar, into c: Output, ldc: Int
  ) {
    multiply(m, n, k, alpha, a, lda, transposeA, b, ldb, transposeB, beta, c, ldc)
  }
}
