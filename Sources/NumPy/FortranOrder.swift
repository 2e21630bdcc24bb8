/// Orders in which the elements of an array may lie, other than C's (the last index fastest).
extension NumPyArray.Elements {
  /// The elements of a Fortran-ordered array of this shape (the first index fastest), put into C order.
  func fromFortranOrder(_ shape: [Int]) -> NumPyArray.Elements { walking(shape, fortranStrides(shape)) }

  /// The elements of a C-ordered array of this shape after its axes were put into another order, as `numpy.transpose` does.
  func transposed(_ shape: [Int], _ axes: [Int]) -> NumPyArray.Elements {
    var strides: [Int] = []
    var stride = 1
    for extent in shape.reversed() {
      strides.insert(stride, at: 0)
      stride *= extent
    }
    return walking(axes.map { shape[$0] }, axes.map { strides[$0] })
  }

  private func walking(_ shape: [Int], _ strides: [Int]) -> NumPyArray.Elements {
    guard shape.lazy.filter({ $0 != 1 }).count > 1 else { return self }
    return switch self {
    case .bool(let values): .bool(reordered(values, shape, strides))
    case .integer(let values): .integer(reordered(values, shape, strides))
    case .unsigned8(let values): .unsigned8(reordered(values, shape, strides))
    case .float(let values): .float(reordered(values, shape, strides))
    case .double(let values): .double(reordered(values, shape, strides))
    case .text(let values): .text(reordered(values, shape, strides))
    case .bytes(let values): .bytes(reordered(values, shape, strides))
    }
  }
}

/// Fortran-ordered objects of this shape, put into C order.
func fortranOrdered<Value>(_ values: [Value], _ shape: [Int]) -> [Value] {
  reordered(values, shape, fortranStrides(shape))
}

private func fortranStrides(_ shape: [Int]) -> [Int] {
  var strides: [Int] = []
  var stride = 1
  for extent in shape {
    strides.append(stride)
    stride *= extent
  }
  return strides
}

/// Walks the output in C order while an odometer keeps the place in the input.
private func reordered<Value>(_ values: [Value], _ shape: [Int], _ strides: [Int]) -> [Value] {
  guard let last = shape.indices.last, !values.isEmpty else { return values }
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
