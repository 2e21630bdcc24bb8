extension ByteSource where Self: ~Copyable {
  /// Reads `count` elements in the order in which they lie, widening and turning bytes round as the header says.
  mutating func elements(
    _ count: Int, of header: NumPyHeader
  ) throws(NumPyError) -> NumPyArray.Elements {
    let big = header.isBigEndian
    return switch header.elementType {
    case .bool: .bool(try values(count, big, Truth.self))
    case .uint8: .unsigned8(try values(count, big, Same<UInt8>.self))
    case .int8: .integer(try values(count, big, Widened<Int8>.self))
    case .int16: .integer(try values(count, big, Widened<Int16>.self))
    case .uint16: .integer(try values(count, big, Widened<UInt16>.self))
    case .int32: .integer(try values(count, big, Widened<Int32>.self))
    case .uint32: .integer(try values(count, big, Widened<UInt32>.self))
    case .int64: .integer(try values(count, big, Widened<Int64>.self))
    case .uint64: .integer(try unsigned64(count, big))
    case .float16: .float(try values(count, big, Half.self))
    case .float32: .float(try values(count, big, Single.self))
    case .float64: .double(try values(count, big, DoublePrecision.self))
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
  private mutating func values<Conversion: ElementConversion>(
    _ count: Int, _ isBigEndian: Bool, _ conversion: Conversion.Type
  ) throws(NumPyError) -> [Conversion.Value] {
    typealias Raw = Conversion.Raw
    let size = MemoryLayout<Raw>.size
    guard count <= (self.size - position) / size else { throw tooShort(count * size) }
    var failure: NumPyError?
    let values = [Conversion.Value](unsafeUninitializedCapacity: count) { output, filled in
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
            for index in 0..<items { target[index] = Conversion.value(Raw(bigEndian: raw[index])) }
          } else {
            for index in 0..<items { target[index] = Conversion.value(Raw(littleEndian: raw[index])) }
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
    let values = try values(count, isBigEndian, BitPattern.self)
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
      let codes = try values(size, isBigEndian, Same<UInt32>.self)
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

/// What becomes of one raw element.
///
/// Static functions, not closures: a call an element would cost as much as inflating it.
private protocol ElementConversion {
  associatedtype Raw: FixedWidthInteger & BitwiseCopyable
  associatedtype Value: BitwiseCopyable
  static func value(_ raw: Raw) -> Value
}

private enum Same<Raw: FixedWidthInteger & BitwiseCopyable>: ElementConversion {
  @inline(__always) static func value(_ raw: Raw) -> Raw { raw }
}

private enum Widened<Raw: FixedWidthInteger & BitwiseCopyable>: ElementConversion {
  @inline(__always) static func value(_ raw: Raw) -> Int64 { Int64(truncatingIfNeeded: raw) }
}

private enum BitPattern: ElementConversion {
  @inline(__always) static func value(_ raw: UInt64) -> Int64 { Int64(bitPattern: raw) }
}

private enum Truth: ElementConversion {
  @inline(__always) static func value(_ raw: UInt8) -> Bool { raw != 0 }
}

private enum Half: ElementConversion {
  @inline(__always) static func value(_ raw: UInt16) -> Float { HalfPrecision.widen(raw) }
}

private enum Single: ElementConversion {
  @inline(__always) static func value(_ raw: UInt32) -> Float { Float(bitPattern: raw) }
}

private enum DoublePrecision: ElementConversion {
  @inline(__always) static func value(_ raw: UInt64) -> Double { Double(bitPattern: raw) }
}
