/// The few calls that pickles of NumPy arrays make, carried out on nodes.
extension Unpickler {
  /// What a call of a known function gives.
  mutating func call(_ global: PickleGlobal, _ arguments: [Int]) throws(NumPyError) -> PickleNode {
    switch global {
    case .reconstruct:
      guard arguments.count == 3, case .global(.ndarray) = nodes[arguments[0]] else {
        throw wrong("a subclass of an array", "numpy.ndarray")
      }
      return .unbuiltArray
    case .dtype:
      guard let first = arguments.first, arguments.count <= 3, case .text(let code) = nodes[first] else {
        throw wrong("an element type that is not a name", "one such as f4")
      }
      let (type, isBigEndian) = try HeaderLiteral.elementType(code, origin: bytes.origin)
      return .elementType(type, isBigEndian: isBigEndian)
    case .scalar:
      guard arguments.count == 2, case .elementType = nodes[arguments[0]],
        case .bytes(let payload) = nodes[arguments[1]]
      else { throw wrong("a NumPy scalar without type and bytes", "both") }
      return try scalar(try header([], arguments[0], isFortranOrder: false), payload)
    case .fromBuffer:
      guard arguments.count == 4 || arguments.count == 5, case .bytes(let payload) = nodes[arguments[0]],
        case .text(let order) = nodes[arguments[3]], ["C", "F", "K"].contains(order)
      else { throw wrong("a NumPy array without its bytes", "bytes, type, shape and order") }
      let shape = try integers(arguments[2])
      var axes: [Int] = []
      if order == "K" {
        guard arguments.count == 5 else { throw wrong("no order of the axes", "one") }
        axes = try integers(arguments[4])
        guard axes.sorted() == Array(shape.indices) else { throw wrong("the axes \(axes)", "a permutation") }
      }
      let header = try header(shape, arguments[1], isFortranOrder: order == "F")
      return .array(try array(header, payload, axes: axes))
    case .encode:
      guard arguments.count == 2, case .text(let codec) = nodes[arguments[1]],
        codec == "latin1" || codec == "latin-1"
      else { throw wrong("text in another encoding", "latin1") }
      switch nodes[arguments[0]] {
      case .longText(let range): return .bytes(.latin1(range))
      case .text(let text):
        guard let content = latin1(text) else { throw wrong("characters beyond 255 in bytes", "latin1") }
        return .bytes(.inMemory(content))
      default: throw wrong("a call of _codecs.encode without a text", "a text")
      }
    case .bytes:
      guard arguments.isEmpty else { throw wrong("bytes with arguments", "none") }
      return .bytes(.inMemory([]))
    case .orderedDictionary:
      guard let first = arguments.first else { return .dictionary([]) }
      guard arguments.count == 1, case .list(let items) = nodes[first] else {
        throw wrong("an OrderedDict of something else", "a list of pairs")
      }
      var entries: [(key: Int, value: Int)] = []
      for item in items {
        switch nodes[item] {
        case .tuple(let pair) where pair.count == 2, .list(let pair) where pair.count == 2:
          entries.append((pair[0], pair[1]))
        default: throw wrong("an OrderedDict of something else", "a list of pairs")
        }
      }
      return .dictionary(entries)
    case .ndarray: throw wrong("a call of numpy.ndarray", "_reconstruct or _frombuffer")
    }
  }

  /// Gives an array or an element type its state.
  mutating func build(_ target: Int, _ state: Int) throws(NumPyError) {
    guard case .tuple(let fields) = nodes[state] else {
      throw wrong("a state that is not a tuple", "a NumPy array's")
    }
    switch nodes[target] {
    case .elementType(let type, _):
      guard fields.count >= 5, case .text(let order) = nodes[fields[1]],
        ["<", ">", "|", "="].contains(order),
        case .none = nodes[fields[2]], case .none = nodes[fields[3]], case .none = nodes[fields[4]]
      else {
        throw NumPyError(
          .unsupportedType,
          "\(bytes.origin): found a structured element type in the pickle, expected plain numbers")
      }
      nodes[target] = .elementType(type, isBigEndian: order == ">" && type.itemSize > 1)
    case .unbuiltArray:
      guard fields.count == 5, case .bool(let isFortranOrder) = nodes[fields[3]] else {
        throw wrong("an array's state of \(fields.count) parts", "version, shape, type, order and elements")
      }
      let header = try header(try integers(fields[1]), fields[2], isFortranOrder: isFortranOrder)
      switch nodes[fields[4]] {
      case .bytes(let payload) where header.elementType != .object:
        nodes[target] = .array(try array(header, payload))
      case .text(let text) where header.elementType != .object:
        nodes[target] = .array(try array(header, .inMemory(Array(text.utf8))))
      case .list(let objects) where header.elementType == .object && objects.count == header.count:
        nodes[target] = .array(PickleNode.PickledArray(header: header, content: .objects(objects)))
      default:
        throw wrong(
          "other elements than those of the shape \(header.shape) of \(header.elementType)", "these")
      }
    default: throw wrong("a state for something that is not an array", "a NumPy array")
    }
  }

  private func header(
    _ shape: [Int], _ type: Int, isFortranOrder: Bool
  ) throws(NumPyError) -> NumPyHeader {
    guard case .elementType(let type, let isBigEndian) = nodes[type] else {
      throw wrong("an array without an element type", "numpy.dtype")
    }
    return try NumPyHeader(
      shape: shape, elementType: type, isFortranOrder: isFortranOrder, isBigEndian: isBigEndian,
      origin: bytes.origin)
  }

  private func integers(_ tuple: Int) throws(NumPyError) -> [Int] {
    guard case .tuple(let items) = nodes[tuple] else { throw wrong("a shape that is not a tuple", "a tuple") }
    guard items.count <= NumPyHeader.mostDimensions else { throw wrong("\(items.count) dimensions", "fewer") }
    var values: [Int] = []
    for item in items {
      guard case .integer(let value) = nodes[item] else {
        throw wrong("a size that is not an integer", "integers")
      }
      values.append(Int(value))
    }
    return values
  }

  private func array(
    _ header: NumPyHeader, _ payload: PickleNode.Payload, axes: [Int] = []
  ) throws(NumPyError) -> PickleNode.PickledArray {
    let count: Int? =
      switch payload {
      case .inFile(let range): range.count
      case .inMemory(let content): content.count
      // Its length shows when it is decoded.
      case .latin1: nil
      }
    if header.elementType == .object || count.map({ $0 != header.byteCount }) ?? false {
      throw wrong(
        "\(count ?? 0) bytes of elements",
        "\(header.byteCount) for the shape \(header.shape) of \(header.elementType)")
    }
    return PickleNode.PickledArray(header: header, content: .payload(payload), axes: axes)
  }

  private func scalar(_ header: NumPyHeader, _ payload: PickleNode.Payload) throws(NumPyError) -> PickleNode {
    let elements = try decode(try array(header, payload).header, payload)
    switch elements {
    case .bool(let values): return values.first.map { .bool($0) } ?? .none
    case .integer(let values): return values.first.map { .integer($0) } ?? .none
    case .unsigned8(let values): return values.first.map { .integer(Int64($0)) } ?? .none
    case .float(let values): return values.first.map { .double(Double($0)) } ?? .none
    case .double(let values): return values.first.map { .double($0) } ?? .none
    case .text(let values): return values.first.map { .text($0) } ?? .none
    case .bytes(let values): return values.first.map { .bytes(.inMemory($0)) } ?? .none
    }
  }

  /// The elements of a payload, in the order in which they lie.
  func decode(_ header: NumPyHeader, _ payload: PickleNode.Payload) throws(NumPyError) -> NumPyArray.Elements
  {
    if case .inFile(let range) = payload { return try bytes.elements(range, header) }
    let content = try contents(payload)
    guard content.count == header.byteCount else {
      throw wrong("\(content.count) bytes of elements", "\(header.byteCount)")
    }
    var source = MemoryBytes(content[...], origin: bytes.origin)
    return try source.elements(header.count, of: header)
  }

  /// The bytes of a payload.
  func contents(_ payload: PickleNode.Payload) throws(NumPyError) -> [UInt8] {
    switch payload {
    case .inFile(let range): return try bytes.bytes(range)
    case .inMemory(let content): return content
    case .latin1(let range):
      guard let text = String(validating: try bytes.bytes(range), as: UTF8.self), let content = latin1(text)
      else {
        throw wrong("characters beyond 255 in bytes", "latin1")
      }
      return content
    }
  }

  private func latin1(_ text: String) -> [UInt8]? {
    var content: [UInt8] = []
    content.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      guard let byte = UInt8(exactly: scalar.value) else { return nil }
      content.append(byte)
    }
    return content
  }
}
