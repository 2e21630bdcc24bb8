import Foundation
import Glibc
import NumPy
import TestSupport
import Testing

@Suite struct Writing {
  // Made anew each time: the leak sanitizer does not see arrays that only a global's enum cases hold.
  static var arrays: [(name: String, array: NumPyArray)] {
    [
      ("bool", NumPyArray(shape: [3], elements: .bool([true, false, true]))),
      ("int8", NumPyArray(shape: [2], elements: .integer([-128, 127]), elementType: .int8)),
      ("int16", NumPyArray(shape: [2], elements: .integer([-32768, 32767]), elementType: .int16)),
      ("int32", NumPyArray(shape: [1, 2], elements: .integer([-1, 1 << 30]), elementType: .int32)),
      ("int64", NumPyArray(shape: [2, 1], elements: .integer([.min, .max]))),
      ("uint16", NumPyArray(shape: [2], elements: .integer([0, 65535]), elementType: .uint16)),
      ("uint32", NumPyArray(shape: [2], elements: .integer([0, 0xFFFF_FFFF]), elementType: .uint32)),
      ("uint64", NumPyArray(shape: [2], elements: .integer([0, .max]), elementType: .uint64)),
      ("uint8", NumPyArray(shape: [2], elements: .unsigned8([0, 255]))),
      ("float16", NumPyArray(shape: [2], elements: .float([0.25, -65504]), elementType: .float16)),
      ("float32", NumPyArray(shape: [2, 0, 3], elements: .float([]))),
      ("float64", NumPyArray(shape: [], elements: .double([.pi]))),
      ("text", NumPyArray(shape: [2], elements: .text(["größe", ""]))),
      ("bytes", NumPyArray(shape: [2], elements: .bytes([[1, 0, 2], []]))),
    ]
  }

  @Test func arraysComeBack() throws {
    let folder = try TemporaryFolder()
    for (name, array) in Self.arrays {
      try NPY.write(array, to: folder.file(name))
      #expect(try NPY.read(file: folder.file(name)) == array)
    }
    for compressed in [false, true] {
      try NPZ.write(Self.arrays, to: folder.file("all.npz"), compressed: compressed)
      let archive = try NPZArchive(path: folder.file("all.npz"))
      #expect(archive.names == Self.arrays.map(\.name))
      for (name, array) in Self.arrays { #expect(try archive.array(named: name) == array) }
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(left.count == Self.arrays.count + 1, "no temporary files: \(left)")
  }

  @Test func npyIsWhatNumPyWrites() throws {
    let folder = try TemporaryFolder()
    let values = Golden.pattern(signed: true, fraction: true)
    try NPY.write(NumPyArray(shape: [3, 4], elements: .double(values)), to: folder.file("a.npy"))
    #expect(
      FileManager.default.contents(atPath: folder.file("a.npy")).map { [UInt8]($0) }
        == (try Golden.bytes("float64_le_c.npy")))
    let half = NumPyArray(shape: [3, 4], elements: .float(values.map { Float($0) }), elementType: .float16)
    try NPY.write(half, to: folder.file("h.npy"))
    #expect(
      FileManager.default.contents(atPath: folder.file("h.npy")).map { [UInt8]($0) }
        == (try Golden.bytes("float16_le_c.npy")))
  }

  @Test func sameArraysSameBytes() throws {
    let folder = try TemporaryFolder()
    try NPZ.write(Self.arrays, to: folder.file("1.npz"))
    Thread.sleep(forTimeInterval: 2.1)  // two seconds are a ZIP archive's finest step of time
    try NPZ.write(Self.arrays, to: folder.file("2.npz"))
    let first = FileManager.default.contents(atPath: folder.file("1.npz"))
    #expect(first != nil && first == FileManager.default.contents(atPath: folder.file("2.npz")))
  }

  @Test func everyHalfPrecisionNumberComesBack() throws {
    let folder = try TemporaryFolder()
    let all = (0...UInt16.max).map { Float16(bitPattern: $0) }
    let array = NumPyArray(shape: [65536], elements: .float(all.map { Float($0) }), elementType: .float16)
    try NPY.write(array, to: folder.file("a.npy"))
    let back = try NPY.read(file: folder.file("a.npy")).floats()
    for (value, half) in zip(back, all) {
      if half.isNaN { #expect(value.isNaN) } else { #expect(value.bitPattern == Float(half).bitPattern) }
    }
  }

  @Test func halfPrecisionRoundsToNearestEven() throws {
    let folder = try TemporaryFolder()
    var values: [Float] = [65519.99, 65520, 1e10, -1e10, 0x1p-25, 0x1.000002p-25, 0x1p-26, 1e-30, .nan]
    // Halfway between neighbours, and a little to either side, over the whole range.
    for bits in stride(from: UInt16(0), to: 0x7BFF, by: 1) {
      let middle = (Float(Float16(bitPattern: bits)) + Float(Float16(bitPattern: bits + 1))) / 2
      values += [middle, middle.nextUp, -middle.nextDown]
    }
    let array = NumPyArray(shape: [values.count], elements: .float(values), elementType: .float16)
    try NPY.write(array, to: folder.file("a.npy"))
    let back = try NPY.read(file: folder.file("a.npy")).floats()
    let wrong = zip(values, back).filter { value, half in
      value.isNaN ? !half.isNaN : Float(Float16(value)).bitPattern != half.bitPattern
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(5).map { ($0.0, $0.1) })")
  }

  @Test func whatDoesNotFitIsRefusedAndNothingIsLeft() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.npy")
    let good = NumPyArray(shape: [1], elements: .integer([7]))
    try NPY.write(good, to: path)
    let bad = NumPyArray(shape: [2], elements: .integer([7, 300]), elementType: .int8)
    let error = #expect(throws: NumPyError.self) { try NPY.write(bad, to: path) }
    #expect(error?.code == .cannotWrite && error?.message.contains("300") == true)
    #expect(code { try NPZ.write([("a", bad)], to: folder.file("a.npz")) } == .cannotWrite)
    #expect(try NPY.read(file: path) == good, "the older file stays")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.npy"])
  }

  @Test func foldersThatAreNotThere() throws {
    let folder = try TemporaryFolder()
    let array = NumPyArray(shape: [1], elements: .integer([7]))
    #expect(code { try NPY.write(array, to: folder.file("no/a.npy")) } == .cannotWrite)
    #expect(code { try NPZ.write([("a", array)], to: folder.file("no/a.npz")) } == .cannotWrite)
  }

  @Test func namesThatAreNoNames() throws {
    let folder = try TemporaryFolder()
    let array = NumPyArray(shape: [1], elements: .integer([7]))
    for names in [["a", "a"], [""], ["a/b"], ["a.npy"]] {
      #expect(
        code { try NPZ.write(names.map { ($0, array) }, to: folder.file("a.npz")) } == .cannotWrite)
    }
    try NPZ.write([], to: folder.file("none.npz"))
    #expect(try NPZArchive(path: folder.file("none.npz")).names == [])
  }

  /// Foundation's Process leaks 32 bytes a run, which fails the tests under the leak sanitizer.
  static let hasNumPy = system("python3 -c 'import numpy' 2>/dev/null") == 0

  @Test(.enabled(if: hasNumPy, "python3 with numpy is not installed"))
  func numpyReadsThem() throws {
    let folder = try TemporaryFolder()
    try NPZ.write(Self.arrays, to: folder.file("deflated.npz"))
    try NPZ.write(Self.arrays, to: folder.file("stored.npz"), compressed: false)
    let script = """
      import sys, numpy as np
      for name in sys.argv[1:]:
          z = np.load(name, allow_pickle=False)
          expected = dict(
              bool=np.array([1, 0, 1], "?"), int8=np.array([-128, 127], "i1"), int16=np.array([-32768, 32767], "i2"),
              int32=np.array([[-1, 1 << 30]], "i4"), int64=np.array([[-2**63], [2**63 - 1]], "i8"),
              uint16=np.array([0, 65535], "u2"), uint32=np.array([0, 2**32 - 1], "u4"),
              uint64=np.array([0, 2**63 - 1], "u8"), uint8=np.array([0, 255], "u1"),
              float16=np.array([0.25, -65504], "f2"), float32=np.zeros((2, 0, 3), "f4"), float64=np.array(np.pi),
              text=np.array(["größe", ""]), bytes=np.array([b"\\1\\0\\2", b""]))
          assert list(z) == list(expected), list(z)
          for key, value in expected.items():
              assert z[key].dtype == value.dtype and np.array_equal(z[key], value), (key, z[key])
      """
    try write(Array(script.utf8), to: folder.file("read.py"))
    let files = ["read.py", "deflated.npz", "stored.npz"].map { "'" + folder.file($0) + "'" }
    #expect(system("python3 " + files.joined(separator: " ")) == 0)
  }
}
