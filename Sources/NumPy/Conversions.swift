/// Elements as the caller wants them, in C order; text never becomes numbers.
extension NumPyArray {
  /// The elements as single-precision numbers: false and true become 0 and 1; integers and doubles are rounded.
  /// - Throws: `NumPyError` (`doesNotConvert`) for text and bytes.
  public func floats() throws(NumPyError) -> [Float] {
    switch elements {
    case .float(let values): values
    case .double(let values): values.map { Float($0) }
    case .integer(let values): values.map { Float($0) }
    case .unsigned8(let values): values.map { Float($0) }
    case .bool(let values): values.map { $0 ? 1 : 0 }
    case .text, .bytes: throw notNumbers("floating-point numbers")
    }
  }

  /// The elements as double-precision numbers: false and true become 0 and 1; integers beyond 2⁵³ are rounded.
  /// - Throws: `NumPyError` (`doesNotConvert`) for text and bytes.
  public func doubles() throws(NumPyError) -> [Double] {
    switch elements {
    case .double(let values): values
    case .float(let values): values.map { Double($0) }
    case .integer(let values): values.map { Double($0) }
    case .unsigned8(let values): values.map { Double($0) }
    case .bool(let values): values.map { $0 ? 1 : 0 }
    case .text, .bytes: throw notNumbers("floating-point numbers")
    }
  }

  /// The elements as integers; floating-point elements must be whole numbers.
  /// - Throws: `NumPyError` (`doesNotConvert`) for text, bytes, fractions, NaN and numbers out of range.
  public func integers() throws(NumPyError) -> [Int64] {
    switch elements {
    case .integer(let values): values
    case .unsigned8(let values): values.map { Int64($0) }
    case .bool(let values): values.map { $0 ? 1 : 0 }
    case .float(let values): try exactly(values, "a whole number") { Int64(exactly: $0) }
    case .double(let values): try exactly(values, "a whole number") { Int64(exactly: $0) }
    case .text, .bytes: throw notNumbers("integers")
    }
  }

  /// The elements as truth values; numbers must be 0 or 1, so that a third value (PointOdyssey's 2) is never lost.
  /// - Throws: `NumPyError` (`doesNotConvert`) for text, bytes and any other number.
  public func booleans() throws(NumPyError) -> [Bool] {
    switch elements {
    case .bool(let values): values
    case .integer(let values): try exactly(values, "0 or 1") { $0 == 0 ? false : $0 == 1 ? true : nil }
    case .unsigned8(let values): try exactly(values, "0 or 1") { $0 == 0 ? false : $0 == 1 ? true : nil }
    case .float(let values): try exactly(values, "0 or 1") { $0 == 0 ? false : $0 == 1 ? true : nil }
    case .double(let values): try exactly(values, "0 or 1") { $0 == 0 ? false : $0 == 1 ? true : nil }
    case .text, .bytes: throw notNumbers("truth values")
    }
  }

  /// The elements as strings; `S` elements must be UTF-8.
  /// - Throws: `NumPyError` (`doesNotConvert`) for numbers and for bytes that are not UTF-8.
  public func strings() throws(NumPyError) -> [String] {
    switch elements {
    case .text(let values): values
    case .bytes(let values): try exactly(values, "UTF-8 text") { String(validating: $0, as: UTF8.self) }
    default:
      throw NumPyError(
        .doesNotConvert, "found an array of type \(elementType), shape \(shape); expected text")
    }
  }

  private func notNumbers(_ wanted: String) -> NumPyError {
    NumPyError(.doesNotConvert, "found an array of type \(elementType), shape \(shape); expected \(wanted)")
  }

  private func exactly<Value, Result>(
    _ values: [Value], _ wanted: String, _ convert: (Value) -> Result?
  ) throws(NumPyError) -> [Result] {
    var results: [Result] = []
    results.reserveCapacity(values.count)
    for (index, value) in values.enumerated() {
      guard let result = convert(value) else {
        throw NumPyError(
          .doesNotConvert,
          "element \(index) of an array of type \(elementType), shape \(shape): found \(value), expected \(wanted)"
        )
      }
      results.append(result)
    }
    return results
  }
}
