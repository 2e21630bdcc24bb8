internal import Glibc

/// A file of finished tiles: a header that names the computation by its digest, then one record a tile, each with a
/// checksum; appended as tiles end, forced to disk once a second, so that an interrupted run resumes with the same bits.
///
/// Layout, little-endian: magic (8 bytes), digest (16); records of tile (4), slices done (4), doubles (4), floats (4),
/// payload, checksum (8) over the record. A tile with all its slices holds its share of the variance and the mean values in Float32; one
/// with only some, its sums and sums of squares in Float64. Later records of a tile replace earlier ones.
struct PairwiseCheckpoint: ~Copyable {
  struct Record: Sendable, Equatable {
    var tile: Int
    var slicesDone: Int
    var doubles: [Double]
    var floats: [Float]
  }

  /// Magic and digest.
  static let headerBytes = 24
  private static let magic: UInt64 = 0x31_4B43_494D_5354  // “TSMICK1”
  // Defaults, so that a throwing init still closes what it opened.
  private var path = ""
  private var descriptor: Int32 = -1
  private var lastSync = ContinuousClock.now

  /// Opens or makes the file and reads back the records that belong to this computation.
  ///
  /// `notice` is told why an existing file is not, or only in part, of use. `capacity` is the largest number of doubles, and
  /// of floats, that a record may hold. Throws `checkpointFailed`.
  init(
    path: String, digest: Digest, capacity: Int, notice: (String) -> Void, restored: (Record) -> Void
  ) throws {
    self.path = path
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Self.failure("cannot open checkpoint", path) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw MutualInformationError(
        .checkpointFailed,
        "checkpoint \(path) is in use by another run; wait for it, or choose another output")
    }
    let size = Int(lseek(descriptor, 0, SEEK_END))
    guard size >= 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw Self.failure("cannot read checkpoint", path)
    }

    var end = 0
    if size > 0 {
      let header = Self.read(descriptor, 24)
      if header.count < 24 || Self.word(header, 0) != Self.magic {
        notice("checkpoint \(path) is ignored: another version wrote it; starting over")
      } else if Self.word(header, 8) != digest.low || Self.word(header, 16) != digest.high {
        notice("checkpoint \(path) is ignored: it belongs to other input or other settings; starting over")
      } else {
        end = 24
        while let (record, length) = Self.readRecord(descriptor, capacity: capacity) {
          restored(record)
          end += length
        }
        if end < size {
          notice(
            "checkpoint \(path): the last \(size - end) of \(size) bytes are damaged or cut short and are ignored; "
              + "the tiles before them are kept")
        }
      }
    }
    guard ftruncate(descriptor, off_t(end)) == 0, lseek(descriptor, off_t(end), SEEK_SET) == off_t(end) else {
      throw Self.failure("cannot write checkpoint", path)
    }
    if end == 0 {
      var header: [UInt8] = []
      Self.append(Self.magic, to: &header)
      Self.append(digest.low, to: &header)
      Self.append(digest.high, to: &header)
      try write(header)
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Appends a record, and forces it to disk where the last time is a second ago.
  mutating func append(_ record: Record) throws {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(24 + 8 * record.doubles.count + 4 * record.floats.count)
    Self.append(UInt64(record.tile) | UInt64(record.slicesDone) << 32, to: &bytes)
    Self.append(UInt64(record.doubles.count) | UInt64(record.floats.count) << 32, to: &bytes)
    record.doubles.withUnsafeBytes { bytes += $0 }
    record.floats.withUnsafeBytes { bytes += $0 }
    Self.append(Self.checksum(bytes), to: &bytes)
    try write(bytes)
    if lastSync.duration(to: .now) > .seconds(1) { try synchronise() }
  }

  /// Forces everything written so far to disk.
  mutating func synchronise() throws {
    guard fsync(descriptor) == 0 else { throw Self.failure("cannot write checkpoint", path) }
    lastSync = .now
  }

  private borrowing func write(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { bytes in
      var written = 0
      while written < bytes.count {
        let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw Self.failure("cannot write checkpoint", path) }
        written += count
      }
    }
  }

  /// The next record and its length, or nil where there is no whole and undamaged one.
  private static func readRecord(_ descriptor: Int32, capacity: Int) -> (Record, Int)? {
    var bytes = read(descriptor, 16)
    guard bytes.count == 16 else { return nil }
    let (names, counts) = (word(bytes, 0), word(bytes, 8))
    let (doubles, floats) = (Int(counts & 0xFFFF_FFFF), Int(counts >> 32))
    guard doubles <= capacity, floats <= capacity else { return nil }
    let rest = 8 * doubles + 4 * floats + 8
    bytes += read(descriptor, rest)
    guard bytes.count == 16 + rest else { return nil }
    let stated = word(bytes, bytes.count - 8)
    bytes.removeLast(8)
    guard checksum(bytes) == stated else { return nil }
    return bytes.withUnsafeBytes { raw in
      let record = Record(
        tile: Int(names & 0xFFFF_FFFF), slicesDone: Int(names >> 32),
        doubles: (0..<doubles).map { raw.loadUnaligned(fromByteOffset: 16 + 8 * $0, as: Double.self) },
        floats: (0..<floats).map {
          raw.loadUnaligned(fromByteOffset: 16 + 8 * doubles + 4 * $0, as: Float.self)
        })
      return (record, 16 + rest)
    }
  }

  /// At most `count` bytes; fewer at the end of the file.
  private static func read(_ descriptor: Int32, _ count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = Glibc.read(descriptor, buffer.baseAddress.map { $0 + filled }, count - filled)
        if got < 0, errno == EINTR { continue }
        guard got > 0 else { return }
        filled += got
      }
    }
  }

  private static func word(_ bytes: [UInt8], _ offset: Int) -> UInt64 {
    bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self) }
  }

  private static func append(_ word: UInt64, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: word.littleEndian) { bytes += $0 }
  }

  private static func checksum(_ bytes: [UInt8]) -> UInt64 {
    var digest = Digest()
    bytes.withUnsafeBytes { digest.add($0) }
    return digest.high
  }

  private static func failure(_ what: String, _ path: String) -> MutualInformationError {
    MutualInformationError(.checkpointFailed, "\(what) \(path): \(String(cString: strerror(errno)))")
  }
}
