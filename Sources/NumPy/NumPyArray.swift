/// An array as NumPy holds it: a shape, an element type, and the elements in C order and in this machine's bytes.
public struct NumPyArray: Sendable, Equatable {
  /// Extents, outermost first; empty for a scalar.
  public let shape: [Int]
  /// The elements, in C order.
  public let elements: Elements
  /// The type that the elements had in the file, or shall have in the file that is written.
  public let elementType: NumPyElementType

  /// Elements by kind: what a reader needs to tell apart after widening (float16 becomes `float`).
  public enum Elements: Sendable, Equatable {
    case bool([Bool])
    /// Every signed and unsigned integer type but uint8; a uint64 above 2⁶³ − 1 is an error.
    case integer([Int64])
    /// uint8, kept as it is: pictures are large.
    case unsigned8([UInt8])
    /// float16 and float32.
    case float([Float])
    case double([Double])
    /// `U` arrays.
    case text([String])
    /// `S` arrays: the bytes of each element, without the zeros at its end.
    case bytes([[UInt8]])

    /// Number of elements.
    public var count: Int {
      switch self {
      case .bool(let values): values.count
      case .integer(let values): values.count
      case .unsigned8(let values): values.count
      case .float(let values): values.count
      case .double(let values): values.count
      case .text(let values): values.count
      case .bytes(let values): values.count
      }
    }

    /// The type in which these elements are written when no other is asked for.
    var naturalType: NumPyElementType {
      switch self {
      case .bool: .bool
      case .integer: .int64
      case .unsigned8: .uint8
      case .float: .float32
      case .double: .float64
      case .text(let values): .text(max(1, values.lazy.map(\.unicodeScalars.count).max() ?? 1))
      case .bytes(let values): .bytes(max(1, values.lazy.map(\.count).max() ?? 1))
      }
    }
  }

  /// Wraps elements; their number must be the product of the shape.
  ///
  /// - Parameter elementType: the type to write, where it is narrower than the elements (`int32` for labels, `float16` for
  ///   tracks); by default bool, int64, uint8, float32, float64, or as many characters as the longest element has.
  public init(shape: [Int], elements: Elements, elementType: NumPyElementType? = nil) {
    precondition(
      shape.reduce(1, *) == elements.count, "\(elements.count) elements do not fill the shape \(shape)")
    self.shape = shape
    self.elements = elements
    self.elementType = elementType ?? elements.naturalType
  }

  /// Number of elements: the product of the shape.
  public var count: Int { elements.count }
}
