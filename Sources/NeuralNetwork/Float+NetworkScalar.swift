internal import CKernels
internal import Glibc
internal import LinearAlgebra

extension Float: NetworkScalar {
  public static func product(
    m: Int, n: Int, k: Int, alpha: Float,
    _ a: UnsafePointer<Float>, lda: Int, transposeA: Bool,
    _ b: UnsafePointer<Float>, ldb: Int, transposeB: Bool,
    beta: Float, into c: UnsafeMutablePointer<Float>, ldc: Int
  ) {
    multiply(
      m: m, n: n, k: k, alpha: alpha, a, lda: lda, transposeA: transposeA, b, ldb: ldb,
      transposeB: transposeB,
      beta: beta, into: c, ldc: ldc)
  }

  public static func addBias(
    _ x: UnsafeMutablePointer<Float>, _ bias: UnsafePointer<Float>, rows: Int, columns: Int
  ) {
    ck_f32_add_bias(x, bias, rows, columns)
  }

  public static func columnSums(
    _ x: UnsafePointer<Float>, into sums: UnsafeMutablePointer<Float>, rows: Int, columns: Int
  ) {
    ck_f32_column_sums(x, sums, rows, columns)
  }

  public static func accumulate(
    _ scale: Float, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int
  ) {
    ck_f32_accumulate(scale, x, y, count)
  }

  public static func inner(_ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, count: Int) -> Float {
    ck_f32_inner(x, y, count)
  }

  public static func gelu(_ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int) {
    ck_f32_gelu(x, y, count)
  }

  public static func geluBackward(
    _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>, count: Int
  ) {
    ck_f32_gelu_backward(x, dy, dx, count)
  }

  public static func layerNorm(
    _ x: UnsafePointer<Float>, _ gamma: UnsafePointer<Float>, _ beta: UnsafePointer<Float>,
    into y: UnsafeMutablePointer<Float>, mean: UnsafeMutablePointer<Float>, rstd: UnsafeMutablePointer<Float>,
    rows: Int, columns: Int
  ) {
    ck_f32_layer_norm(x, gamma, beta, y, mean, rstd, rows, columns)
  }

  public static func layerNormBackward(
    _ x: UnsafePointer<Float>, _ gamma: UnsafePointer<Float>, mean: UnsafePointer<Float>,
    rstd: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>,
    dgamma: UnsafeMutablePointer<Float>, dbeta: UnsafeMutablePointer<Float>, rows: Int, columns: Int
  ) {
    ck_f32_layer_norm_backward(x, gamma, mean, rstd, dy, dx, dgamma, dbeta, rows, columns)
  }

  public static func softmax(
    _ x: UnsafeMutablePointer<Float>, scale: Float, rows: Int, columns: Int, valid: Int
  ) {
    ck_f32_softmax(x, scale, rows, columns, valid)
  }

  public static func softmaxBackward(
    _ p: UnsafePointer<Float>, _ dp: UnsafeMutablePointer<Float>, scale: Float, rows: Int, columns: Int
  ) {
    ck_f32_softmax_backward(p, dp, scale, rows, columns)
  }

  public static func dual(
    _ table: UnsafePointer<Float>, _ histogram: UnsafePointer<Float>, weights: UnsafeMutablePointer<Float>,
    count: Int
  ) -> Float {
    ck_f32_dual(table, histogram, weights, count)
  }

  public static func ratioFeatures(
    _ histogram: UnsafePointer<Float>, scale: Float, roots: UnsafeMutablePointer<Float>,
    logs: UnsafeMutablePointer<Float>, count: Int
  ) {
    ck_f32_ratio_features(histogram, scale, roots, logs, count)
  }

  public static func gather(
    _ x: UnsafePointer<Float>, _ indices: UnsafePointer<Int32>, into out: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    ck_f32_gather(x, indices, out, count)
  }

  public static func scatterAdd(
    _ x: UnsafePointer<Float>, _ indices: UnsafePointer<Int32>, into out: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    ck_f32_scatter_add(x, indices, out, count)
  }

  public static func tokenPool(
    _ scores: UnsafePointer<Float>, _ values: UnsafePointer<Float>, weights: UnsafeMutablePointer<Float>,
    into out: UnsafeMutablePointer<Float>, blocks: Int, tokens: Int, heads: Int, width: Int
  ) {
    ck_f32_token_pool(scores, values, weights, out, blocks, tokens, heads, width)
  }

  public static func tokenPoolBackward(
    _ weights: UnsafePointer<Float>, _ values: UnsafePointer<Float>, _ dy: UnsafePointer<Float>,
    scores dscores: UnsafeMutablePointer<Float>, values dvalues: UnsafeMutablePointer<Float>, blocks: Int,
    tokens: Int, heads: Int, width: Int
  ) {
    ck_f32_token_pool_backward(weights, values, dy, dscores, dvalues, blocks, tokens, heads, width)
  }

  public static func softplus(_ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int) {
    ck_f32_softplus(x, y, count)
  }

  public static func softplusBackward(
    _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>, count: Int
  ) {
    ck_f32_softplus_backward(x, dy, dx, count)
  }

  public static func adam(
    _ value: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, first: UnsafeMutablePointer<Float>,
    second: UnsafeMutablePointer<Float>, scale: Float, rate: Float, beta1: Float, beta2: Float,
    epsilon: Float, count: Int
  ) {
    ck_f32_adam(value, gradient, first, second, scale, rate, beta1, beta2, epsilon, count)
  }

  public static func exponential(_ x: Float) -> Float { expf(x) }

  public static func clear(_ x: UnsafeMutablePointer<Float>, count: Int) {
    x.update(repeating: 0, count: count)
  }

  public static func copy(_ values: [Float], into x: UnsafeMutablePointer<Float>) {
    x.update(from: values, count: values.count)
  }
}
