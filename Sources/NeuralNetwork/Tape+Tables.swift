extension Tape {
  /// The Donsker–Varadhan dual of every row: ⟨θ, h⟩ − log mean exp θ, as a column (InfoNet, equation 3).
  ///
  /// θ and h are batch × cells; h sums to 1, and the marginals are uniform, so the second term is exact.
  public func dual(table: Variable, histogram: Variable) -> Variable {
    precondition(table.rows == histogram.rows && table.columns == histogram.columns, "dual: shapes differ")
    let (rows, cells) = (table.rows, table.columns)
    let y = make(rows: rows, columns: 1, from: table, histogram)
    let weights = scratch(table.count)
    for row in 0..<rows {
      value(y)[row] = Scalar.dual(
        value(table) + row * cells, value(histogram) + row * cells, weights: weights + row * cells,
        count: cells)
    }
    record(y) { tape in
      guard let dy = tape.slope(y) else { return }
      for row in 0..<rows {
        let offset = row * cells
        if let dt = tape.slope(table) {
          Scalar.accumulate(dy[row], tape.value(histogram) + offset, into: dt + offset, count: cells)
          Scalar.accumulate(-dy[row], weights + offset, into: dt + offset, count: cells)
        }
        if let dh = tape.slope(histogram) {
          Scalar.accumulate(dy[row], tape.value(table) + offset, into: dh + offset, count: cells)
        }
      }
    }
    return y
  }

  /// The features of a histogram: √ρ − 1 and log(1 + ρ) − log 2 of the density ratio ρ = cells · h, as batch × 2 cells.
  public func ratioFeatures(_ histogram: Variable) -> Variable {
    let (rows, cells) = (histogram.rows, histogram.columns)
    let scale = Scalar(cells)
    let y = make(rows: rows, columns: 2 * cells, from: histogram)
    for row in 0..<rows {
      let out = value(y) + row * 2 * cells
      Scalar.ratioFeatures(
        value(histogram) + row * cells, scale: scale, roots: out, logs: out + cells, count: cells)
    }
    record(y) { tape in
      guard let dy = tape.slope(y), let dh = tape.slope(histogram) else { return }
      for row in 0..<rows {
        for cell in 0..<cells {
          let ratio = scale * tape.value(histogram)[row * cells + cell]
          // The root's slope at an empty cell is infinite; a floor keeps gradient ascent finite.
          let root = max(ratio.squareRoot(), 1e-3)
          dh[row * cells + cell] +=
            scale * (dy[row * 2 * cells + cell] / (2 * root) + dy[(row * 2 + 1) * cells + cell] / (1 + ratio))
        }
      }
    }
    return y
  }

  /// A fixed Gaussian convolution of every side × side table, rows then columns, the border value going on outside.
  ///
  /// `size` odd; weights exp(−(i − c)² / 2σ²), normalised: InfoNet, A.8 method 1 (15, σ 3).
  public func smoothed(_ table: Variable, side: Int, size: Int, sigma: Double) -> Variable {
    precondition(table.columns == side * side && size % 2 == 1, "smoothed: shapes do not fit")
    let taps = GaussianTaps.weights(size: size, sigma: sigma).map { Scalar($0) }
    // As a matrix: S[i][j] = Σ of the taps that reach j from i, the border repeated. Then S θ Sᵀ, two products a table.
    let matrix = scratch(side * side)
    Scalar.clear(matrix, count: side * side)
    for i in 0..<side {
      for tap in 0..<size {
        matrix[i * side + min(max(i + tap - size / 2, 0), side - 1)] += taps[tap]
      }
    }
    let y = make(rows: table.rows, columns: table.columns, from: table)
    let half = scratch(side * side)
    func sandwich(
      _ a: UnsafePointer<Scalar>, transposed: Bool, beta: Scalar, _ b: UnsafeMutablePointer<Scalar>
    ) {
      Scalar.product(
        m: side, n: side, k: side, alpha: 1, matrix, lda: side, transposeA: transposed, a, ldb: side,
        transposeB: false, beta: 0, into: half, ldc: side)
      Scalar.product(
        m: side, n: side, k: side, alpha: 1, half, lda: side, transposeA: false, matrix, ldb: side,
        transposeB: !transposed, beta: beta, into: b, ldc: side)
    }
    for row in 0..<table.rows {
      sandwich(
        value(table) + row * table.columns, transposed: false, beta: 0, value(y) + row * table.columns)
    }
    record(y) { tape in
      guard let dy = tape.slope(y), let dx = tape.slope(table) else { return }
      for row in 0..<table.rows {
        sandwich(dy + row * table.columns, transposed: true, beta: 1, dx + row * table.columns)
      }
    }
    return y
  }

  /// Reads every side × side table at n points of the unit square, with bilinear interpolation: batch × n.
  ///
  /// `u` and `v` (batch × n) are in [0, 1]; node (i, j) stands at ((i + ½) / side, (j + ½) / side), outside it the border
  /// value goes on. Differentiable in the table and in the points.
  public func lookedUp(_ table: Variable, side: Int, u: Variable, v: Variable) -> Variable {
    precondition(
      table.columns == side * side && u.rows == table.rows && v.rows == u.rows && u.columns == v.columns,
      "lookedUp: shapes do not fit")
    let n = u.columns
    let y = make(rows: table.rows, columns: n, from: table, u, v)
    for row in 0..<table.rows {
      let t = value(table) + row * side * side
      for i in 0..<n {
        let a = SplinePosition(value(u)[row * n + i], side: side)
        let b = SplinePosition(value(v)[row * n + i], side: side)
        value(y)[row * n + i] =
          (1 - a.share) * ((1 - b.share) * t[a.low * side + b.low] + b.share * t[a.low * side + b.high])
          + a.share * ((1 - b.share) * t[a.high * side + b.low] + b.share * t[a.high * side + b.high])
      }
    }
    record(y) { tape in
      guard let dy = tape.slope(y) else { return }
      for row in 0..<table.rows {
        let t = tape.value(table) + row * side * side
        for i in 0..<n {
          let index = row * n + i
          let a = SplinePosition(tape.value(u)[index], side: side)
          let b = SplinePosition(tape.value(v)[index], side: side)
          let g = dy[index]
          if let dt = tape.slope(table) {
            let dt = dt + row * side * side
            dt[a.low * side + b.low] += g * (1 - a.share) * (1 - b.share)
            dt[a.low * side + b.high] += g * (1 - a.share) * b.share
            dt[a.high * side + b.low] += g * a.share * (1 - b.share)
            dt[a.high * side + b.high] += g * a.share * b.share
          }
          let low = (1 - b.share) * t[a.low * side + b.low] + b.share * t[a.low * side + b.high]
          let high = (1 - b.share) * t[a.high * side + b.low] + b.share * t[a.high * side + b.high]
          if let du = tape.slope(u) { du[index] += g * (high - low) * a.slope }
          let left = (1 - a.share) * t[a.low * side + b.low] + a.share * t[a.high * side + b.low]
          let right = (1 - a.share) * t[a.low * side + b.high] + a.share * t[a.high * side + b.high]
          if let dv = tape.slope(v) { dv[index] += g * (right - left) * b.slope }
        }
      }
    }
    return y
  }

  /// The soft histogram of points (u, v) in the unit square, every point shared among its four nearest cells.
  ///
  /// The transpose of `lookedUp`, divided by n. Differentiable in the points.
  public func softHistogram(u: Variable, v: Variable, side: Int) -> Variable {
    precondition(u.rows == v.rows && u.columns == v.columns, "softHistogram: shapes differ")
    let n = u.columns
    let share = 1 / Scalar(n)
    let h = make(rows: u.rows, columns: side * side, from: u, v)
    Scalar.clear(value(h), count: h.count)
    for row in 0..<u.rows {
      let t = value(h) + row * side * side
      for i in 0..<n {
        let a = SplinePosition(value(u)[row * n + i], side: side)
        let b = SplinePosition(value(v)[row * n + i], side: side)
        t[a.low * side + b.low] += share * (1 - a.share) * (1 - b.share)
        t[a.low * side + b.high] += share * (1 - a.share) * b.share
        t[a.high * side + b.low] += share * a.share * (1 - b.share)
        t[a.high * side + b.high] += share * a.share * b.share
      }
    }
    record(h) { tape in
      guard let dh = tape.slope(h) else { return }
      for row in 0..<u.rows {
        let g = dh + row * side * side
        for i in 0..<n {
          let index = row * n + i
          let a = SplinePosition(tape.value(u)[index], side: side)
          let b = SplinePosition(tape.value(v)[index], side: side)
          let low = (1 - b.share) * g[a.low * side + b.low] + b.share * g[a.low * side + b.high]
          let high = (1 - b.share) * g[a.high * side + b.low] + b.share * g[a.high * side + b.high]
          if let du = tape.slope(u) { du[index] += share * (high - low) * a.slope }
          let left = (1 - a.share) * g[a.low * side + b.low] + a.share * g[a.high * side + b.low]
          let right = (1 - a.share) * g[a.low * side + b.high] + a.share * g[a.high * side + b.high]
          if let dv = tape.slope(v) { dv[index] += share * (right - left) * b.slope }
        }
      }
    }
    return h
  }

  /// Soft ranks in (0, 1) of every row: u_i = (½ + Σ_{j ≠ i} σ((x_i − x_j) / τ)) / n, which tends to (rank − ½) / n as τ → 0.
  ///
  /// Differentiable in the samples; O(n²).
  public func softRanks(_ x: Variable, temperature: Scalar) -> Variable {
    let n = x.columns
    let y = make(rows: x.rows, columns: n, from: x)
    let scratch = scratch(n)
    /// σ((x_i − x_j) / τ) for all j into `scratch`.
    func steps(_ row: UnsafePointer<Scalar>, _ i: Int) {
      for j in 0..<n { scratch[j] = (row[j] - row[i]) / temperature }
      for j in 0..<n { scratch[j] = 1 / (1 + Scalar.exponential(scratch[j])) }
    }
    for row in 0..<x.rows {
      let values = value(x) + row * n
      for i in 0..<n {
        steps(values, i)
        var sum: Scalar = 0
        for j in 0..<n { sum += scratch[j] }
        value(y)[row * n + i] = sum / Scalar(n)  // j = i contributes σ(0) = ½
      }
    }
    record(y) { tape in
      guard let dy = tape.slope(y), let dx = tape.slope(x) else { return }
      let factor = 1 / (Scalar(n) * temperature)
      for row in 0..<x.rows {
        for i in 0..<n {
          steps(tape.value(x) + row * n, i)
          let g = dy[row * n + i] * factor
          for j in 0..<n where j != i {
            let slope = g * scratch[j] * (1 - scratch[j])
            dx[row * n + i] += slope
            dx[row * n + j] -= slope
          }
        }
      }
    }
    return y
  }
}

/// Where a coordinate in [0, 1] lies between the nodes (i + ½) / side of a table.
struct SplinePosition<Scalar: NetworkScalar> {
  let low: Int
  let high: Int
  /// The share of `high`.
  let share: Scalar
  /// The derivative of position·share with respect to the coordinate: `side` between nodes, 0 outside them.
  let slope: Scalar

  init(_ coordinate: Scalar, side: Int) {
    let position = coordinate * Scalar(side) - 0.5
    let last = Scalar(side - 1)
    if position <= 0 {
      (low, high, share, slope) = (0, 0, 0, 0)
    } else if position >= last {
      (low, high, share, slope) = (side - 1, side - 1, 0, 0)
    } else {
      let floor = position.rounded(.down)
      low = Int(floor)
      high = low + 1
      share = position - floor
      slope = Scalar(side)
    }
  }
}

/// The weights of a fixed Gaussian convolution.
enum GaussianTaps {
  /// `size` weights exp(−(i − c)² / 2σ²) that sum to 1.
  static func weights(size: Int, sigma: Double) -> [Double] {
    let raw = (0..<size).map { i in
      let d = Double(i - size / 2) / sigma
      return Double.exponential(-d * d / 2)
    }
    let sum = raw.reduce(0, +)
    return raw.map { $0 / sum }
  }
}
