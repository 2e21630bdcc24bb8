/// A symmetric matrix of Float32, stored whole and row by row, as `mi.npy` holds it; NaN is an unknown element.
public struct SymmetricMatrix: Sendable, Equatable {
  /// Number of rows, and of columns.
  public let count: Int
  /// `count²` elements, row by row; symmetry is kept by the subscript's setter.
  public private(set) var elements: [Float]

  /// A matrix of `count` rows filled with one value.
  public init(count: Int, repeating value: Float = 0) {
    self.count = count
    elements = Array(repeating: value, count: count * count)
  }

  /// Wraps `count²` elements; the caller vouches for their symmetry.
  public init(count: Int, elements: [Float]) {
    precondition(elements.count == count * count, "elements do not fill count × count")
    self.count = count
    self.elements = elements
  }

  /// The element at a row and a column; setting it sets its mirror image as well.
  public subscript(row: Int, column: Int) -> Float {
    get { elements[row * count + column] }
    set {
      elements[row * count + column] = newValue
      elements[column * count + row] = newValue
    }
  }

  /// One row, without copying.
  public func row(_ index: Int) -> ArraySlice<Float> { elements[(index * count)..<((index + 1) * count)] }

  /// The mean over pairs of different indices that are known; 0 where there is no pair.
  public var offDiagonalMean: Double {
    var (sum, known) = (0.0, 0)
    for row in 0..<count {
      for column in 0..<count where column != row {
        let value = elements[row * count + column]
        guard !value.isNaN else { continue }
        sum += Double(value)
        known += 1
      }
    }
    return known > 0 ? sum / Double(known) : 0
  }

  /// Whether an element off the diagonal is unknown.
  public var hasUnknown: Bool { unknownShare > 0 }

  /// The share of pairs of different indices that are unknown; 0 where there is no pair.
  public var unknownShare: Double {
    guard count > 1 else { return 0 }
    let unknown = (0..<count).reduce(0) { sum, row in
      sum + elements[(row * count)..<(row * count + row)].count(where: \.isNaN)
    }
    return Double(unknown) / Double(count * (count - 1) / 2)
  }

  /// The matrix of the named rows and columns, in the order given.
  public func selecting(_ indices: [Int]) -> SymmetricMatrix {
    var selected: [Float] = []
    selected.reserveCapacity(indices.count * indices.count)
    for row in indices {
      for column in indices { selected.append(elements[row * count + column]) }
    }
    return SymmetricMatrix(count: indices.count, elements: selected)
  }
}
