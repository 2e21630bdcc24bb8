import Foundation
import NeuralNetwork

extension Tape {
  /// The soft histogram of points (u, v) in the unit square, every point shared among its four nearest cells.
  ///
  /// u, v: n × T → n × side². Differentiable in the points.
  func softHistogram(u: Variable, v: Variable, side: Int) -> Variable {
    precondition(u.rows == v.rows && u.columns == v.columns, "softHistogram: shapes differ")
    let n = u.columns
    let share = 1 / Scalar(n)
    let h = make(rows: u.rows, columns: side * side, from: u, v)
    kernels.clear(value(h), h.count)
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
  /// x: rows × n → rows × n. Differentiable in the samples; O(n²).
  func softRanks(_ x: Variable, temperature: Scalar) -> Variable {
    let n = x.columns
    let y = make(rows: x.rows, columns: n, from: x)
    let scratch = scratch(n)
    /// σ((x_i − x_j) / τ) for all j into `scratch`.
    func steps(_ row: UnsafePointer<Scalar>, _ i: Int) {
      for j in 0..<n { scratch[j] = (row[j] - row[i]) / temperature }
      for j in 0..<n { scratch[j] = 1 / (1 + Scalar(exp(Double(scratch[j])))) }
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
