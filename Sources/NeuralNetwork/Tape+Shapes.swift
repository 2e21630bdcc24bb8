extension Tape {
  /// x + y, where y is repeated for every block of x: positions added to tokens.
  ///
  /// x: (batch · n) × w, y: n × w → (batch · n) × w.
  public func addRepeated(_ x: Variable, _ y: Variable) -> Variable {
    precondition(x.columns == y.columns && x.rows % y.rows == 0, "addRepeated: shapes do not fit")
    let z = make(rows: x.rows, columns: x.columns, from: x, y)
    value(z).update(from: value(x), count: z.count)
    for block in 0..<(x.rows / y.rows) {
      kernels.accumulate(1, value(y), value(z) + block * y.count, y.count)
    }
    record(z) { tape in
      guard let dz = tape.slope(z) else { return }
      if let dx = tape.slope(x) { tape.kernels.accumulate(1, dz, dx, z.count) }
      guard let dy = tape.slope(y) else { return }
      for block in 0..<(x.rows / y.rows) {
        tape.kernels.accumulate(1, dz + block * y.count, dy, y.count)
      }
    }
    return z
  }

  /// y, `times` times one below the other: latents for every element of a batch.
  ///
  /// y: n × w → (times · n) × w.
  public func repeated(_ y: Variable, times: Int) -> Variable {
    let z = make(rows: y.rows * times, columns: y.columns, from: y)
    for block in 0..<times { (value(z) + block * y.count).update(from: value(y), count: y.count) }
    record(z) { tape in
      guard let dz = tape.slope(z), let dy = tape.slope(y) else { return }
      for block in 0..<times { tape.kernels.accumulate(1, dz + block * y.count, dy, y.count) }
    }
    return z
  }

  /// x + y, where row b of y is added to every row of block b of x: a side input for all tokens.
  ///
  /// x: (batch · n) × w, y: batch × w → (batch · n) × w.
  public func addToBlocks(_ x: Variable, _ y: Variable) -> Variable {
    precondition(x.columns == y.columns && x.rows % y.rows == 0, "addToBlocks: shapes do not fit")
    let (tokens, width) = (x.rows / y.rows, x.columns)
    let z = make(rows: x.rows, columns: width, from: x, y)
    value(z).update(from: value(x), count: z.count)
    for block in 0..<y.rows {
      kernels.addBias(
        value(z) + block * tokens * width, value(y) + block * width, tokens, width)
    }
    record(z) { tape in
      guard let dz = tape.slope(z) else { return }
      if let dx = tape.slope(x) { tape.kernels.accumulate(1, dz, dx, z.count) }
      guard let dy = tape.slope(y) else { return }
      for block in 0..<y.rows {
        tape.kernels.columnSums(dz + block * tokens * width, dy + block * width, tokens, width)
      }
    }
    return z
  }

  /// The mean of the rows of every block.
  ///
  /// x: (batch · n) × w → batch × w.
  public func meanOfBlocks(_ x: Variable, batch: Int) -> Variable {
    precondition(x.rows % batch == 0, "meanOfBlocks: the rows do not divide")
    let (tokens, width) = (x.rows / batch, x.columns)
    let y = make(rows: batch, columns: width, from: x)
    kernels.clear(value(y), y.count)
    let share = 1 / Scalar(tokens)
    for row in 0..<x.rows {
      kernels.accumulate(share, value(x) + row * width, value(y) + row / tokens * width, width)
    }
    record(y) { tape in
      guard let dy = tape.slope(y), let dx = tape.slope(x) else { return }
      for row in 0..<x.rows {
        tape.kernels.accumulate(share, dy + row / tokens * width, dx + row * width, width)
      }
    }
    return y
  }

  /// The columns of several matrices side by side.
  ///
  /// parts: n × w₁, n × w₂, … → n × Σ w.
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
            tape.kernels.accumulate(
              1, dy + row * columns + start, dx + row * part.columns, part.columns)
          }
        }
        start += part.columns
      }
    }
    return y
  }

  /// Some columns of every row.
  ///
  /// x: n × w → n × the range's count.
  public func columns(_ x: Variable, _ range: Range<Int>) -> Variable {
    precondition(range.lowerBound >= 0 && range.upperBound <= x.columns, "columns: the range does not fit")
    let y = make(rows: x.rows, columns: range.count, from: x)
    for row in 0..<x.rows {
      (value(y) + row * range.count).update(
        from: value(x) + row * x.columns + range.lowerBound, count: range.count)
    }
    record(y) { tape in
      guard let dy = tape.slope(y), let dx = tape.slope(x) else { return }
      for row in 0..<x.rows {
        tape.kernels.accumulate(
          1, dy + row * range.count, dx + row * x.columns + range.lowerBound, range.count)
      }
    }
    return y
  }

  /// y[b][i] = x[b][indices[i]]: a rearrangement of the elements of every row, the same for all (patches to tables).
  ///
  /// x: batch · size elements → batch · indices.count elements in rows of `columns`. An index may come more than once.
  public func rearranged(_ x: Variable, indices: [Int32], batch: Int, columns: Int) -> Variable {
    let (size, width) = (x.count / batch, indices.count)
    precondition(indices.allSatisfy { $0 >= 0 && Int($0) < size }, "rearranged: an index is out of range")
    let y = make(rows: batch * width / columns, columns: columns, from: x)
    for b in 0..<batch {
      kernels.gather(value(x) + b * size, indices, value(y) + b * width, width)
    }
    record(y) { tape in
      guard let dy = tape.slope(y), let dx = tape.slope(x) else { return }
      for b in 0..<batch { tape.kernels.scatterAdd(dy + b * width, indices, dx + b * size, width) }
    }
    return y
  }
}
