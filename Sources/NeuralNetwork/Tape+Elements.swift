extension Tape {
  /// x + y.
  ///
  /// x, y: n × w → n × w.
  public func add(_ x: Variable, _ y: Variable) -> Variable {
    precondition(x.rows == y.rows && x.columns == y.columns, "add: shapes differ")
    let z = make(rows: x.rows, columns: x.columns, from: x, y)
    value(z).update(from: value(x), count: z.count)
    kernels.accumulate(1, value(y), value(z), z.count)
    record(z) { tape in
      guard let dz = tape.slope(z) else { return }
      if let dx = tape.slope(x) { tape.kernels.accumulate(1, dz, dx, z.count) }
      if let dy = tape.slope(y) { tape.kernels.accumulate(1, dz, dy, z.count) }
    }
    return z
  }

  /// The inner product Σ x y of every row of x with the same row of y.
  ///
  /// x, y: n × w → n × 1.
  public func rowProducts(_ x: Variable, _ y: Variable) -> Variable {
    precondition(x.rows == y.rows && x.columns == y.columns, "rowProducts: shapes differ")
    let (rows, columns) = (x.rows, x.columns)
    let z = make(rows: rows, columns: 1, from: x, y)
    for row in 0..<rows {
      value(z)[row] = kernels.inner(value(x) + row * columns, value(y) + row * columns, columns)
    }
    record(z) { tape in
      guard let dz = tape.slope(z) else { return }
      for row in 0..<rows {
        let offset = row * columns
        if let dx = tape.slope(x) {
          tape.kernels.accumulate(dz[row], tape.value(y) + offset, dx + offset, columns)
        }
        if let dy = tape.slope(y) {
          tape.kernels.accumulate(dz[row], tape.value(x) + offset, dy + offset, columns)
        }
      }
    }
    return z
  }

  /// GELU in its tanh form, x σ(2 √(2/π) (x + 0.044715 x³)).
  ///
  /// x: n × w → n × w.
  public func gelu(_ x: Variable) -> Variable {
    let y = make(rows: x.rows, columns: x.columns, from: x)
    kernels.gelu(value(x), value(y), x.count)
    record(y) { tape in
      guard let dy = tape.slope(y), let dx = tape.slope(x) else { return }
      tape.kernels.geluBackward(tape.value(x), dy, dx, x.count)
    }
    return y
  }

  /// log(1 + exp x), element by element.
  ///
  /// x: n × w → n × w.
  public func softplus(_ x: Variable) -> Variable {
    let y = make(rows: x.rows, columns: x.columns, from: x)
    kernels.softplus(value(x), value(y), x.count)
    record(y) { tape in
      guard let dy = tape.slope(y), let dx = tape.slope(x) else { return }
      tape.kernels.softplusBackward(tape.value(x), dy, dx, x.count)
    }
    return y
  }

  /// Layer normalisation of every row, γ (x − mean) / √(variance + 1e-5) + β.
  ///
  /// x: n × w, γ and β: 1 × w → n × w.
  public func layerNorm(_ x: Variable, gain: Variable, shift: Variable) -> Variable {
    precondition(gain.count == x.columns && shift.count == x.columns, "layerNorm: shapes do not fit")
    let y = make(rows: x.rows, columns: x.columns, from: x, gain)
    let (mean, rstd) = (scratch(x.rows), scratch(x.rows))
    kernels.layerNorm(
      value(x), value(gain), value(shift), value(y), mean, rstd, x.rows,
      x.columns)
    record(y) { tape in
      guard let dy = tape.slope(y) else { return }
      tape.kernels.layerNormBackward(
        tape.value(x), tape.value(gain), mean, rstd, dy,
        tape.slope(x) ?? tape.scratch(x.count), tape.slope(gain) ?? tape.scratch(x.columns),
        tape.slope(shift) ?? tape.scratch(x.columns), x.rows, x.columns)
    }
    return y
  }

  /// The values of x as a constant, through which no gradient goes back.
  ///
  /// x: n × w → n × w.
  public func detached(_ x: Variable) -> Variable {
    let y = make(rows: x.rows, columns: x.columns, differentiable: false)
    value(y).update(from: value(x), count: x.count)
    return y
  }
}
