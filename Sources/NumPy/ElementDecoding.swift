extension ByteSource where Self: ~Copyable {
  /// Reads `count` elements in the order in which they lie, widening and turning bytes round as the header says.
  mutating func elements(
    _ count: Int, of header: NumPyHeader
  ) throws(NumPyError) -> NumPyArray.Elements {
    let big = header.isBigEndian
    return switch header.elementType {
    case .bool: .bool(try values(count, big) { (raw: UInt8) in raw != 0 })
    case .uint8: .unsigned8(try values(count, big) { (raw: UInt8) in raw })
    case .int8: .integer(try values(count, big) { (raw: UInt8) in Int64(Int8(bitPattern: raw)) })
    case .int16: .integer(try values(count, big) { (raw: UInt16) in Int64(Int16(bitPattern: raw)) })
    case .uint16: .integer(try values(count, big) { (raw: UInt16) in Int64(raw) })
    case .int32: .integer(try values(count, big) { (raw: UInt32) in Int64(Int32(bitPattern: raw)) })
    case .uint32: .integer(try values(count, big) { (raw: UInt32) in Int64(raw) })
    case .int64: .integer(try values(count, big) { (raw: UInt64) in Int64(bitPattern: raw) })
    case .uint64: .integer(try unsigned64(count, big))
    case .float16: .float(try values(count, big) { (raw: UInt16) in HalfPrecision.widen(raw) })
    case .float32: .float(try values(count, big) { (raw: UInt32) in Float(bitPattern: raw) })
    case .float64: .double(try values(count, big) { (raw: UInt64) in Double(bitPattern: raw) })
    case .bytes(let size): .bytes(try byteStrings(count, size: size))
    case .text(let size): .text(try strings(count, size: size, isBigEndian: big))
    case .object:
      throw NumPyError(
        .objectArray,
        "\(origin): found an array of pickled Python objects, expected numbers or text; a dictionary of arrays "
          + "saved by numpy.save is read by the restricted pickle reader, anything else must be saved again as numbers"
      )
    }
  }

  /// Reads raw items through a small buffer and converts each.
  @inline(__always)
  private mutating func values<Raw: FixedWidthInteger, Value: BitwiseCopyable>(
    _ count: Int, _ isBigEndian: Bool, _ convert: (Raw) -> Value
  ) throws(NumPyError) -> [Value] {
    let size = MemoryLayout<Raw>.size
    guard count <= (self.size - position) / size else { throw tooShort(count * size) }
    var failure: NumPyError?
    let values = [Value](unsafeUninitializedCapacity: count) { output, filled in
      withUnsafeTemporaryAllocation(byteCount: min(1 << 16, max(size, count * size)), alignment: 16) {
        block in
        while filled < count {
          let items = min(count - filled, block.count / size)
          let bytes = UnsafeMutableRawBufferPointer(rebasing: block[0..<(items * size)])
          do throws(NumPyError) { try read(into: bytes) } catch {
            failure = error
            return
          }
          let raw = bytes.bindMemory(to: Raw.self)
          let target = UnsafeMutableBufferPointer(rebasing: output[filled..<(filled + items)])
          if isBigEndian {
            for index in 0..<items { target[index] = convert(Raw(bigEndian: raw[index])) }
          } else {
            for index in 0..<items { target[index] = convert(Raw(littleEndian: raw[index])) }
          }
          filled += items
        }
      }
    }
    if let failure { throw failure }
    return values
  }

  private mutating func unsigned64(_ count: Int, _ isBigEndian: Bool) throws(NumPyError) -> [Int64] {
    let start = position
    let values = try values(count, isBigEndian) { (raw: UInt64) in Int64(bitPattern: raw) }
    if let index = values.firstIndex(where: { $0 < 0 }) {
      throw NumPyError(
        .unsupportedType,
        "\(origin), byte \(start + 8 * index): found \(UInt64(bitPattern: values[index])) in a uint64 array, "
          + "expected at most \(Int64.max)")
    }
    return values
  }

  private mutating func byteStrings(_ count: Int, size: Int) throws(NumPyError) -> [[UInt8]] {
    var strings: [[UInt8]] = []
    strings.reserveCapacity(count)
    for _ in 0..<count {
      let item = try read(size)
      let length = item.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
      strings.append(Array(item[..<length]))
    }
    return strings
  }

  private mutating func strings(_ count: Int, size: Int, isBigEndian: Bool) throws(NumPyError) -> [String] {
    var strings: [String] = []
    strings.reserveCapacity(count)
    for _ in 0..<count {
      let start = position
      let codes = try values(size, isBigEndian) { (raw: UInt32) in raw }
      var text = String.UnicodeScalarView()
      for code in codes[..<(codes.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0)] {
        guard let scalar = Unicode.Scalar(code) else {
          throw NumPyError(
            .unsupportedType, "\(origin), byte \(start): found the character \(code), expected Unicode text")
        }
        text.append(scalar)
      }
      strings.append(String(text))
    }
    return strings
  }
}
