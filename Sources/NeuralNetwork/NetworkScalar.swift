/// The numbers a network is made of: Float for training and inference, Double for checking gradients.
///
/// The requirements are the loops of CKernels/network.inc and the matrix product of OpenBLAS, the same source for both.
public protocol NetworkScalar: BinaryFloatingPoint, Sendable {
  /// C = α op(A) op(B) + β C; see `LinearAlgebra.multiply`.
  static func product(
    m: Int, n: Int, k: Int, alpha: Self,
    _ a: UnsafePointer<Self>, lda: Int, transposeA: Bool,
    _ b: UnsafePointer<Self>, ldb: Int, transposeB: Bool,
    beta: Self, into c: UnsafeMutablePointer<Self>, ldc: Int)
  static func addBias(
    _ x: UnsafeMutablePointer<Self>, _ bias: UnsafePointer<Self>, rows: Int, columns: Int)
  static func columnSums(
    _ x: UnsafePointer<Self>, into sums: UnsafeMutablePointer<Self>, rows: Int, columns: Int)
  static func accumulate(
    _ scale: Self, _ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>, count: Int)
  static func inner(_ x: UnsafePointer<Self>, _ y: UnsafePointer<Self>, count: Int) -> Self
  static func gelu(_ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>, count: Int)
  static func geluBackward(
    _ x: UnsafePointer<Self>, _ dy: UnsafePointer<Self>, into dx: UnsafeMutablePointer<Self>, count: Int)
  static func layerNorm(
    _ x: UnsafePointer<Self>, _ gamma: UnsafePointer<Self>, _ beta: UnsafePointer<Self>,
    into y: UnsafeMutablePointer<Self>, mean: UnsafeMutablePointer<Self>, rstd: UnsafeMutablePointer<Self>,
    rows: Int, columns: Int)
  static func layerNormBackward(
    _ x: UnsafePointer<Self>, _ gamma: UnsafePointer<Self>, mean: UnsafePointer<Self>,
    rstd: UnsafePointer<Self>, _ dy: UnsafePointer<Self>, into dx: UnsafeMutablePointer<Self>,
    dgamma: UnsafeMutablePointer<Self>, dbeta: UnsafeMutablePointer<Self>, rows: Int, columns: Int)
  static func softmax(_ x: UnsafeMutablePointer<Self>, scale: Self, rows: Int, columns: Int, valid: Int)
  static func softmaxBackward(
    _ p: UnsafePointer<Self>, _ dp: UnsafeMutablePointer<Self>, scale: Self, rows: Int, columns: Int)
  static func dual(
    _ table: UnsafePointer<Self>, _ histogram: UnsafePointer<Self>, weights: UnsafeMutablePointer<Self>,
    count: Int
  ) -> Self
  static func ratioFeatures(
    _ histogram: UnsafePointer<Self>, scale: Self, roots: UnsafeMutablePointer<Self>,
    logs: UnsafeMutablePointer<Self>, count: Int)
  static func gather(
    _ x: UnsafePointer<Self>, _ indices: UnsafePointer<Int32>, into out: UnsafeMutablePointer<Self>,
    count: Int)
  static func scatterAdd(
    _ x: UnsafePointer<Self>, _ indices: UnsafePointer<Int32>, into out: UnsafeMutablePointer<Self>,
    count: Int)
  static func tokenPool(
    _ scores: UnsafePointer<Self>, _ values: UnsafePointer<Self>, weights: UnsafeMutablePointer<Self>,
    into out: UnsafeMutablePointer<Self>, blocks: Int, tokens: Int, heads: Int, width: Int)
  static func tokenPoolBackward(
    _ weights: UnsafePointer<Self>, _ values: UnsafePointer<Self>, _ dy: UnsafePointer<Self>,
    scores: UnsafeMutablePointer<Self>, values: UnsafeMutablePointer<Self>, blocks: Int, tokens: Int,
    heads: Int, width: Int)
  static func softplus(_ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>, count: Int)
  static func softplusBackward(
    _ x: UnsafePointer<Self>, _ dy: UnsafePointer<Self>, into dx: UnsafeMutablePointer<Self>, count: Int)
  static func adam(
    _ value: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>, first: UnsafeMutablePointer<Self>,
    second: UnsafeMutablePointer<Self>, scale: Self, rate: Self, beta1: Self, beta2: Self, epsilon: Self,
    count: Int)
  static func exponential(_ x: Self) -> Self
  /// Sets `count` numbers to 0.
  static func clear(_ x: UnsafeMutablePointer<Self>, count: Int)
  /// Copies single-precision numbers.
  static func copy(_ values: [Float], into x: UnsafeMutablePointer<Self>)
}
