/// What a pickle's opcodes build: nodes that name each other by index, so that sharing and cycles cost nothing and large
/// payloads stay in the file until they are wanted.
enum PickleNode {
  case none
  case bool(Bool)
  case integer(Int64)
  case double(Double)
  case text(String)
  /// UTF-8 at a place in the file.
  case longText(Range<Int>)
  case bytes(Payload)
  case list([Int])
  case tuple([Int])
  case dictionary([(key: Int, value: Int)])
  case global(PickleGlobal)
  case elementType(NumPyElementType, isBigEndian: Bool)
  /// An array before its state is known.
  case unbuiltArray
  case array(PickledArray)

  /// Bytes of an array or of a bytes object.
  enum Payload {
    case inFile(Range<Int>)
    /// Text of characters below 256, each a byte: how protocol 2 writes bytes.
    case latin1(Range<Int>)
    case inMemory([UInt8])
  }

  /// An array's header, and where its elements are.
  struct PickledArray {
    let header: NumPyHeader
    let content: Content
    /// The axes' order in the file where it is neither C's nor Fortran's; else empty.
    var axes: [Int] = []

    enum Content {
      case payload(Payload)
      /// The node of each object.
      case objects([Int])
    }
  }
}

/// The functions and classes that pickles of plain data name; there are no others.
enum PickleGlobal {
  case reconstruct
  case scalar
  case fromBuffer
  case ndarray
  case dtype
  case encode
  case orderedDictionary
  case bytes

  init?(module: String, name: String) {
    switch (module, name) {
    case ("numpy.core.multiarray", "_reconstruct"), ("numpy._core.multiarray", "_reconstruct"):
      self = .reconstruct
    case ("numpy.core.multiarray", "scalar"), ("numpy._core.multiarray", "scalar"): self = .scalar
    case ("numpy.core.numeric", "_frombuffer"), ("numpy._core.numeric", "_frombuffer"): self = .fromBuffer
    case ("numpy", "ndarray"): self = .ndarray
    case ("numpy", "dtype"): self = .dtype
    case ("_codecs", "encode"): self = .encode
    case ("collections", "OrderedDict"): self = .orderedDictionary
    case ("builtins", "bytes"), ("__builtin__", "bytes"): self = .bytes
    default: return nil
    }
  }
}
