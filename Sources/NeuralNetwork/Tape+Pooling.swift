extension Tape {
  /// Learned queries look at the `tokens` rows of every block, one for each head: softmax over the tokens of `scores`
  /// (rows × heads), then the weighted sums of the columns of `values` that the head owns; one row for each block.
  ///
  /// Attention with queries that do not depend on the input: their product with the keys is a linear layer, the scores.
  public func pooledTokens(scores: Variable, values: Variable, tokens: Int) -> Variable {
    let (heads, width) = (scores.columns, values.columns)
    precondition(
      scores.rows == values.rows && scores.rows % tokens == 0 && width % heads == 0,
      "pooledTokens: shapes do not fit")
    let blocks = scores.rows / tokens
    let y = make(rows: blocks, columns: width, from: scores, values)
    let weights = scratch(scores.count)
    Scalar.tokenPool(
      value(scores), value(values), weights: weights, into: value(y), blocks: blocks, tokens: tokens,
      heads: heads, width: width)
    record(y) { tape in
      guard let dy = tape.slope(y) else { return }
      Scalar.tokenPoolBackward(
        weights, tape.value(values), dy, scores: tape.slope(scores) ?? tape.scratch(scores.count),
        values: tape.slope(values) ?? tape.scratch(values.count), blocks: blocks, tokens: tokens,
        heads: heads, width: width)
    }
    return y
  }

  /// log(1 + exp x), element by element.
  public func softplus(_ x: Variable) -> Variable {
    let y = make(rows: x.rows, columns: x.columns, from: x)
    Scalar.softplus(value(x), into: value(y), count: x.count)
    record(y) { tape in
      guard let dy = tape.slope(y), let dx = tape.slope(x) else { return }
      Scalar.softplusBackward(tape.value(x), dy, into: dx, count: x.count)
    }
    return y
  }

  /// Σ w · pinball over all elements: τ (target − x) where the target is above x, (1 − τ)(x − target) below.
  ///
  /// Its minimum over x is the target's τ-quantile.
  public func pinball(
    _ x: Variable, targets: [Scalar], levels: [Scalar], weights: [Scalar]
  ) -> Variable {
    precondition(
      targets.count == x.count && levels.count == x.count && weights.count == x.count,
      "pinball: counts differ")
    let y = make(rows: 1, columns: 1, from: x)
    var sum: Scalar = 0
    for index in 0..<x.count {
      let error = targets[index] - value(x)[index]
      sum += weights[index] * (error > 0 ? levels[index] * error : (levels[index] - 1) * error)
    }
    value(y)[0] = sum
    record(y) { tape in
      guard let dy = tape.slope(y), let dx = tape.slope(x) else { return }
      for index in 0..<x.count {
        let above = targets[index] > tape.value(x)[index]
        dx[index] -= dy[0] * weights[index] * (above ? levels[index] : levels[index] - 1)
      }
    }
    return y
  }

  /// Some columns of every row.
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
        Scalar.accumulate(
          1, dy + row * range.count, into: dx + row * x.columns + range.lowerBound, count: range.count)
      }
    }
    return y
  }
}
