extension Tape {
  /// x + y, of one shape.
  public func add(_ x: Variable, _ y: Variable) -> Variable {
    precondition(x.rows == y.rows && x.columns == y.columns, "add: shapes differ")
    let z = make(rows: x.rows, columns: x.columns, from: x, y)
    value(z).update(from: value(x), count: z.count)
    Scalar.accumulate(1, value(y), into: value(z), count: z.count)
    record(z) { tape in
      guard let dz = tape.slope(z) else { return }
      if let dx = tape.slope(x) { Scalar.accumulate(1, dz, into: dx, count: z.count) }
      if let dy = tape.slope(y) { Scalar.accumulate(1, dz, into: dy, count: z.count) }
    }
    return z
  }

  /// x + y, where y (n × w) is repeated for every one of the x.rows / n blocks of x: positions added to tokens.
  public func addRepeated(_ x: Variable, _ y: Variable) -> Variable {
    precondition(x.columns == y.columns && x.rows % y.rows == 0, "addRepeated: shapes do not fit")
    let z = make(rows: x.rows, columns: x.columns, from: x, y)
    value(z).update(from: value(x), count: z.count)
    for block in 0..<(x.rows / y.rows) {
      Scalar.accumulate(1, value(y), into: value(z) + block * y.count, count: y.count)
    }
    record(z) { tape in
      guard let dz = tape.slope(z) else { return }
      if let dx = tape.slope(x) { Scalar.accumulate(1, dz, into: dx, count: z.count) }
      guard let dy = tape.slope(y) else { return }
      for block in 0..<(x.rows / y.rows) {
        Scalar.accumulate(1, dz + block * y.count, into: dy, count: y.count)
      }
    }
    return z
  }

  /// y (n × w) repeated `times` times, one below the other: latents for every element of a batch.
  public func repeated(_ y: Variable, times: Int) -> Variable {
    let z = make(rows: y.rows * times, columns: y.columns, from: y)
    for block in 0..<times { (value(z) + block * y.count).update(from: value(y), count: y.count) }
    record(z) { tape in
      guard let dz = tape.slope(z), let dy = tape.slope(y) else { return }
      for block in 0..<times { Scalar.accumulate(1, dz + block * y.count, into: dy, count: y.count) }
    }
    return z
  }

  /// x + y, where row b of y is added to each of the x.rows / y.rows rows of block b of x: a side input for all tokens.
  public func addToBlocks(_ x: Variable, _ y: Variable) -> Variable {
    precondition(x.columns == y.columns && x.rows % y.rows == 0, "addToBlocks: shapes do not fit")
    let (tokens, width) = (x.rows / y.rows, x.columns)
    let z = make(rows: x.rows, columns: width, from: x, y)
    value(z).update(from: value(x), count: z.count)
    for block in 0..<y.rows {
      Scalar.addBias(
        value(z) + block * tokens * width, value(y) + block * width, rows: tokens, columns: width)
    }
    record(z) { tape in
      guard let dz = tape.slope(z) else { return }
      if let dx = tape.slope(x) { Scalar.accumulate(1, dz, into: dx, count: z.count) }
      guard let dy = tape.slope(y) else { return }
      for block in 0..<y.rows {
        Scalar.columnSums(dz + block * tokens * width, into: dy + block * width, rows: tokens, columns: width)
      }
    }
    return z
  }

  /// The mean of the x.rows / batch rows of every block.
  public func meanOfBlocks(_ x: Variable, batch: Int) -> Variable {
    precondition(x.rows % batch == 0, "meanOfBlocks: the rows do not divide")
    let (tokens, width) = (x.rows / batch, x.columns)
    let y = make(rows: batch, columns: width, from: x)
    Scalar.clear(value(y), count: y.count)
    let share = 1 / Scalar(tokens)
    for row in 0..<x.rows {
      Scalar.accumulate(share, value(x) + row * width, into: value(y) + row / tokens * width, count: width)
    }
    record(y) { tape in
      guard let dy = tape.slope(y), let dx = tape.slope(x) else { return }
      for row in 0..<x.rows {
        Scalar.accumulate(share, dy + row / tokens * width, into: dx + row * width, count: width)
      }
    }
    return y
  }

  /// The columns of several matrices side by side.
  public func concatenated(_ parts: [Variable]) -> Variable {
    let rows = parts.first?.rows ?? 0
    precondition(parts.allSatisfy { $0.rows == rows }, "concatenated: rows differ")
    let columns = parts.reduce(0) { $0 + $1.columns }
    let y = make(rows: rows, columns: columns, differentiable: parts.contains { slope($0) != nil })
    var start = 0
    for part in parts {
      for row in 0..<rows {
        (value(y) + row * columns + start).update(from: value(part) + row * part.columns, count: part.columns)
      }
      start += part.columns
    }
    record(y) { tape in
      guard let dy = tape.slope(y) else { return }
      var start = 0
      for part in parts {
        if let dx = tape.slope(part) {
          for row in 0..<rows {
            Scalar.accumulate(
              1, dy + row * columns + start, into: dx + row * part.columns, count: part.columns)
          }
        }
        start += part.columns
      }
    }
    return y
  }

  /// y[b][i] = x[b][indices[i]]: a rearrangement of the elements of every row, the same for all (patches to tables).
  ///
  /// The result has `columns` columns and as many rows as its elements fill.
  public func rearranged(_ x: Variable, indices: [Int32], batch: Int, columns: Int) -> Variable {
    let (size, width) = (x.count / batch, indices.count)
    precondition(indices.allSatisfy { $0 >= 0 && Int($0) < size }, "rearranged: an index is out of range")
    let y = make(rows: batch * width / columns, columns: columns, from: x)
    for b in 0..<batch {
      Scalar.gather(value(x) + b * size, indices, into: value(y) + b * width, count: width)
    }
    record(y) { tape in
      guard let dy = tape.slope(y), let dx = tape.slope(x) else { return }
      for b in 0..<batch { Scalar.scatterAdd(dy + b * width, indices, into: dx + b * size, count: width) }
    }
    return y
  }

  /// The inner product of every row of x with the same row of y, as a column.
  public func rowProducts(_ x: Variable, _ y: Variable) -> Variable {
    precondition(x.rows == y.rows && x.columns == y.columns, "rowProducts: shapes differ")
    let (rows, columns) = (x.rows, x.columns)
    let z = make(rows: rows, columns: 1, from: x, y)
    for row in 0..<rows {
      value(z)[row] = Scalar.inner(value(x) + row * columns, value(y) + row * columns, count: columns)
    }
    record(z) { tape in
      guard let dz = tape.slope(z) else { return }
      for row in 0..<rows {
        let offset = row * columns
        if let dx = tape.slope(x) {
          Scalar.accumulate(dz[row], tape.value(y) + offset, into: dx + offset, count: columns)
        }
        if let dy = tape.slope(y) {
          Scalar.accumulate(dz[row], tape.value(x) + offset, into: dy + offset, count: columns)
        }
      }
    }
    return z
  }

  /// GELU in its tanh form.
  public func gelu(_ x: Variable) -> Variable {
    let y = make(rows: x.rows, columns: x.columns, from: x)
    Scalar.gelu(value(x), into: value(y), count: x.count)
    record(y) { tape in
      guard let dy = tape.slope(y), let dx = tape.slope(x) else { return }
      Scalar.geluBackward(tape.value(x), dy, into: dx, count: x.count)
    }
    return y
  }

  /// Layer normalisation of every row, with gain γ and shift β (1 × w each).
  public func layerNorm(_ x: Variable, gain: Variable, shift: Variable) -> Variable {
    precondition(gain.count == x.columns && shift.count == x.columns, "layerNorm: shapes do not fit")
    let y = make(rows: x.rows, columns: x.columns, from: x, gain)
    let (mean, rstd) = (scratch(x.rows), scratch(x.rows))
    Scalar.layerNorm(
      value(x), value(gain), value(shift), into: value(y), mean: mean, rstd: rstd, rows: x.rows,
      columns: x.columns)
    record(y) { tape in
      guard let dy = tape.slope(y) else { return }
      Scalar.layerNormBackward(
        tape.value(x), tape.value(gain), mean: mean, rstd: rstd, dy,
        into: tape.slope(x) ?? tape.scratch(x.count), dgamma: tape.slope(gain) ?? tape.scratch(x.columns),
        dbeta: tape.slope(shift) ?? tape.scratch(x.columns), rows: x.rows, columns: x.columns)
    }
    return y
  }

  /// Softmax of every row.
  public func softmax(_ x: Variable) -> Variable {
    let y = make(rows: x.rows, columns: x.columns, from: x)
    value(y).update(from: value(x), count: x.count)
    Scalar.softmax(value(y), scale: 1, rows: x.rows, columns: x.columns, valid: x.columns)
    record(y) { tape in
      guard let dy = tape.slope(y), let dx = tape.slope(x) else { return }
      let back = tape.scratch(x.count)
      back.update(from: dy, count: x.count)
      Scalar.softmaxBackward(tape.value(y), back, scale: 1, rows: x.rows, columns: x.columns)
      Scalar.accumulate(1, back, into: dx, count: x.count)
    }
    return y
  }

  /// Σ w x over all elements, with constant weights.
  public func weightedSum(_ x: Variable, weights: [Scalar]) -> Variable {
    precondition(weights.count == x.count, "weightedSum: \(weights.count) weights for \(x.count) elements")
    let y = make(rows: 1, columns: 1, from: x)
    var sum: Scalar = 0
    for index in 0..<x.count { sum += weights[index] * value(x)[index] }
    value(y)[0] = sum
    record(y) { tape in
      guard let dy = tape.slope(y), let dx = tape.slope(x) else { return }
      Scalar.accumulate(dy[0], weights, into: dx, count: x.count)
    }
    return y
  }

  /// Σ w (x − target)² over all elements.
  public func weightedSquaredError(_ x: Variable, targets: [Scalar], weights: [Scalar]) -> Variable {
    precondition(targets.count == x.count && weights.count == x.count, "weightedSquaredError: counts differ")
    let y = make(rows: 1, columns: 1, from: x)
    var sum: Scalar = 0
    for index in 0..<x.count {
      let error = value(x)[index] - targets[index]
      sum += weights[index] * error * error
    }
    value(y)[0] = sum
    record(y) { tape in
      guard let dy = tape.slope(y), let dx = tape.slope(x) else { return }
      for index in 0..<x.count {
        dx[index] += dy[0] * 2 * weights[index] * (tape.value(x)[index] - targets[index])
      }
    }
    return y
  }
}

extension Tape {
  /// The values of x as a constant: no gradient passes.
  public func detached(_ x: Variable) -> Variable {
    let y = make(rows: x.rows, columns: x.columns, differentiable: false)
    value(y).update(from: value(x), count: x.count)
    return y
  }
}
