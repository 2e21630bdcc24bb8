/// The element type of an array as NumPy names it; the byte order stands beside it in `NumPyHeader`.
public enum NumPyElementType: Sendable, Hashable, CustomStringConvertible {
  case bool
  case int8, int16, int32, int64
  case uint8, uint16, uint32, uint64
  case float16, float32, float64
  /// `S`: that many bytes an element, padded with zeros.
  case bytes(Int)
  /// `U`: that many characters of four bytes an element, padded with zeros.
  case text(Int)
  /// Pickled Python objects.
  case object

  /// Bytes an element occupies in a file.
  public var itemSize: Int {
    switch self {
    case .bool, .int8, .uint8: 1
    case .int16, .uint16, .float16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64, .object: 8
    case .bytes(let count): count
    case .text(let count): 4 * count
    }
  }

  /// NumPy's name, such as `float16` or `<U5`.
  public var description: String {
    switch self {
    case .bool: "bool"
    case .int8: "int8"
    case .int16: "int16"
    case .int32: "int32"
    case .int64: "int64"
    case .uint8: "uint8"
    case .uint16: "uint16"
    case .uint32: "uint32"
    case .uint64: "uint64"
    case .float16: "float16"
    case .float32: "float32"
    case .float64: "float64"
    case .bytes(let count): "S\(count)"
    case .text(let count): "U\(count)"
    case .object: "object"
    }
  }

  /// Bytes an element occupies once decoded, for limits: at least what `NumPyArray.Elements` takes.
  var decodedSize: Int {
    switch self {
    case .bool, .uint8: 1
    case .float16, .float32: 4
    case .bytes(let count), .text(let count): 48 + 4 * count
    default: 8
    }
  }

  /// Parses the part of a type string after its byte order: `f4`, `b1`, `S12`, `O`.
  init?(code: Substring) {
    guard let kind = code.first else { return nil }
    let digits = code.dropFirst()
    guard digits.utf8.count <= 9, digits.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
    let size = Int(digits)
    switch (kind, size) {
    case ("b", 1): self = .bool
    case ("i", 1): self = .int8
    case ("i", 2): self = .int16
    case ("i", 4): self = .int32
    case ("i", 8): self = .int64
    case ("u", 1): self = .uint8
    case ("u", 2): self = .uint16
    case ("u", 4): self = .uint32
    case ("u", 8): self = .uint64
    case ("f", 2): self = .float16
    case ("f", 4): self = .float32
    case ("f", 8): self = .float64
    case ("S", .some(let count)): self = .bytes(count)
    case ("U", .some(let count)): self = .text(count)
    case ("O", nil), ("O", 8), ("O", 4): self = .object
    default: return nil
    }
  }

  /// The type string that NumPy writes on a little-endian machine.
  var descr: String {
    switch self {
    case .bool: "|b1"
    case .int8: "|i1"
    case .uint8: "|u1"
    case .int16: "<i2"
    case .int32: "<i4"
    case .int64: "<i8"
    case .uint16: "<u2"
    case .uint32: "<u4"
    case .uint64: "<u8"
    case .float16: "<f2"
    case .float32: "<f4"
    case .float64: "<f8"
    case .bytes(let count): "|S\(count)"
    case .text(let count): "<U\(count)"
    case .object: "|O"
    }
  }
}
