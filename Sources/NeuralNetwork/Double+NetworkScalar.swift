internal import CKernels
internal import Glibc
internal import LinearAlgebra

extension Double: NetworkScalar {
  public static func product(
    m: Int, n: Int, k: Int, alpha: Double,
    _ a: UnsafePointer<Double>, lda: Int, transposeA: Bool,
    _ b: UnsafePointer<Double>, ldb: Int, transposeB: Bool,
    beta: Double, into c: UnsafeMutablePointer<Double>, ldc: Int
  ) {
    multiply(
      m: m, n: n, k: k, alpha: alpha, a, lda: lda, transposeA: transposeA, b, ldb: ldb,
      transposeB: transposeB,
      beta: beta, into: c, ldc: ldc)
  }

  public static func addBias(
    _ x: UnsafeMutablePointer<Double>, _ bias: UnsafePointer<Double>, rows: Int, columns: Int
  ) {
    ck_f64_add_bias(x, bias, rows, columns)
  }

  public static func columnSums(
    _ x: UnsafePointer<Double>, into sums: UnsafeMutablePointer<Double>, rows: Int, columns: Int
  ) {
    ck_f64_column_sums(x, sums, rows, columns)
  }

  public static func accumulate(
    _ scale: Double, _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int
  ) {
    ck_f64_accumulate(scale, x, y, count)
  }

  public static func inner(_ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, count: Int) -> Double {
    ck_f64_inner(x, y, count)
  }

  public static func gelu(_ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int) {
    ck_f64_gelu(x, y, count)
  }

  public static func geluBackward(
    _ x: UnsafePointer<Double>, _ dy: UnsafePointer<Double>, into dx: UnsafeMutablePointer<Double>, count: Int
  ) {
    ck_f64_gelu_backward(x, dy, dx, count)
  }

  public static func layerNorm(
    _ x: UnsafePointer<Double>, _ gamma: UnsafePointer<Double>, _ beta: UnsafePointer<Double>,
    into y: UnsafeMutablePointer<Double>, mean: UnsafeMutablePointer<Double>,
    rstd: UnsafeMutablePointer<Double>, rows: Int, columns: Int
  ) {
    ck_f64_layer_norm(x, gamma, beta, y, mean, rstd, rows, columns)
  }

  public static func layerNormBackward(
    _ x: UnsafePointer<Double>, _ gamma: UnsafePointer<Double>, mean: UnsafePointer<Double>,
    rstd: UnsafePointer<Double>, _ dy: UnsafePointer<Double>, into dx: UnsafeMutablePointer<Double>,
    dgamma: UnsafeMutablePointer<Double>, dbeta: UnsafeMutablePointer<Double>, rows: Int, columns: Int
  ) {
    ck_f64_layer_norm_backward(x, gamma, mean, rstd, dy, dx, dgamma, dbeta, rows, columns)
  }

  public static func softmax(
    _ x: UnsafeMutablePointer<Double>, scale: Double, rows: Int, columns: Int, valid: Int
  ) {
    ck_f64_softmax(x, scale, rows, columns, valid)
  }

  public static func softmaxBackward(
    _ p: UnsafePointer<Double>, _ dp: UnsafeMutablePointer<Double>, scale: Double, rows: Int, columns: Int
  ) {
    ck_f64_softmax_backward(p, dp, scale, rows, columns)
  }

  public static func dual(
    _ table: UnsafePointer<Double>, _ histogram: UnsafePointer<Double>, weights: UnsafeMutablePointer<Double>,
    count: Int
  ) -> Double {
    ck_f64_dual(table, histogram, weights, count)
  }

  public static func ratioFeatures(
    _ histogram: UnsafePointer<Double>, scale: Double, roots: UnsafeMutablePointer<Double>,
    logs: UnsafeMutablePointer<Double>, count: Int
  ) {
    ck_f64_ratio_features(histogram, scale, roots, logs, count)
  }

  public static func gather(
    _ x: UnsafePointer<Double>, _ indices: UnsafePointer<Int32>, into out: UnsafeMutablePointer<Double>,
    count: Int
  ) {
    ck_f64_gather(x, indices, out, count)
  }

  public static func scatterAdd(
    _ x: UnsafePointer<Double>, _ indices: UnsafePointer<Int32>, into out: UnsafeMutablePointer<Double>,
    count: Int
  ) {
    ck_f64_scatter_add(x, indices, out, count)
  }

  public static func tokenPool(
    _ scores: UnsafePointer<Double>, _ values: UnsafePointer<Double>, weights: UnsafeMutablePointer<Double>,
    into out: UnsafeMutablePointer<Double>, blocks: Int, tokens: Int, heads: Int, width: Int
  ) {
    ck_f64_token_pool(scores, values, weights, out, blocks, tokens, heads, width)
  }

  public static func tokenPoolBackward(
    _ weights: UnsafePointer<Double>, _ values: UnsafePointer<Double>, _ dy: UnsafePointer<Double>,
    scores dscores: UnsafeMutablePointer<Double>, values dvalues: UnsafeMutablePointer<Double>, blocks: Int,
    tokens: Int, heads: Int, width: Int
  ) {
    ck_f64_token_pool_backward(weights, values, dy, dscores, dvalues, blocks, tokens, heads, width)
  }

  public static func softplus(_ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int) {
    ck_f64_softplus(x, y, count)
  }

  public static func softplusBackward(
    _ x: UnsafePointer<Double>, _ dy: UnsafePointer<Double>, into dx: UnsafeMutablePointer<Double>, count: Int
  ) {
    ck_f64_softplus_backward(x, dy, dx, count)
  }

  public static func adam(
    _ value: UnsafeMutablePointer<Double>, gradient: UnsafePointer<Double>,
    first: UnsafeMutablePointer<Double>, second: UnsafeMutablePointer<Double>, scale: Double, rate: Double,
    beta1: Double, beta2: Double, epsilon: Double, count: Int
  ) {
    ck_f64_adam(value, gradient, first, second, scale, rate, beta1, beta2, epsilon, count)
  }

  public static func exponential(_ x: Double) -> Double { exp(x) }

  public static func clear(_ x: UnsafeMutablePointer<Double>, count: Int) {
    x.update(repeating: 0, count: count)
  }

  public static func copy(_ values: [Float], into x: UnsafeMutablePointer<Double>) {
    for index in values.indices { x[index] = Double(values[index]) }
  }
}
