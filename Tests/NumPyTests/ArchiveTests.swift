import Foundation
import NumPy
import TestSupport
import Testing

@Suite struct ArchiveReading {
  let signed = Golden.pattern(signed: true, fraction: false)
  let floats = Golden.pattern(signed: true, fraction: true)

  @Test(arguments: ["stored.npz", "zip64.npz", "zip64_directory.npz", "descriptor.npz", "mixed.npz"])
  func storedAndDeflatedAndZIP64(_ name: String) throws {
    let archive = try NPZArchive(path: Golden.path(name))
    #expect(archive.contains("a") && !archive.contains("a.npy"))
    #expect(try archive.header(of: "a").shape == [3, 4])
    let array = try archive.array(named: "a")
    #expect(array.shape == [3, 4])
    #expect(try array.doubles() == floats)
    if archive.contains("b") { #expect(try archive.array(named: "b").doubles() == signed) }
  }

  @Test func members() throws {
    let members = try NPZArchive(path: Golden.path("deflated.npz")).members()
    #expect(members.map(\.name) == ["a", "b", "fortran"])
    #expect(members.map { $0.header?.elementType } == [.float16, .bool, .float64])
    #expect(members.map { $0.header?.isFortranOrder } == [false, false, true])
    #expect(members.map(\.inflatedBytes) == [128 + 24, 128 + 12, 128 + 96])
    let mixed = try NPZArchive(path: Golden.path("mixed.npz")).members()
    #expect(mixed.map(\.name) == ["a", "notes.txt"] && mixed[1].header == nil)
    #expect(try NPZArchive(path: Golden.path("none.npz")).members() == [])
  }

  @Test func objectsAreListedAndRefusedOnlyWhenWanted() throws {
    let archive = try NPZArchive(path: Golden.path("objects.npz"))
    #expect(try archive.members().map { $0.header?.elementType } == [.float32, .object])
    #expect(try archive.array(named: "a").doubles() == floats)
    let error = #expect(throws: NumPyError.self) { try archive.array(named: "trajs_3d") }
    #expect(error?.code == .objectArray && error?.message.contains("trajs_3d") == true)
  }

  @Test func missingMemberNamesWhatIsThere() throws {
    let archive = try NPZArchive(path: Golden.path("stored.npz"))
    let error = #expect(throws: NumPyError.self) { try archive.array(named: "trajs_2d") }
    #expect(error?.code == .missingMember && error?.message.contains("a, b") == true)
  }

  @Test(arguments: [1, 7, 1000, 5000, Int.max]) func blocksOfRows(_ rowsPerBlock: Int) throws {
    let archive = try NPZArchive(path: Golden.path("rows.npz"))
    var next = 0
    var values: [Float] = []
    try archive.forEachRowBlock(of: "rows", rowsPerBlock: rowsPerBlock) { rows, block in
      #expect(rows.lowerBound == next && rows.count == min(rowsPerBlock, 1000 - next))
      #expect(block.shape == [rows.count, 5, 2])
      next = rows.upperBound
      values += try block.floats()
    }
    #expect(next == 1000)
    let expected: [Float] = (0..<10000).map { index in
      let (row, column) = (index / 10, index % 10 / 2)
      return Float(row) + Float(column) / 2
    }
    #expect(values == expected)
    #expect(try archive.array(named: "rows").floats() == values)
  }

  @Test func blocksOfFortranRows() throws {
    let archive = try NPZArchive(path: Golden.path("deflated.npz"))
    var values: [Double] = []
    try archive.forEachRowBlock(of: "fortran", rowsPerBlock: 2) { values += try $1.doubles() }
    #expect(values == floats)
  }

  @Test func blocksNeedLessThanTheWhole() throws {
    let archive = try NPZArchive(path: Golden.path("rows.npz"), limits: NumPyLimits(arrayBytes: 4000))
    #expect(code { _ = try archive.array(named: "rows") } == .absurdShape)
    var count = 0
    try archive.forEachRowBlock(of: "rows", rowsPerBlock: 100) { count += $1.count }
    #expect(count == 10000)
  }

  @Test func errorsOfTheBodyPass() throws {
    struct Stop: Error {}
    let archive = try NPZArchive(path: Golden.path("rows.npz"))
    #expect(throws: Stop.self) {
      try archive.forEachRowBlock(of: "rows", rowsPerBlock: 1) { _, _ in throw Stop() }
    }
  }
}

@Suite struct ArchiveCorruption {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  /// The code of the first error that reading everything throws.
  func readAll(_ bytes: [UInt8]) throws -> NumPyError.Code? {
    let path = folder.file("x.npz")
    try write(bytes, to: path)
    return code {
      let archive = try NPZArchive(path: path)
      for name in archive.names { _ = try archive.array(named: name) }
    }
  }

  @Test(arguments: ["deflated.npz", "zip64_directory.npz", "none.npz"]) func everyPrefixThrows(_ name: String)
    throws
  {
    let whole = try Golden.bytes(name)
    #expect(try readAll(whole) == nil)
    for length in 0..<whole.count { #expect(try readAll(Array(whole[..<length])) != nil, "\(length) bytes") }
  }

  @Test func everyFlippedByteOfTheDataIsNoticed() throws {
    for name in ["stored.npz", "zip64_directory.npz"] {
      let whole = try Golden.bytes(name)
      let magic = try #require(whole.firstIndex(of: 0x93))
      // The first member's header and elements: the checksum covers them.
      for at in magic..<(magic + 128 + 48) {
        var bad = whole
        bad[at] ^= 0x10
        #expect(try readAll(bad) != nil, "byte \(at)")
      }
    }
  }

  @Test func everyFlippedBitElsewhereNeverCrashes() throws {
    let whole = try Golden.bytes("deflated.npz")
    for at in whole.indices {
      for bit in [0x01, 0x80] as [UInt8] {
        var bad = whole
        bad[at] ^= bit
        _ = try readAll(bad)
      }
    }
  }

  @Test func otherFiles() throws {
    #expect(try readAll(Golden.bytes("float32_le_c.npy")) == .notThisFormat)
    #expect(try readAll([]) == .truncated)
    #expect(try readAll(Golden.bytes("torch.npz")) == .notThisFormat)
    #expect(try readAll(Golden.bytes("bzip2.npz")) == .unsupportedType)
    #expect(try readAll(Golden.bytes("folder.npz")) == .corruptArchive)
    #expect(try readAll(Golden.bytes("parent.npz")) == .corruptArchive)
    #expect(code { _ = try NPZArchive(path: folder.file("none.npz")) } == .missingFile)
    #expect(code { _ = try NPZArchive(path: folder.path) } == .notThisFormat)
  }

  @Test func encryptedMember() throws {
    #expect(try readAll(HandMadeZip().edit { $0.flags = 1 }.bytes) == .corruptArchive)
  }

  @Test func handMadeArchiveIsGood() throws {
    #expect(try readAll(HandMadeZip().bytes) == nil)
  }

  @Test func sizesThatContradictEachOther() throws {
    #expect(try readAll(HandMadeZip().edit { $0.stored = 0x7FFF_FFFF }.bytes) == .corruptArchive)
    #expect(try readAll(HandMadeZip().edit { $0.stored = 0xFFFF_FFFF }.bytes) == .corruptArchive)
    #expect(try readAll(HandMadeZip().edit { $0.inflated += 1 }.bytes) == .corruptArchive)
    #expect(try readAll(HandMadeZip().edit { $0.offset = 0xFFFF_FFFE }.bytes) == .corruptArchive)
    #expect(try readAll(HandMadeZip().edit { $0.offset = 1 }.bytes) == .corruptArchive)
    // ZIP64 sizes and offsets beyond 2⁶³: negative to a careless reader.
    for wide in 0..<3 {
      #expect(try readAll(HandMadeZip().edit { $0.wide[wide] = .max }.bytes) == .corruptArchive)
      #expect(try readAll(HandMadeZip().edit { $0.wide[wide] = UInt64(Int64.max) }.bytes) == .corruptArchive)
    }
  }

  @Test func overlappingMembers() throws {
    // Two names for the same bytes, and one member inside another.
    #expect(try readAll(HandMadeZip(count: 2).edit(1) { $0.offset = 0 }.bytes) == .corruptArchive)
    let error = #expect(throws: NumPyError.self) {
      let path = folder.file("y.npz")
      try write(
        HandMadeZip(count: 2).edit(0) {
          $0.stored += 40; $0.inflated += 40
        }.bytes, to: path)
      _ = try NPZArchive(path: path)
    }
    #expect(error?.message.contains("overlap") == true)
  }

  @Test func sameNameTwice() throws {
    #expect(try readAll(HandMadeZip(count: 2, name: { _ in "a.npy" }).bytes) == .corruptArchive)
    #expect(try readAll(HandMadeZip(count: 2, name: { ["a", "a.npy"][$0] }).bytes) == .corruptArchive)
  }

  @Test(arguments: ["", "/a.npy", "..", "a/../b.npy", "c:\\a.npy", "a\0.npy"]) func names(_ name: String)
    throws
  {
    #expect(try readAll(HandMadeZip(name: { _ in name }).bytes) == .corruptArchive)
  }

  @Test func otherNameAtItsPlace() throws {
    var bytes = HandMadeZip().bytes
    bytes[30] = 0x7A
    #expect(try readAll(bytes) == .corruptArchive)
  }

  @Test func moreOrFewerMembersThanAnnounced() throws {
    for count in [0, 2, 0xFFFF] {
      #expect(try readAll(HandMadeZip().announcing(count).bytes) == .corruptArchive)
    }
  }

  @Test func bombs() throws {
    // A member that promises more than deflate can give is refused unread.
    let good = try Golden.bytes("rows.npz")
    let directory = try #require(
      (0..<(good.count - 4)).last { Array(good[$0..<($0 + 4)]) == [0x50, 0x4B, 1, 2] })
    var lie = good
    lie.replaceSubrange((directory + 24)..<(directory + 28), with: [0, 0, 0, 0x70])
    #expect(try readAll(lie) == .corruptArchive)
    // One that gives more than it promised: the header's shape does not fill the promise.
    var less = good
    less.replaceSubrange((directory + 24)..<(directory + 28), with: [0, 16, 0, 0])
    #expect(try readAll(less) == .truncated)
    // 100 MB of zeros in 100 kB, against a limit.
    let path = folder.file("zeros.npz")
    let zeros = NumPyArray(
      shape: [100_000_000], elements: .unsigned8([UInt8](repeating: 0, count: 100_000_000)))
    try NPZ.write([("zeros", zeros)], to: path)
    let archive = try NPZArchive(path: path, limits: NumPyLimits(arrayBytes: 10_000_000))
    #expect(code { _ = try archive.array(named: "zeros") } == .absurdShape)
  }
}

/// A ZIP archive of stored members, each field of whose directory can be set to a lie.
struct HandMadeZip {
  struct Entry {
    var name: [UInt8]
    var flags = 0
    var stored: Int
    var inflated: Int
    var offset: Int
    /// Set where the ZIP64 field shall hold inflated size, stored size or offset.
    var wide: [UInt64?] = [nil, nil, nil]
  }

  private var entries: [Entry] = []
  private var data: [UInt8] = []
  private var announced: Int

  init(count: Int = 1, name: (Int) -> String = { "m\($0).npy" }) {
    let member = NPYCorruption.file(
      "{'descr': '<f4', 'fortran_order': False, 'shape': (16,), }", payload: 64)
    announced = count
    for index in 0..<count {
      let name = Array(name(index).utf8)
      entries.append(Entry(name: name, stored: member.count, inflated: member.count, offset: data.count))
      data += Self.local(name, member)
      data += member
    }
  }

  func edit(_ index: Int = 0, _ change: (inout Entry) -> Void) -> HandMadeZip {
    var copy = self
    change(&copy.entries[index])
    return copy
  }

  func announcing(_ count: Int) -> HandMadeZip {
    var copy = self
    copy.announced = count
    return copy
  }

  var bytes: [UInt8] {
    var directory: [UInt8] = []
    for entry in entries {
      let wide = entry.wide.compactMap(\.self)
      let extra =
        wide.isEmpty
        ? []
        : Self.u16(1, 8 * wide.count)
          + wide.flatMap { value in (0..<8).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) } }
      let sizes = [entry.inflated, entry.stored, entry.offset].indices.map {
        entry.wide[$0] == nil ? [entry.inflated, entry.stored, entry.offset][$0] : 0xFFFF_FFFF
      }
      directory += Self.u32(0x0201_4B50) + Self.u16(45, 45, entry.flags, 0, 0, 33) + Self.u32(crc)
      directory += Self.u32(sizes[1], sizes[0]) + Self.u16(entry.name.count, extra.count, 0, 0, 0)
      directory += Self.u32(0, sizes[2]) + entry.name + extra
    }
    return data + directory + Self.u32(0x0605_4B50) + Self.u16(0, 0, announced, announced)
      + Self.u32(directory.count, data.count) + Self.u16(0)
  }

  private var crc: Int { Self.checksum }
  /// The checksum of the member, by the definition: the reflected polynomial 0xEDB88320.
  private static let checksum: Int = {
    let member = NPYCorruption.file(
      "{'descr': '<f4', 'fortran_order': False, 'shape': (16,), }", payload: 64)
    var crc: UInt32 = ~0
    for byte in member {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return Int(~crc)
  }()

  private static func local(_ name: [UInt8], _ member: [UInt8]) -> [UInt8] {
    u32(0x0403_4B50) + u16(45, 0, 0, 0, 33) + u32(checksum, member.count, member.count) + u16(name.count, 0)
      + name
  }

  private static func u16(_ values: Int...) -> [UInt8] {
    values.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
  }

  private static func u32(_ values: Int...) -> [UInt8] {
    values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
  }
}

@Suite(.enabled(if: Fixtures.sharedData != nil, "the evaluation data are not here")) struct OdysseyArchives {
  @Test(arguments: ["hall_dolly", "room_static", "room_walk", "sync_pair", "yard_pan"])
  func headersAreTheShapesThatInfoStates(_ sequence: String) throws {
    let folder = try #require(Fixtures.sharedData) + "/odyssey/train/" + sequence
    let info = try NPZArchive(path: folder + "/info.npz")
    let members = try NPZArchive(path: folder + "/anno.npz").members()
    #expect(members.count >= 6)
    for member in members {
      let shape = try info.array(named: member.name).integers().map { Int($0) }
      #expect(member.header?.shape == shape, "\(member.name)")
    }
  }
}
