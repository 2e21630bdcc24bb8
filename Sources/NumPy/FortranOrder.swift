/// Fortran order: the first index runs fastest.
extension NumPyArray.Elements {
  /// The elements of a Fortran-ordered array of this shape, put into C order.
  func fromFortranOrder(_ shape: [Int]) -> NumPyArray.Elements {
    guard shape.lazy.filter({ $0 != 1 }).count > 1 else { return self }
    return switch self {
    case .bool(let values): .bool(Self.reorder(values, shape))
    case .integer(let values): .integer(Self.reorder(values, shape))
    case .unsigned8(let values): .unsigned8(Self.reorder(values, shape))
    case .float(let values): .float(Self.reorder(values, shape))
    case .double(let values): .double(Self.reorder(values, shape))
    case .text(let values): .text(Self.reorder(values, shape))
    case .bytes(let values): .bytes(Self.reorder(values, shape))
    }
  }

  /// Walks the output in C order while an odometer keeps the place in the input.
  private static func reorder<Value>(_ values: [Value], _ shape: [Int]) -> [Value] {
    guard let last = shape.indices.last, !values.isEmpty else { return values }
    var strides: [Int] = []
    var stride = 1
    for extent in shape {
      strides.append(stride)
      stride *= extent
    }
    var index = [Int](repeating: 0, count: shape.count)
    var start = 0
    var ordered: [Value] = []
    ordered.reserveCapacity(values.count)
    while true {
      for step in 0..<shape[last] { ordered.append(values[start + step * strides[last]]) }
      var axis = last - 1
      while axis >= 0 {
        index[axis] += 1
        start += strides[axis]
        if index[axis] < shape[axis] { break }
        start -= strides[axis] * shape[axis]
        index[axis] = 0
        axis -= 1
      }
      if axis < 0 { return ordered }
    }
  }
}
