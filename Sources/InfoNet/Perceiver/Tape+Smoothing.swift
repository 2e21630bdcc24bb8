internal import Glibc
internal import NeuralNetwork

extension Tape {
  /// A fixed Gaussian convolution of every side × side table, along rows and columns; beyond the border its value goes on.
  ///
  /// θ: n × side² → n × side², S θ Sᵀ. `size` is odd; weights exp(−(i − c)² / 2σ²), normalised: InfoNet, A.8 method 1 (15, σ 3).
  func smoothed(_ table: Variable, side: Int, size: Int, sigma: Double) -> Variable {
    precondition(table.columns == side * side && size % 2 == 1, "smoothed: shapes do not fit")
    let taps = GaussianTaps.weights(size: size, sigma: sigma).map { Scalar($0) }
    // S[i][j] = Σ of the taps that reach j from i, the border repeated.
    let matrix = scratch(side * side)
    kernels.clear(matrix, side * side)
    for i in 0..<side {
      for tap in 0..<size {
        matrix[i * side + min(max(i + tap - size / 2, 0), side - 1)] += taps[tap]
      }
    }
    let y = make(rows: table.rows, columns: table.columns, from: table)
    let half = scratch(side * side)
    /// b = β b + S a Sᵀ, or Sᵀ a S.
    let sandwich = {
      [kernels] (a: UnsafePointer<Scalar>, transposed: Bool, beta: Scalar, b: UnsafeMutablePointer<Scalar>) in
      kernels.product(
        m: side, n: side, k: side, alpha: 1, matrix, lda: side, transposeA: transposed, a, ldb: side,
        transposeB: false, beta: 0, into: half, ldc: side)
      kernels.product(
        m: side, n: side, k: side, alpha: 1, half, lda: side, transposeA: false, matrix, ldb: side,
        transposeB: !transposed, beta: beta, into: b, ldc: side)
    }
    for row in 0..<table.rows {
      sandwich(value(table) + row * table.columns, false, 0, value(y) + row * table.columns)
    }
    record(y) { tape in
      guard let dy = tape.slope(y), let dx = tape.slope(table) else { return }
      for row in 0..<table.rows {
        sandwich(dy + row * table.columns, true, 1, dx + row * table.columns)
      }
    }
    return y
  }
}

/// The weights of a fixed Gaussian convolution.
enum GaussianTaps {
  /// `size` weights exp(−(i − c)² / 2σ²) that sum to 1.
  static func weights(size: Int, sigma: Double) -> [Double] {
    let raw = (0..<size).map { i in
      let d = Double(i - size / 2) / sigma
      return exp(-d * d / 2)
    }
    let sum = raw.reduce(0, +)
    return raw.map { $0 / sum }
  }
}
