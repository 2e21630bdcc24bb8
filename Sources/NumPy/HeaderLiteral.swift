/// The Python dictionary at the head of an `.npy` file, read by its own small grammar and nothing more:
/// `{'descr': '<f2', 'fortran_order': False, 'shape': (600, 1525, 2), }`, the keys in any order, each exactly once.
struct HeaderLiteral {
  private let bytes: [UInt8]
  private var position = 0
  private let origin: String
  /// Where the literal begins in the file.
  private let offset: Int

  private init(bytes: [UInt8], offset: Int, origin: String) {
    self.bytes = bytes
    self.offset = offset
    self.origin = origin
  }

  /// Parses the literal, which must be followed by nothing but spaces and a line feed.
  static func parse(_ bytes: [UInt8], offset: Int, origin: String) throws(NumPyError) -> NumPyHeader {
    var literal = HeaderLiteral(bytes: bytes, offset: offset, origin: origin)
    return try literal.dictionary()
  }

  private mutating func dictionary() throws(NumPyError) -> NumPyHeader {
    var descr: String?
    var isFortran: Bool?
    var shape: [Int]?
    try expect("{")
    while true {
      if skip("}") { break }
      let key = try string()
      try expect(":")
      switch key {
      case "descr" where descr == nil:
        skipSpaces()
        if position < bytes.count, bytes[position] == UInt8(ascii: "[") {
          throw NumPyError(
            .unsupportedType,
            "\(origin): found a structured type (records with fields); expected one number or text per element"
          )
        }
        descr = try string()
      case "fortran_order" where isFortran == nil: isFortran = try boolean()
      case "shape" where shape == nil: shape = try tuple()
      default: throw wrong("the key '\(key)'", "'descr', 'fortran_order' and 'shape', each once")
      }
      if skip("}") { break }
      try expect(",")
    }
    while position < bytes.count {
      guard bytes[position] == 0x20 || bytes[position] == 0x0A else {
        throw wrong(found(), "spaces to the end of the header")
      }
      position += 1
    }
    guard let descr, let isFortran, let shape else {
      throw wrong("a header without all its keys", "'descr', 'fortran_order' and 'shape'")
    }
    let (type, isBigEndian) = try Self.elementType(descr, origin: origin)
    return try NumPyHeader(
      shape: shape, elementType: type, isFortranOrder: isFortran, isBigEndian: isBigEndian, origin: origin)
  }

  /// Reads a type string: its byte order, then kind and size.
  static func elementType(
    _ descr: String, origin: String
  ) throws(NumPyError) -> (NumPyElementType, isBigEndian: Bool) {
    let hasOrder = descr.first.map { "<>|=".contains($0) } ?? false
    let code = hasOrder ? descr.dropFirst() : descr[...]
    if code == "V2" || code == "bfloat16" {
      throw NumPyError(
        .unsupportedType,
        "\(origin): found elements of type '\(descr)', which is how NumPy saves bfloat16 (JAX, ml_dtypes); save them as "
          + "float32: numpy.save(path, array.astype('float32')), with PyTorch tensor.float().numpy()")
    }
    guard let type = NumPyElementType(code: code) else {
      throw NumPyError(
        .unsupportedType,
        "\(origin): found elements of type '\(descr.prefix(40))'; expected bool, int8 to int64, uint8 to uint64, "
          + "float16 to float64, S or U")
    }
    return (type, descr.first == ">" && type.itemSize > 1)
  }

  private mutating func tuple() throws(NumPyError) -> [Int] {
    try expect("(")
    var extents: [Int] = []
    while true {
      if skip(")") { return extents }
      extents.append(try integer())
      if extents.count > NumPyHeader.mostDimensions {
        throw NumPyError(
          .absurdShape, "\(origin): found more than \(NumPyHeader.mostDimensions) dimensions in the shape")
      }
      if skip(")") {
        // (5) is a number in Python, not a tuple.
        if extents.count == 1 { throw wrong("(\(extents[0]))", "a tuple such as (\(extents[0]),)") }
        return extents
      }
      try expect(",")
    }
  }

  private mutating func integer() throws(NumPyError) -> Int {
    skipSpaces()
    let start = position
    let isNegative = skip("-")
    var value = 0
    var digits = 0
    while position < bytes.count, bytes[position] >= 0x30, bytes[position] <= 0x39 {
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(Int(bytes[position] - 0x30))
      if overflow || carry {
        throw NumPyError(
          .absurdShape,
          "\(origin), byte \(offset + start): found a size above 2⁶³, expected the shape of an array")
      }
      value = sum
      digits += 1
      position += 1
    }
    if digits == 0 { throw wrong(found(), "a whole number") }
    // Python 2 wrote long integers so.
    if position < bytes.count, bytes[position] == UInt8(ascii: "L") { position += 1 }
    return isNegative ? -value : value
  }

  private mutating func boolean() throws(NumPyError) -> Bool {
    skipSpaces()
    for (word, value) in [("True", true), ("False", false)] where bytes[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return value
    }
    throw wrong(found(), "True or False")
  }

  /// A string without escapes: no name in a header of ours needs one.
  private mutating func string() throws(NumPyError) -> String {
    skipSpaces()
    guard position < bytes.count,
      bytes[position] == UInt8(ascii: "'") || bytes[position] == UInt8(ascii: "\"")
    else { throw wrong(found(), "a string in quotes") }
    let quote = bytes[position]
    let start = position + 1
    var end = start
    while end < bytes.count, bytes[end] != quote {
      guard bytes[end] >= 0x20, bytes[end] < 0x7F, bytes[end] != UInt8(ascii: "\\") else {
        position = end
        throw wrong(found(), "plain characters in a string")
      }
      end += 1
    }
    guard end < bytes.count else { throw wrong("a string without an end", "its closing quote") }
    position = end + 1
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private mutating func skipSpaces() {
    while position < bytes.count, bytes[position] == 0x20 { position += 1 }
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    skipSpaces()
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(NumPyError) {
    guard skip(character) else { throw wrong(found(), "'\(character)'") }
  }

  private func found() -> String {
    guard position < bytes.count else { return "the end of the header" }
    let byte = bytes[position]
    return byte >= 0x20 && byte < 0x7F ? "'\(Unicode.Scalar(byte))'" : "the byte \(byte)"
  }

  private func wrong(_ found: String, _ expected: String) -> NumPyError {
    NumPyError(
      .notThisFormat,
      "\(origin), byte \(offset + position): found \(found) in the header, expected \(expected)")
  }
}
