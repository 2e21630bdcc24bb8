internal import COpenBLAS

/// One BLAS thread for the whole process: parallelism is ours, in chunks that do not depend on the number of threads.
private let singleThreadedBLAS: Void = openblas_set_num_threads(1)

/// Makes sure of it before a call of LAPACK.
func singleThreadedOpenBLAS() { _ = singleThreadedBLAS }

/// C = α op(A) op(B) + β C for row-major Float32 matrices: op(A) is m×k, op(B) is k×n, C is m×n.
///
/// `lda`, `ldb` and `ldc` are the strides between stored rows; `transposeA` says that A is stored k×m, `transposeB` that B
/// is stored n×k. The caller vouches for the extents.
public func multiply(
  m: Int, n: Int, k: Int, alpha: Float = 1,
  _ a: UnsafePointer<Float>, lda: Int, transposeA: Bool = false,
  _ b: UnsafePointer<Float>, ldb: Int, transposeB: Bool = false,
  beta: Float = 0, into c: UnsafeMutablePointer<Float>, ldc: Int
) {
  _ = singleThreadedBLAS
  cblas_sgemm(
    CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans,
    Int32(m), Int32(n), Int32(k), alpha, a, Int32(lda), b, Int32(ldb), beta, c, Int32(ldc))
}

/// C = α op(A) op(B) + β C for row-major Float64 matrices; see the Float32 form.
public func multiply(
  m: Int, n: Int, k: Int, alpha: Double = 1,
  _ a: UnsafePointer<Double>, lda: Int, transposeA: Bool = false,
  _ b: UnsafePointer<Double>, ldb: Int, transposeB: Bool = false,
  beta: Double = 0, into c: UnsafeMutablePointer<Double>, ldc: Int
) {
  _ = singleThreadedBLAS
  cblas_dgemm(
    CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans,
    Int32(m), Int32(n), Int32(k), alpha, a, Int32(lda), b, Int32(ldb), beta, c, Int32(ldc))
}
