/// An array as NumPy holds it: a shape, an element type, and the elements converted to C order and to this machine's bytes.
public struct NumPyArray: Sendable, Equatable {
  /// Extents, outermost first; empty for a scalar.
  public let shape: [Int]
  /// The elements, in C order.
  public let elements: Elements

  /// Elements by kind: what a reader needs to tell apart after widening (float16 becomes `float`).
  public enum Elements: Sendable, Equatable {
    case bool([Bool])
    /// Every signed and unsigned integer type that fits.
    case integer([Int64])
    /// float16 and float32.
    case float([Float])
    case double([Double])
    /// `S` and `U` arrays.
    case text([String])
    /// `S` items and uint8 buffers inside pickles, kept as bytes.
    case bytes([[UInt8]])
  }

  /// Wraps elements; their number must be the product of the shape.
  public init(shape: [Int], elements: Elements) {
    self.shape = shape
    self.elements = elements
  }
}
