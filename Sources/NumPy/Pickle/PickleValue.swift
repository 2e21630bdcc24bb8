/// What a pickle of plain data holds.
public indirect enum PickleValue: Sendable, Equatable {
  case none
  case bool(Bool)
  case integer(Int64)
  case double(Double)
  case text(String)
  case bytes([UInt8])
  case list([PickleValue])
  case tuple([PickleValue])
  /// In the order in which the entries were added; a key set twice stays where it was, with its last value.
  case dictionary([Entry])
  case array(NumPyArray)
  /// An array of Python objects, in C order; a whole dictionary saved by `numpy.save` is one of shape ().
  case objects(shape: [Int], [PickleValue])
  /// An array that was not wanted and therefore not decoded.
  case skipped(shape: [Int], elementType: NumPyElementType)

  /// A key and its value.
  public struct Entry: Sendable, Equatable {
    public let key: PickleValue
    public let value: PickleValue

    public init(key: PickleValue, value: PickleValue) {
      self.key = key
      self.value = value
    }
  }

  /// The value of a text key; nil where there is none, or where this is no dictionary.
  public subscript(key: String) -> PickleValue? {
    guard case .dictionary(let entries) = self else { return nil }
    return entries.last { $0.key == .text(key) }?.value
  }

  /// The array, if this is one.
  public var array: NumPyArray? {
    if case .array(let array) = self { array } else { nil }
  }

  /// The kind of this value, for messages: `a dictionary of 3`.
  public var kind: String {
    switch self {
    case .none: "None"
    case .bool: "a bool"
    case .integer: "an integer"
    case .double: "a float"
    case .text: "a string"
    case .bytes: "bytes"
    case .list(let values): "a list of \(values.count)"
    case .tuple(let values): "a tuple of \(values.count)"
    case .dictionary(let entries): "a dictionary of \(entries.count)"
    case .array(let array): "an array of \(array.elementType), shape \(array.shape)"
    case .objects(let shape, _): "an array of objects, shape \(shape)"
    case .skipped(let shape, let type): "an array of \(type), shape \(shape), not decoded"
    }
  }
}
