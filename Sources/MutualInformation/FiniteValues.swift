public import LinearAlgebra

extension Observations {
  /// Throws `nonFiniteValue`, naming variable, coordinate and observation, where a value is NaN or infinite.
  ///
  /// Values that are not observed may be anything.
  public func requireFinite() throws {
    guard let values = singles else { return try requireFinite(doubles) }
    guard isComplete else { return try requireFinite(values) }
    // A sum of v · 0 is 0 unless some value is not finite; only then is it worth looking which.
    var sum = SIMD16<Float>.zero
    var index = 0
    values.withUnsafeBytes { bytes in
      while index &+ 16 <= values.count {
        sum += bytes.loadUnaligned(fromByteOffset: index &* 4, as: SIMD16<Float>.self) * 0
        index &+= 16
      }
    }
    if sum == .zero, values[index...].allSatisfy(\.isFinite) { return }
    try requireFinite(values)
  }

  private func requireFinite<Value: BinaryFloatingPoint>(_ values: [Value]) throws {
    let bad = values.indices.first {
      !values[$0].isFinite && (observed.isEmpty || observed[$0 / (dimension * length) * length + $0 % length])
    }
    guard let bad else { return }
    let row = bad / length
    throw MutualInformationError(
      .nonFiniteValue,
      "variable \(row / dimension), coordinate \(row % dimension), observation \(bad % length) is \(values[bad]); "
        + "expected finite values: filter the tracks first")
  }

  /// The ranks of one coordinate of one variable, compared in the precision that the values are stored in.
  public func ranks(_ variable: Int, _ coordinate: Int = 0) throws -> Ranks {
    guard let singles else { return try Ranks(series(variable, coordinate)) }
    return try Ranks(singles[range(variable: variable, coordinate: coordinate)])
  }
}
