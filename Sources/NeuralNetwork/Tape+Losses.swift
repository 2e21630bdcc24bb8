extension Tape {
  /// Σ w x over all elements, with constant weights.
  ///
  /// x: n × w, weights: n · w → 1 × 1.
  public func weightedSum(_ x: Variable, weights: [Scalar]) -> Variable {
    precondition(weights.count == x.count, "weightedSum: \(weights.count) weights for \(x.count) elements")
    let y = make(rows: 1, columns: 1, from: x)
    var sum: Scalar = 0
    for index in 0..<x.count { sum += weights[index] * value(x)[index] }
    value(y)[0] = sum
    record(y) { tape in
      guard let dy = tape.slope(y), let dx = tape.slope(x) else { return }
      tape.kernels.accumulate(dy[0], weights, dx, x.count)
    }
    return y
  }

  /// Σ w (x − target)² over all elements.
  ///
  /// x: n × w, targets and weights: n · w → 1 × 1.
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

  /// Σ w · pinball over all elements: τ (target − x) where the target is above x, (1 − τ)(x − target) below.
  ///
  /// x: n × w, targets, levels τ and weights: n · w → 1 × 1. Its minimum over x is the target's τ-quantile.
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
}
