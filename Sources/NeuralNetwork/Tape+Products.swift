extension Tape {
  /// y = x W + b.
  ///
  /// x: n × i, W: i × o, b: 1 × o → n × o.
  public func linear(_ x: Variable, _ weight: Variable, _ bias: Variable?) -> Variable {
    precondition(x.columns == weight.rows, "linear: x has \(x.columns) columns, W \(weight.rows) rows")
    let (n, i, o) = (x.rows, weight.rows, weight.columns)
    let y = make(rows: n, columns: o, from: x, weight)
    kernels.product(
      m: n, n: o, k: i, alpha: 1, value(x), lda: i, transposeA: false, value(weight), ldb: o,
      transposeB: false, beta: 0, into: value(y), ldc: o)
    if let bias { kernels.addBias(value(y), value(bias), n, o) }
    record(y) { tape in
      guard let dy = tape.slope(y) else { return }
      if let dx = tape.slope(x) {
        tape.kernels.product(
          m: n, n: i, k: o, alpha: 1, dy, lda: o, transposeA: false, tape.value(weight), ldb: o,
          transposeB: true, beta: 1, into: dx, ldc: i)
      }
      if let dw = tape.slope(weight) {
        tape.kernels.product(
          m: i, n: o, k: n, alpha: 1, tape.value(x), lda: i, transposeA: true, dy, ldb: o, transposeB: false,
          beta: 1, into: dw, ldc: o)
      }
      if let bias, let db = tape.slope(bias) { tape.kernels.columnSums(dy, db, n, o) }
    }
    return y
  }

  /// Scaled dot-product attention of `heads` heads for every element of a batch: softmax(Q Kᵀ / √d) V, head by head.
  ///
  /// q: (batch · nq) × w, k and v: (batch · nk) × w → (batch · nq) × w, where head h owns columns h d ..< (h + 1) d, d = w /
  /// heads. `valid`: how many of its nk keys each element of the batch has; nil: all.
  public func attention(
    query q: Variable, key k: Variable, value v: Variable, batch: Int, heads: Int, valid: [Int]? = nil
  ) -> Variable {
    let (nq, nk, width) = (q.rows / batch, k.rows / batch, q.columns)
    precondition(
      q.rows == nq * batch && k.rows == nk * batch && v.rows == k.rows && k.columns == width
        && v.columns == width && width % heads == 0, "attention: shapes do not fit")
    let d = width / heads
    let scale = 1 / Scalar(d).squareRoot()
    let y = make(rows: q.rows, columns: width, from: q, k, v)
    let weights = scratch(batch * heads * nq * nk)
    for b in 0..<batch {
      for h in 0..<heads {
        let p = weights + (b * heads + h) * nq * nk
        let (qh, kh) = (value(q) + b * nq * width + h * d, value(k) + b * nk * width + h * d)
        kernels.product(
          m: nq, n: nk, k: d, alpha: 1, qh, lda: width, transposeA: false, kh, ldb: width, transposeB: true,
          beta: 0, into: p, ldc: nk)
        kernels.softmax(p, scale, nq, nk, valid?[b] ?? nk)
        kernels.product(
          m: nq, n: d, k: nk, alpha: 1, p, lda: nk, transposeA: false, value(v) + b * nk * width + h * d,
          ldb: width, transposeB: false, beta: 0, into: value(y) + b * nq * width + h * d, ldc: width)
      }
    }
    record(y) { tape in
      guard let dy = tape.slope(y) else { return }
      let dp = tape.scratch(nq * nk)
      for b in 0..<batch {
        for h in 0..<heads {
          let p = weights + (b * heads + h) * nq * nk
          let (qo, ko) = (b * nq * width + h * d, b * nk * width + h * d)
          if let dv = tape.slope(v) {
            tape.kernels.product(
              m: nk, n: d, k: nq, alpha: 1, p, lda: nk, transposeA: true, dy + qo, ldb: width,
              transposeB: false, beta: 1, into: dv + ko, ldc: width)
          }
          tape.kernels.product(
            m: nq, n: nk, k: d, alpha: 1, dy + qo, lda: width, transposeA: false, tape.value(v) + ko,
            ldb: width, transposeB: true, beta: 0, into: dp, ldc: nk)
          tape.kernels.softmaxBackward(p, dp, scale, nq, nk)
          if let dq = tape.slope(q) {
            tape.kernels.product(
              m: nq, n: d, k: nk, alpha: 1, dp, lda: nk, transposeA: false, tape.value(k) + ko, ldb: width,
              transposeB: false, beta: 1, into: dq + qo, ldc: width)
          }
          if let dk = tape.slope(k) {
            tape.kernels.product(
              m: nk, n: d, k: nq, alpha: 1, dp, lda: nk, transposeA: true, tape.value(q) + qo, ldb: width,
              transposeB: false, beta: 1, into: dk + ko, ldc: width)
          }
        }
      }
    }
    return y
  }
}
