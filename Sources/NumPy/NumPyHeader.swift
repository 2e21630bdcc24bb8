/// What the head of an `.npy` file says of the array behind it.
public struct NumPyHeader: Sendable, Equatable {
  /// Extents, outermost first; empty for a scalar.
  public let shape: [Int]
  /// The elements' type.
  public let elementType: NumPyElementType
  /// Whether the elements lie in Fortran order, the first index fastest.
  public let isFortranOrder: Bool
  /// Whether the most significant byte of an element comes first.
  public let isBigEndian: Bool
  /// Number of elements: the product of the shape, known not to overflow.
  public let count: Int
  /// Bytes behind the header: `count` times the element's size, known not to overflow; for objects it says nothing.
  public let byteCount: Int

  /// Most dimensions that NumPy 2 allows.
  static let mostDimensions = 64

  /// Checks the shape: no negative extent, no overflow of the elements' number or of the bytes'.
  init(
    shape: [Int], elementType: NumPyElementType, isFortranOrder: Bool, isBigEndian: Bool, origin: String
  ) throws(NumPyError) {
    func absurd(_ why: String) -> NumPyError {
      NumPyError(.absurdShape, "\(origin): found the shape \(shape) of \(elementType), \(why)")
    }
    if shape.count > Self.mostDimensions {
      throw NumPyError(
        .absurdShape, "\(origin): found \(shape.count) dimensions, expected at most \(Self.mostDimensions)")
    }
    if shape.contains(where: { $0 < 0 }) { throw absurd("expected no negative extent") }
    var bytes = max(1, elementType.itemSize)
    // Extents of zero do not excuse the others: an empty array of impossible extents is as absurd.
    for extent in shape where extent > 0 {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: extent)
      if overflow { throw absurd("which is more bytes than this machine can count") }
      bytes = product
    }
    count = shape.reduce(1, *)
    if elementType.itemSize == 0 && count > 1 << 20 { throw absurd("which has many elements of size 0") }
    byteCount = count * elementType.itemSize
    self.shape = shape
    self.elementType = elementType
    self.isFortranOrder = isFortranOrder
    self.isBigEndian = isBigEndian
  }

  /// Refuses an array that would take more memory than allowed once decoded.
  func check(limits: NumPyLimits, rows: Int? = nil, origin: String) throws(NumPyError) {
    var elements = count
    if let rows, let first = shape.first, first > 0 { elements = count / first * min(rows, first) }
    let (bytes, overflow) = elements.multipliedReportingOverflow(by: elementType.decodedSize)
    if overflow || bytes > limits.arrayBytes {
      throw NumPyError(
        .absurdShape,
        "\(origin): found the shape \(shape) of \(elementType), which takes more than the \(limits.arrayBytes) bytes "
          + "that are allowed; raise the limit, or read the array in blocks of rows")
    }
  }
}
