extension NumPyArray {
  /// The rows at these indices of the first axis: shape (rows, …).
  public func rows(_ range: Range<Int>) -> NumPyArray {
    precondition(!shape.isEmpty && range.lowerBound >= 0 && range.upperBound <= shape[0], "no such rows")
    let columns = shape[0] == 0 ? 0 : count / shape[0]
    let slice = (range.lowerBound * columns)..<(range.upperBound * columns)
    let elements: Elements =
      switch elements {
      case .bool(let values): .bool(Array(values[slice]))
      case .integer(let values): .integer(Array(values[slice]))
      case .unsigned8(let values): .unsigned8(Array(values[slice]))
      case .float(let values): .float(Array(values[slice]))
      case .double(let values): .double(Array(values[slice]))
      case .text(let values): .text(Array(values[slice]))
      case .bytes(let values): .bytes(Array(values[slice]))
      }
    return NumPyArray(
      shape: [range.count] + shape.dropFirst(), elements: elements, elementType: elementType)
  }
}
