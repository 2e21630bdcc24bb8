/// A 128-bit digest that tells one computation's input and settings from another's; not for security.
struct Digest: Sendable, Equatable {
  private(set) var low: UInt64 = 0x243F_6A88_85A3_08D3
  private(set) var high: UInt64 = 0x1319_8A2E_0370_7344

  mutating func add(_ word: UInt64) {
    low = Self.mix(low ^ word)
    high = Self.mix(high &+ word &* 0x9E37_79B9_7F4A_7C15 ^ low)
  }

  mutating func add(_ number: Int) { add(UInt64(bitPattern: Int64(number))) }

  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    add(bytes.count)
    var offset = 0
    while offset &+ 8 <= bytes.count {
      add(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset &+= 8
    }
    var tail: UInt64 = 0
    for byte in bytes[offset...] { tail = tail << 8 | UInt64(byte) }
    if offset < bytes.count { add(tail) }
  }

  mutating func add(_ text: String) {
    var text = text
    text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
  }

  mutating func add(_ flags: [Bool]) { flags.withUnsafeBytes { add($0) } }

  mutating func add(_ values: [Float]) { values.withUnsafeBytes { add($0) } }

  mutating func add(_ values: [Double]) { values.withUnsafeBytes { add($0) } }

  /// The finaliser of MurmurHash3: every input bit reaches every output bit.
  private static func mix(_ word: UInt64) -> UInt64 {
    var z = word
    z = (z ^ (z >> 33)) &* 0xFF51_AFD7_ED55_8CCD
    z = (z ^ (z >> 33)) &* 0xC4CE_B9FE_1A85_EC53
    return z ^ (z >> 33)
  }
}
