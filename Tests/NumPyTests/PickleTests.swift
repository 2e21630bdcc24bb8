import Foundation
import NumPy
import TestSupport
import Testing

@Suite struct PickleReading {
  @Test(arguments: 0...5) func everyProtocol(_ version: Int) throws {
    let path = Golden.path("plain_\(version).pkl")
    let value = try Pickle.read(file: path)
    #expect(try Pickle.read(bytes: Golden.bytes("plain_\(version).pkl")) == value)
    let floats = Golden.pattern(signed: true, fraction: true)
    let pixels: [UInt8] = Array(0..<54)
    let video = NumPyArray(shape: [2, 3, 3, 3], elements: .unsigned8(pixels))
    #expect(value["video"]?.array == video)
    let points = NumPyArray(shape: [3, 2, 2], elements: .float(floats.map { Float($0) }))
    #expect(value["points"]?.array == points)
    #expect(value["occluded"]?.array == NumPyArray(shape: [3, 4], elements: .bool(Golden.odd)))
    #expect(
      try value["big_endian"]?.array?.doubles() == Golden.pattern(signed: true, fraction: false))
    #expect(value["fortran"]?.array == NumPyArray(shape: [3, 4], elements: .double(floats)))
    let transposed: [Int64] = (0..<24).map { index in
      let (row, block, column) = (index / 8, index / 4 % 2, index % 4)
      return Int64(12 * block + 4 * row + column)
    }
    #expect(value["transposed"]?.array?.shape == [3, 2, 4])
    #expect(try value["transposed"]?.array?.integers() == transposed)
    #expect(value["empty"]?.array == NumPyArray(shape: [0, 2], elements: .float([])))
    #expect(value["scalar"] == .double(1.5))
    #expect(value["flag"] == .bool(true))
    let list: [PickleValue] = [
      .integer(1), .integer(-2), .integer(1 << 40), .integer(-(1 << 40)), .integer(255), .integer(65536),
      .double(3.25), .none, .bool(true), .bool(false),
    ]
    #expect(value["list"] == .list(list))
    let tuples: [PickleValue] = (0...4).map { count in
      .tuple((0..<count).map { PickleValue.integer(Int64($0 + 1)) })
    }
    #expect(value["tuple"] == .tuple(tuples))
    #expect(value["text"] == .text("größe \\ \n 日本"))
    #expect(value["bytes"] == .bytes([0, 0xFF, 0x80]))
    #expect(value["words"]?.array?.elements == .text(["ab", "c"]))
    let shared = PickleValue.array(NumPyArray(shape: [3, 4], elements: .double(floats)))
    #expect(value["twice"] == .list([shared, shared]))
  }

  @Test(arguments: 0...5) func skippingAVideo(_ version: Int) throws {
    let value = try Pickle.read(
      file: Golden.path("plain_\(version).pkl"), skipping: ["video"], limits: NumPyLimits(arrayBytes: 900))
    #expect(value["video"] == .skipped(shape: [2, 3, 3, 3], elementType: .uint8))
    #expect(value["occluded"]?.array?.elements == .bool(Golden.odd))
  }

  @Test func dictionarySavedByNumPy() throws {
    let value = try Pickle.read(file: Golden.path("kubric.npy"))
    #expect(value["coords"]?.array?.shape == [2, 3, 2])
    #expect(value["visibility"]?.array?.elements == .bool(Golden.odd))
    #expect(value["name"] == .text("movi_f"))
    #expect(value["depth"] == nil)
    #expect(code { _ = try Pickle.read(file: Golden.path("scalar.npy")) } == .notThisFormat)
  }

  @Test func namesOfNumPyOneAndOrderedDictionary() throws {
    #expect(try Pickle.read(file: Golden.path("numpy1.pkl"))["a"]?.array?.shape == [3, 4])
    #expect(
      try Pickle.read(file: Golden.path("ordered.pkl"))
        == .dictionary([
          .init(key: .text("b"), value: .integer(1)), .init(key: .text("a"), value: .list([.integer(2)])),
        ]))
  }

  @Test func arraysOfObjects() throws {
    guard case .list(let items) = try Pickle.read(file: Golden.path("objects.pkl")) else {
      Issue.record("no list")
      return
    }
    #expect(
      items[0]["video"]
        == .objects(shape: [2], [.bytes([0xFF, 0xD8] + "one".utf8), .bytes([0xFF, 0xD8] + "two!".utf8)]))
  }
}

@Suite struct PickleRefusals {
  func refusal(_ bytes: [UInt8], limits: NumPyLimits = NumPyLimits()) -> NumPyError? {
    do { _ = try Pickle.read(bytes: bytes, limits: limits) } catch { return error }
    return nil
  }

  @Test(arguments: [
    ("cos\nsystem\n(S'echo'\ntR.", "os.system"), ("cposix\nsystem\n.", "posix.system"),
    ("c__builtin__\neval\n.", "__builtin__.eval"), ("cbuiltins\ngetattr\n.", "builtins.getattr"),
    ("cnumpy\nload\n.", "numpy.load"), ("cnumpy.core.multiarray\nfromfile\n.", "fromfile"),
    ("(ios\nsystem\n.", "os.system"), ("c_codecs\ndecode\n.", "_codecs.decode"),
    ("\u{8C}\u{02}os\u{8C}\u{06}system\u{93}.", "os.system"),
    ("ccollections\nOrderedDict.update\n.", "update"), ("cnumpy\nndarray.tofile\n.", "tofile"),
  ])
  func globals(_ pickle: String, _ name: String) {
    let error = refusal(pickle.unicodeScalars.map { UInt8($0.value) })
    #expect(error?.code == .refusedGlobal)
    #expect(error?.message.contains(name) == true)
  }

  @Test(arguments: [
    ([0x80, 2, 0x4B, 1, 0x51, 0x2E] as [UInt8], NumPyError.Code.unsupportedType),  // persistent id
    (Array("Pid\n.".utf8), .unsupportedType), ([0x80, 4, 0x8F, 0x2E], .unsupportedType),  // set
    ([0x80, 5, 0x97, 0x2E], .unsupportedType), ([0x80, 2, 0x82, 1, 0x2E], .refusedGlobal),
    ([0x80, 2, 0x29, 0x29, 0x81, 0x2E], .refusedGlobal), ([0x80, 6, 0x4E, 0x2E], .corruptPickle),
    ([], .truncated), ([0x00], .notThisFormat), ([0x2E], .corruptPickle),
    ([0x4E, 0x2E, 0x4E], .corruptPickle),
    ([0x4E, 0x4E, 0x2E], .corruptPickle), ([0x28, 0x4E, 0x2E], .corruptPickle),
    ([0x65, 0x2E], .corruptPickle),
    ([0x28, 0x30, 0x30, 0x2E], .corruptPickle), ([0x68, 0, 0x2E], .corruptPickle),
    ([0x4E, 0x28, 0x30, 0x2E], nil), ([0x4E, 0x61, 0x2E], .corruptPickle),
    ([0x7D, 0x28, 0x4E, 0x75, 0x2E], .corruptPickle),
    ([0x8D, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x2E], .truncated),
    ([0x8E, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0x2E], .truncated),
    ([0x95, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x2E], .truncated),
    ([0x8B, 0xFF, 0xFF, 0xFF, 0x7F, 0x2E], .truncated),
    ([0x8A, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0x2E], .corruptPickle),
    ([0x8C, 1, 0xFF, 0x2E], .corruptPickle), (Array("I99999999999999999999\n.".utf8), .corruptPickle),
    (Array("V\\ud800\n.".utf8), .corruptPickle), (Array("V\\u+12a\n.".utf8), .corruptPickle),
    (Array("g-1\n.".utf8), .corruptPickle),
  ])
  func opcodes(_ bytes: [UInt8], _ expected: NumPyError.Code?) { #expect(refusal(bytes)?.code == expected) }

  @Test func longIntegers() throws {
    #expect(try Pickle.read(bytes: [0x8A, 0, 0x2E]) == .integer(0))
    #expect(try Pickle.read(bytes: [0x8A, 1, 0xFF, 0x2E]) == .integer(-1))
    #expect(try Pickle.read(bytes: [0x8A, 2, 0xFF, 0, 0x2E]) == .integer(255))
    #expect(try Pickle.read(bytes: [0x8A, 8, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x2E]) == .integer(.min))
    #expect(try Pickle.read(bytes: Array("L-7L\n.".utf8)) == .integer(-7))
  }

  @Test func nesting() {
    for depth in [64, 65, 100_000] {
      let lists = [UInt8](repeating: 0x5D, count: depth) + [UInt8](repeating: 0x61, count: depth - 1) + [0x2E]
      #expect(refusal(lists)?.code == (depth > 64 ? .corruptPickle : nil), "\(depth)")
    }
  }

  @Test func cycles() {
    // A list that holds itself.
    #expect(refusal([0x5D, 0x71, 0, 0x68, 0, 0x61, 0x2E])?.code == .corruptPickle)
    // A dictionary that holds a tuple that holds it.
    #expect(refusal([0x7D, 0x71, 0, 0x4B, 1, 0x68, 0, 0x85, 0x73, 0x2E])?.code == .corruptPickle)
  }

  @Test func memoBombs() {
    // A list of two lists of two lists …: 2⁵⁰ values in 400 bytes.
    var bomb: [UInt8] = [0x4B, 1]
    for level in 0..<50 as Range<UInt8> {
      bomb += [0x71, level, 0x30, 0x28, 0x68, level, 0x68, level, 0x6C]
    }
    let error = refusal(bomb + [0x2E])
    #expect(error?.code == .corruptPickle && error?.message.contains("values") == true)
    // Nothing but values.
    let many = [UInt8](repeating: 0x4E, count: 1000) + [0x2E]
    #expect(refusal(many, limits: NumPyLimits(pickleValues: 999))?.message.contains("999") == true)
    // The same array a thousand times is one array.
    let shared = Golden.path("plain_4.pkl")
    #expect(throws: Never.self) { try Pickle.read(file: shared) }
  }

  @Test(arguments: 0...5) func everyPrefixThrows(_ version: Int) throws {
    let whole = try Golden.bytes("plain_\(version).pkl")
    for length in 0..<whole.count { #expect(refusal(Array(whole[..<length])) != nil, "\(length) bytes") }
  }

  @Test(arguments: 0...5) func everyFlippedBitThrowsOrReads(_ version: Int) throws {
    let whole = try Golden.bytes("plain_\(version).pkl")
    for at in whole.indices {
      for bit in [1, 4, 0x80] as [UInt8] {
        var bad = whole
        bad[at] ^= bit
        _ = refusal(bad, limits: NumPyLimits(arrayBytes: 1 << 20, pickleValues: 10_000))
      }
    }
  }

  @Test func prefixesOfAFile() throws {
    let folder = try TemporaryFolder()
    let whole = try Golden.bytes("kubric.npy")
    for length in stride(from: 0, to: whole.count, by: 7) {
      try write(Array(whole[..<length]), to: folder.file("a.npy"))
      #expect(code { _ = try Pickle.read(file: folder.file("a.npy")) } != nil, "\(length) bytes")
    }
  }
}
