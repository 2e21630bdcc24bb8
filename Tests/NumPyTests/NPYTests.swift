import Foundation
import NumPy
import TestSupport
import Testing

@Suite struct NPYReading {
  static let numeric: [(String, NumPyElementType)] = [
    ("int8", .int8), ("int16", .int16), ("int32", .int32), ("int64", .int64), ("uint8", .uint8),
    ("uint16", .uint16), ("uint32", .uint32), ("uint64", .uint64), ("float16", .float16),
    ("float32", .float32),
    ("float64", .float64),
  ]

  @Test(arguments: numeric) func everyTypeOrderAndByteOrder(_ name: String, _ type: NumPyElementType) throws {
    let isFloat = name.hasPrefix("float")
    let expected = Golden.pattern(signed: !name.hasPrefix("u"), fraction: isFloat)
    for ends in type.itemSize > 1 ? ["le", "be"] : ["le"] {
      for order in ["c", "f"] {
        let path = Golden.path("\(name)_\(ends)_\(order).npy")
        let header = try NPY.header(ofFile: path)
        #expect(header.shape == [3, 4])
        #expect(header.elementType == type)
        #expect(header.isFortranOrder == (order == "f"))
        #expect(header.isBigEndian == (ends == "be"))
        let array = try NPY.read(file: path)
        #expect(array.shape == [3, 4])
        #expect(array.elementType == type)
        #expect(try array.doubles() == expected)
        #expect(try array.floats() == expected.map { Float($0) })
        switch array.elements {
        case .integer: #expect(!isFloat)
        case .unsigned8: #expect(type == .uint8)
        case .float: #expect(type == .float16 || type == .float32)
        case .double: #expect(type == .float64)
        default: Issue.record("\(array.elements)")
        }
      }
    }
  }

  @Test func booleans() throws {
    for order in ["c", "f"] {
      let array = try NPY.read(file: Golden.path("bool_le_\(order).npy"))
      #expect(array.elements == .bool(Golden.odd))
    }
  }

  @Test func formatVersionsTwoAndThree() throws {
    for name in ["version2.npy", "version3.npy"] {
      #expect(
        try NPY.read(file: Golden.path(name)).doubles() == Golden.pattern(signed: true, fraction: true))
    }
  }

  @Test func scalarEmptyAndCube() throws {
    #expect(
      try NPY.read(file: Golden.path("scalar.npy")) == NumPyArray(shape: [], elements: .double([2.5])))
    #expect(try NPY.read(file: Golden.path("empty.npy")) == NumPyArray(shape: [0, 3], elements: .float([])))
    let cube = try NPY.read(file: Golden.path("cube_f.npy"))
    #expect(cube.shape == [2, 3, 4])
    #expect(try cube.integers() == (0..<24).map { Int64($0) })
  }

  @Test func halfPrecisionLimits() throws {
    let values = try NPY.read(file: Golden.path("half_special.npy")).floats()
    #expect(values[0] == 0 && values[0].sign == .plus && values[1] == 0 && values[1].sign == .minus)
    #expect(values[2] == 0x1p-24)
    #expect(values[3] == Float(Float16(-6.1e-5)))
    #expect(values[4] == 65504 && values[5] == .infinity && values[6] == -.infinity && values[7].isNaN)
    #expect(values[8] == Float(Float16(1.0 / 3)))
  }

  @Test func textAndBytes() throws {
    #expect(try NPY.read(file: Golden.path("text.npy")).strings() == ["a", "größe", "", "日本"])
    #expect(try NPY.read(file: Golden.path("text_be.npy")).strings() == ["a", "größe"])
    let bytes = try NPY.read(file: Golden.path("bytes.npy"))
    #expect(bytes.elements == .bytes([[0x61], [0x62, 0x63], []]))
    #expect(try bytes.strings() == ["a", "bc", ""])
  }

  @Test(arguments: ["complex.npy", "structured.npy", "datetime.npy"])
  func otherTypesAreNamed(_ name: String) {
    #expect(code { _ = try NPY.read(file: Golden.path(name)) } == .unsupportedType)
  }

  @Test func objectsAreRefusedWithTheRoute() {
    let error = #expect(throws: NumPyError.self) { try NPY.read(file: Golden.path("kubric.npy")) }
    #expect(error?.code == .objectArray)
    #expect(error?.message.contains("pickle") == true)
  }

  @Test func conversionsThatLoseAreRefused() throws {
    let third = NumPyArray(shape: [2], elements: .integer([1, 2]))
    let error = #expect(throws: NumPyError.self) { try third.booleans() }
    #expect(error?.message.contains("element 1") == true && error?.message.contains("found 2") == true)
    #expect(try NumPyArray(shape: [2], elements: .float([0, 1])).booleans() == [false, true])
    for value in [0.5, .nan, .infinity, 1e300] {
      #expect(
        code { _ = try NumPyArray(shape: [1], elements: .double([value])).integers() } == .doesNotConvert)
    }
    #expect(code { _ = try NumPyArray(shape: [1], elements: .text(["1"])).floats() } == .doesNotConvert)
    #expect(code { _ = try third.strings() } == .doesNotConvert)
    #expect(code { _ = try NumPyArray(shape: [1], elements: .bytes([[0xFF]])).strings() } == .doesNotConvert)
  }
}

@Suite struct NPYCorruption {
  /// An `.npy` file with this header and that many bytes behind it.
  static func file(_ literal: String, payload: Int, version: UInt8 = 1) -> [UInt8] {
    let header = Array(literal.utf8) + [0x0A]
    let length =
      version == 1
      ? [UInt8(header.count & 0xFF), UInt8(header.count >> 8)]
      : [UInt8(header.count & 0xFF), UInt8(header.count >> 8), 0, 0]
    return [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, version, 0] + length + header
      + [UInt8](repeating: 0, count: payload)
  }

  @Test(arguments: ["float32_le_c.npy", "version3.npy", "text.npy", "bool_le_f.npy", "scalar.npy"])
  func everyPrefixThrows(_ name: String) throws {
    let whole = try Golden.bytes(name)
    _ = try NPY.read(bytes: whole)
    for length in 0..<whole.count {
      #expect(code { _ = try NPY.read(bytes: Array(whole[..<length])) } != nil, "\(length) bytes")
    }
    #expect(code { _ = try NPY.read(bytes: whole + [0]) } == .absurdShape)
  }

  @Test(arguments: [
    ("(-1,)", NumPyError.Code.absurdShape), ("(2, -3)", .absurdShape),
    ("(9223372036854775808,)", .absurdShape),
    ("(4294967296, 4294967296)", .absurdShape), ("(9223372036854775807,)", .absurdShape),
    ("(0, 9223372036854775807, 9223372036854775807)", .absurdShape), ("(5,)", .truncated),
    ("(3,)", .absurdShape),
    ("(4)", .notThisFormat), ("(4,,)", .notThisFormat), ("[4]", .notThisFormat), ("(2+2,)", .notThisFormat),
    ("(4.0,)", .notThisFormat), ("(0x4,)", .notThisFormat), ("(True,)", .notThisFormat),
    ("(" + String(repeating: "1,", count: 65) + "4)", .absurdShape),
  ])
  func shapes(_ shape: String, _ expected: NumPyError.Code) throws {
    let good = Self.file("{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }", payload: 16)
    #expect(try NPY.read(bytes: good).shape == [4])
    let bad = Self.file("{'descr': '<f4', 'fortran_order': False, 'shape': \(shape), }", payload: 16)
    #expect(code { _ = try NPY.read(bytes: bad) } == expected)
  }

  @Test(arguments: [
    "", "{}", "{'descr': '<f4'}", "{'descr': '<f4', 'fortran_order': False, 'shape': (4,)",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (4,)} x",
    "{'descr': '<f4', 'fortran_order': 0, 'shape': (4,)}",
    "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (4,)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (4,), 'more': 1}",
    "{'descr': '<f4\\x00', 'fortran_order': False, 'shape': (4,)}",
    "{'descr': __import__('os'), 'fortran_order': False, 'shape': (4,)}",
  ])
  func headers(_ literal: String) {
    #expect(code { _ = try NPY.read(bytes: Self.file(literal, payload: 16)) } == .notThisFormat)
  }

  @Test func keysInAnyOrderAndOldLongIntegers() throws {
    let file = Self.file(#"{"shape":(2L,2L),"fortran_order":True,"descr":"|u1"}"#, payload: 4)
    #expect(try NPY.read(bytes: file) == NumPyArray(shape: [2, 2], elements: .unsigned8([0, 0, 0, 0])))
  }

  @Test(arguments: ["<f16", "<c8", "<i3", "<f", "", "?", "<U", "<Sx", "|V8", "<f4f4", "<f-4", "<U9999999999"])
  func types(_ type: String) {
    let file = Self.file("{'descr': '\(type)', 'fortran_order': False, 'shape': (4,), }", payload: 16)
    #expect(code { _ = try NPY.read(bytes: file) } == .unsupportedType)
  }

  @Test func unsignedBeyondTheSignedRange() {
    var file = Self.file("{'descr': '<u8', 'fortran_order': False, 'shape': (1,), }", payload: 8)
    file[file.count - 1] = 0x80
    #expect(code { _ = try NPY.read(bytes: file) } == .unsupportedType)
  }

  @Test func characterThatDoesNotExist() {
    var file = Self.file("{'descr': '<U1', 'fortran_order': False, 'shape': (1,), }", payload: 4)
    file[file.count - 1] = 0x7F
    #expect(code { _ = try NPY.read(bytes: file) } == .unsupportedType)
  }

  @Test func limitsAndItemsOfNoSize() {
    let empty = Self.file("{'descr': '<U0', 'fortran_order': False, 'shape': (1000000000000,), }", payload: 0)
    #expect(code { _ = try NPY.read(bytes: empty) } == .absurdShape)
    let small = Self.file("{'descr': '|i1', 'fortran_order': False, 'shape': (16,), }", payload: 16)
    #expect(code { _ = try NPY.read(bytes: small, limits: NumPyLimits(arrayBytes: 127)) } == .absurdShape)
    #expect(code { _ = try NPY.read(bytes: small, limits: NumPyLimits(arrayBytes: 128)) } == nil)
  }

  @Test func headerTooLong() {
    let file: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 2, 0, 0xFF, 0xFF, 0xFF, 0xFF]
    #expect(code { _ = try NPY.read(bytes: file) } == .notThisFormat)
  }

  @Test func missingFileFolderAndOtherFormats() throws {
    let folder = try TemporaryFolder()
    #expect(code { _ = try NPY.read(file: folder.file("none.npy")) } == .missingFile)
    #expect(code { _ = try NPY.read(file: folder.path) } == .notThisFormat)
    #expect(code { _ = try NPY.read(file: Golden.path("stored.npz")) } == .notThisFormat)
    try write([], to: folder.file("empty.npy"))
    #expect(code { _ = try NPY.read(file: folder.file("empty.npy")) } == .truncated)
  }
}
