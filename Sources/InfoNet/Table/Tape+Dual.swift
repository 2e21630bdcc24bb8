internal import NeuralNetwork

extension Tape where Scalar: InfoNetScalar {
  /// The Donsker–Varadhan dual of every row, ⟨θ, h⟩ − log mean exp θ (InfoNet, equation 3).
  ///
  /// θ: n × cells, h: n × cells → n × 1. Every row of h sums to 1; the marginals are uniform, so the second term is exact.
  func dual(table: Variable, histogram: Variable) -> Variable {
    precondition(table.rows == histogram.rows && table.columns == histogram.columns, "dual: shapes differ")
    let (rows, cells) = (table.rows, table.columns)
    let y = make(rows: rows, columns: 1, from: table, histogram)
    let weights = scratch(table.count)
    let dual = Scalar.tableKernels.dual
    for row in 0..<rows {
      value(y)[row] = dual(
        value(table) + row * cells, value(histogram) + row * cells, weights + row * cells, cells)
    }
    record(y) { tape in
      guard let dy = tape.slope(y) else { return }
      let accumulate = tape.kernels.accumulate
      for row in 0..<rows {
        let offset = row * cells
        if let dt = tape.slope(table) {
          accumulate(dy[row], tape.value(histogram) + offset, dt + offset, cells)
          accumulate(-dy[row], weights + offset, dt + offset, cells)
        }
        if let dh = tape.slope(histogram) {
          accumulate(dy[row], tape.value(table) + offset, dh + offset, cells)
        }
      }
    }
    return y
  }

  /// The features of every histogram: √ρ − 1, then log(1 + ρ) − log 2, of the density ratio ρ = cells · h.
  ///
  /// h: n × cells → n × 2 cells.
  func ratioFeatures(_ histogram: Variable) -> Variable {
    let (rows, cells) = (histogram.rows, histogram.columns)
    let scale = Scalar(cells)
    let y = make(rows: rows, columns: 2 * cells, from: histogram)
    let features = Scalar.tableKernels.ratioFeatures
    for row in 0..<rows {
      let out = value(y) + row * 2 * cells
      features(value(histogram) + row * cells, scale, out, out + cells, cells)
    }
    record(y) { tape in
      guard let dy = tape.slope(y), let dh = tape.slope(histogram) else { return }
      let h = tape.value(histogram)
      for row in 0..<rows {
        for cell in 0..<cells {
          let ratio = scale * h[row * cells + cell]
          // The root's slope at an empty cell is infinite; a floor keeps gradient ascent finite.
          let root = max(ratio.squareRoot(), 1e-3)
          dh[row * cells + cell] +=
            scale * (dy[row * 2 * cells + cell] / (2 * root) + dy[(row * 2 + 1) * cells + cell] / (1 + ratio))
        }
      }
    }
    return y
  }
}
