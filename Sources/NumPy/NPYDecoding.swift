/// The `.npy` format, versions 1 to 3: magic, version, header's length, header, elements.
extension ByteSource where Self: ~Copyable {
  /// Reads the header and checks that the bytes behind it are exactly the array's.
  mutating func npyHeader() throws(NumPyError) -> NumPyHeader {
    if size == 0 { throw NumPyError(.truncated, "\(origin): found an empty file, expected a NumPy array") }
    let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]
    let found = try read(min(size, magic.count))
    guard found.elementsEqual(magic.prefix(found.count)) else {
      throw NumPyError(
        .notThisFormat,
        "\(origin), byte 0: found the bytes \(found), expected \(magic), as a NumPy file begins")
    }
    if found.count < magic.count { throw tooShort(magic.count - found.count) }
    let version = try read(2)
    guard (1...3).contains(version[0]), version[1] == 0 else {
      throw NumPyError(
        .unsupportedType,
        "\(origin), byte 6: found version \(version[0]).\(version[1]) of the format, expected 1.0, 2.0 or 3.0"
      )
    }
    let field = try read(version[0] == 1 ? 2 : 4)
    let length = field.reversed().reduce(0) { $0 << 8 | Int($1) }
    // Three keys and at most 64 extents: a longer header is none of ours, and would only cost memory.
    if length > 1 << 16 {
      throw NumPyError(
        .notThisFormat, "\(origin), byte 8: found a header of \(length) bytes, expected at most \(1 << 16)")
    }
    let offset = position
    let header = try HeaderLiteral.parse(try read(length), offset: offset, origin: origin)
    if header.elementType != .object && header.byteCount != size - position {
      throw NumPyError(
        header.byteCount > size - position ? .truncated : .absurdShape,
        "\(origin), byte \(position): found \(size - position) bytes behind the header, expected \(header.byteCount) "
          + "for the shape \(header.shape) of \(header.elementType)")
    }
    return header
  }

  /// Reads the elements behind a header.
  mutating func npyArray(_ header: NumPyHeader, limits: NumPyLimits) throws(NumPyError) -> NumPyArray {
    try header.check(limits: limits, origin: origin)
    var elements = try elements(header.count, of: header)
    if header.isFortranOrder { elements = elements.fromFortranOrder(header.shape) }
    return NumPyArray(shape: header.shape, elements: elements, elementType: header.elementType)
  }
}
