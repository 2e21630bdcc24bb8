/// The head of an `.npy` file, version 1.0 wherever it fits, padded so that the elements begin at a multiple of 64.
func npyPreamble(shape: [Int], elementType: NumPyElementType) -> [UInt8] {
  let extents =
    shape.count == 1 ? "(\(shape[0]),)" : "(" + shape.map(String.init).joined(separator: ", ") + ")"
  var literal = Array(
    "{'descr': '\(elementType.descr)', 'fortran_order': False, 'shape': \(extents), }".utf8)
  // 64 extents of 19 digits are far below the 65,535 bytes of version 1.0.
  let padding = 64 - (10 + literal.count + 1) % 64
  literal += [UInt8](repeating: 0x20, count: padding == 64 ? 0 : padding) + [0x0A]
  let length = literal.count
  return [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + literal
}

extension NumPyArray {
  /// Passes the elements' bytes, little-endian and as wide as `elementType` says, in blocks of at most about 64 kB.
  func encode(_ write: ([UInt8]) throws(NumPyError) -> Void) throws(NumPyError) {
    switch (elements, elementType) {
    case (.bool(let values), .bool): try blocks(values, write) { $0 ? UInt8(1) : 0 }
    case (.bool(let values), .uint8): try blocks(values, write) { $0 ? UInt8(1) : 0 }
    case (.unsigned8(let values), .uint8): try blocks(values, write) { $0 }
    case (.integer(let values), .int8): try blocks(values, write) { Int8(exactly: $0) }
    case (.integer(let values), .int16): try blocks(values, write) { Int16(exactly: $0) }
    case (.integer(let values), .int32): try blocks(values, write) { Int32(exactly: $0) }
    case (.integer(let values), .int64): try blocks(values, write) { $0 }
    case (.integer(let values), .uint8): try blocks(values, write) { UInt8(exactly: $0) }
    case (.integer(let values), .uint16): try blocks(values, write) { UInt16(exactly: $0) }
    case (.integer(let values), .uint32): try blocks(values, write) { UInt32(exactly: $0) }
    case (.integer(let values), .uint64): try blocks(values, write) { UInt64(exactly: $0) }
    case (.float(let values), .float16): try blocks(values, write) { HalfPrecision.narrow($0) }
    case (.float(let values), .float32): try blocks(values, write) { $0.bitPattern }
    case (.float(let values), .float64): try blocks(values, write) { Double($0).bitPattern }
    case (.double(let values), .float32): try blocks(values, write) { Float($0).bitPattern }
    case (.double(let values), .float64): try blocks(values, write) { $0.bitPattern }
    case (.bytes(let values), .bytes(let size)):
      for value in values {
        guard value.count <= size else { throw doesNotFit("\(value.count) bytes") }
        try write(value + [UInt8](repeating: 0, count: size - value.count))
      }
    case (.text(let values), .text(let size)):
      for value in values {
        let codes = value.unicodeScalars.map(\.value)
        guard codes.count <= size else { throw doesNotFit("'\(value)'") }
        try blocks(codes + [UInt32](repeating: 0, count: size - codes.count), write) { $0 }
      }
    default:
      throw NumPyError(.cannotWrite, "found elements that cannot be written as \(elementType)")
    }
  }

  @inline(__always)
  private func blocks<Value, Raw: FixedWidthInteger>(
    _ values: [Value], _ write: ([UInt8]) throws(NumPyError) -> Void, _ convert: (Value) -> Raw?
  ) throws(NumPyError) {
    let most = (1 << 16) / MemoryLayout<Raw>.size
    var start = 0
    while start < values.count {
      let end = min(values.count, start + most)
      var unfit: Int?
      let bytes = [UInt8](unsafeUninitializedCapacity: (end - start) * MemoryLayout<Raw>.size) {
        output, filled in
        let raw = UnsafeMutableRawBufferPointer(output).bindMemory(to: Raw.self)
        for index in start..<end {
          guard let value = convert(values[index]) else {
            unfit = index
            break
          }
          raw[index - start] = value.littleEndian
          filled += MemoryLayout<Raw>.size
        }
      }
      if let unfit { throw doesNotFit("\(values[unfit])") }
      try write(bytes)
      start = end
    }
  }

  private func doesNotFit(_ value: String) -> NumPyError {
    NumPyError(.cannotWrite, "found the element \(value), which does not fit \(elementType)")
  }
}
