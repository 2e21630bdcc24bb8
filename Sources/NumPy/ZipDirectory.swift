internal import Glibc

/// The central directory of a ZIP archive, read and checked before a library is let near the data.
///
/// A reader that believes a directory can be led to read outside the file, to read the same bytes under many names (the
/// overlapping entries of a zip bomb), or to see other members than the next program does. Here every entry must lie inside
/// the file, before the directory, apart from every other, and agree with the header at its own place.
struct ZipDirectory {
  /// One member as the directory describes it.
  struct Entry {
    let name: String
    let isEncrypted: Bool
    /// 0 stored, 8 deflated.
    let method: Int
    let storedBytes: Int
    let inflatedBytes: Int
    /// Where its local header begins.
    let offset: Int
  }

  let entries: [Entry]

  /// Reads and checks the directory of an open file.
  init(descriptor: CInt, size: Int, path: String) throws(NumPyError) {
    let reader = ZipReader(descriptor: descriptor, size: size, path: path)
    let (directory, count) = try reader.locate()
    entries = try reader.list(directory, count)
    try reader.checkNames(entries)
    try reader.checkPlaces(entries, before: directory.lowerBound)
  }

  /// The name of an array: its member's without `.npy`.
  static func key(_ name: String) -> String { name.hasSuffix(".npy") ? String(name.dropLast(4)) : name }
}

/// The steps of reading a directory, each of which looks at the file anew.
private struct ZipReader {
  typealias Entry = ZipDirectory.Entry

  let descriptor: CInt
  let size: Int
  let path: String

  /// Finds the directory by the record at the archive's end, or by the ZIP64 record before that.
  func locate() throws(NumPyError) -> (Range<Int>, count: Int) {
    if size == 0 {
      throw NumPyError(.truncated, "\(path): found an empty file, expected a ZIP archive (.npz)")
    }
    let magic = try bytes(at: 0, min(4, size))
    guard [[0x50, 0x4B, 3, 4], [0x50, 0x4B, 5, 6]].contains(where: { $0.starts(with: magic.array) }) else {
      throw NumPyError(
        .notThisFormat,
        "\(path), byte 0: found \(magic.array), expected a ZIP archive (.npz), which begins with PK")
    }
    let tailStart = max(0, size - 22 - 0xFFFF)
    let tail = try bytes(at: tailStart, size - tailStart)
    var found: Int?
    for at in stride(from: tail.array.count - 22, through: 0, by: -1)
    where tail.array[at] == 0x50 && tail.u32(at) == 0x0605_4B50
      && at + 22 + tail.u16(at + 20) == tail.array.count
    {
      found = at
      break
    }
    guard let at = found else {
      throw NumPyError(
        .truncated,
        "\(path): found no directory at the end of \(size) bytes; the archive was cut off; download or copy it again"
      )
    }
    var end = tailStart + at
    var (count, length, offset) = (tail.u16(at + 10), tail.u32(at + 12), tail.u32(at + 16))
    guard tail.u16(at + 4) == 0 || tail.u16(at + 4) == 0xFFFF, tail.u16(at + 8) == count else {
      throw corrupt(end, "an archive in several parts", "one file")
    }
    if count == 0xFFFF || length == 0xFFFF_FFFF || offset == 0xFFFF_FFFF, end >= 20 {
      let locator = try bytes(at: end - 20, 20)
      if locator.u32(0) == 0x0706_4B50 {
        guard let place = locator.u64(8), place <= end - 20 - 56 else {
          throw corrupt(end - 20, "a ZIP64 record outside the file", "its offset")
        }
        let record = try bytes(at: place, 56)
        guard record.u32(0) == 0x0606_4B50, let length64 = record.u64(40), let offset64 = record.u64(48),
          let count64 = record.u64(32), record.u64(24) == count64
        else { throw corrupt(place, "no ZIP64 record", "the directory's size and place") }
        (count, length, offset, end) = (count64, length64, offset64, place)
      }
    }
    let (directoryEnd, overflow) = offset.addingReportingOverflow(length)
    guard !overflow, directoryEnd == end, count <= length / 46 else {
      throw corrupt(
        end, "a directory of \(count) members in \(length) bytes from byte \(offset)",
        "one that ends at byte \(end)")
    }
    return (offset..<directoryEnd, count)
  }

  func list(_ range: Range<Int>, _ count: Int) throws(NumPyError) -> [Entry] {
    let directory = try bytes(at: range.lowerBound, range.count)
    var entries: [Entry] = []
    var at = 0
    for _ in 0..<count {
      let place = range.lowerBound + at
      guard directory.array.count - at >= 46, directory.u32(at) == 0x0201_4B50 else {
        throw corrupt(
          place, "no entry of the directory", "\(count) entries, of which this is \(entries.count + 1)")
      }
      let (nameLength, extraLength) = (directory.u16(at + 28), directory.u16(at + 30))
      let next = at + 46 + nameLength + extraLength + directory.u16(at + 32)
      guard next <= directory.array.count else {
        throw corrupt(place, "an entry beyond the directory", "its end")
      }
      let nameBytes = directory.array[(at + 46)..<(at + 46 + nameLength)]
      guard let name = String(validating: nameBytes, as: UTF8.self) else {
        throw corrupt(place, "a name that is not text", "UTF-8")
      }
      let extra = Fields(
        array: Array(directory.array[(at + 46 + nameLength)..<(at + 46 + nameLength + extraLength)]))
      let wide = try wideFields(
        [directory.u32(at + 24), directory.u32(at + 20), directory.u32(at + 42)], extra, place)
      entries.append(
        Entry(
          name: name, isEncrypted: directory.u16(at + 8) & 0x41 != 0, method: directory.u16(at + 10),
          storedBytes: wide[1], inflatedBytes: wide[0], offset: wide[2]))
      at = next
    }
    guard at == directory.array.count else {
      throw corrupt(range.lowerBound + at, "more behind the directory's \(count) entries", "its end")
    }
    return entries
  }

  /// Replaces those of the fields that are all ones by the 64-bit numbers of the ZIP64 extra field, in order.
  private func wideFields(_ fields: [Int], _ extra: Fields, _ place: Int) throws(NumPyError) -> [Int] {
    guard fields.contains(0xFFFF_FFFF) else { return fields }
    var at = 0
    while at + 4 <= extra.array.count {
      let length = extra.u16(at + 2)
      guard at + 4 + length <= extra.array.count else { break }
      if extra.u16(at) == 1 {
        var from = at + 4
        var wide = fields
        for index in wide.indices where wide[index] == 0xFFFF_FFFF {
          guard from + 8 <= at + 4 + length, let value = extra.u64(from) else {
            throw corrupt(place, "ZIP64 sizes that are missing or beyond 2⁶³", "sizes inside the file")
          }
          wide[index] = value
          from += 8
        }
        return wide
      }
      at += 4 + length
    }
    throw corrupt(place, "sizes of all ones without a ZIP64 field", "sizes inside the file")
  }

  /// Members of an `.npz` are plain names, each once.
  func checkNames(_ entries: [Entry]) throws(NumPyError) {
    if entries.contains(where: { $0.name.hasSuffix("/data.pkl") }) {
      throw NumPyError(
        .notThisFormat,
        "\(path): found a PyTorch file (it has a member data.pkl), expected arrays of NumPy; save its tensors with "
          + "numpy.savez")
    }
    var seen: Set<String> = []
    for entry in entries {
      if entry.name.isEmpty || entry.name == "." || entry.name == ".."
        || entry.name.utf8.contains(where: { $0 == 0x2F || $0 == 0x5C || $0 == 0 })
      {
        throw NumPyError(
          .corruptArchive,
          "\(path): found a member named '\(entry.name)', expected a plain name without a folder")
      }
      if !seen.insert(ZipDirectory.key(entry.name)).inserted {
        throw NumPyError(
          .corruptArchive,
          "\(path): found two members named '\(ZipDirectory.key(entry.name))', expected every name once")
      }
    }
  }

  /// Every member lies before the directory, apart from all others, and says at its place what the directory says.
  func checkPlaces(_ entries: [Entry], before directory: Int) throws(NumPyError) {
    var end = 0
    var previous = ""
    for entry in entries.sorted(by: { $0.offset < $1.offset }) {
      let what = "\(path), member '\(entry.name)'"
      guard entry.offset >= end else {
        throw NumPyError(
          .corruptArchive,
          "\(what): begins at byte \(entry.offset), inside '\(previous)', which ends at byte \(end); members must "
            + "not overlap")
      }
      guard entry.offset <= directory - 30 else {
        throw NumPyError(
          .corruptArchive,
          "\(what): begins at byte \(entry.offset), expected a place before byte \(directory)")
      }
      let local = try bytes(at: entry.offset, 30)
      guard local.u32(0) == 0x0403_4B50, local.u16(26) == entry.name.utf8.count, local.u16(8) == entry.method,
        entry.offset + 30 + local.u16(26) <= directory,
        try bytes(at: entry.offset + 30, local.u16(26)).array.elementsEqual(entry.name.utf8)
      else {
        throw NumPyError(
          .corruptArchive,
          "\(what), byte \(entry.offset): found another header than the directory announces (name, method)")
      }
      let start = entry.offset + 30 + local.u16(26) + local.u16(28)
      guard start <= directory, entry.storedBytes <= directory - start else {
        throw NumPyError(
          .corruptArchive,
          "\(what): \(entry.storedBytes) bytes from byte \(start), expected an end before the directory at byte "
            + "\(directory)")
      }
      end = start + entry.storedBytes
      previous = entry.name
      // Deflate makes at most 258 bytes of 2 bits: a larger promise is a lie.
      guard
        entry.method == 0
          ? entry.inflatedBytes == entry.storedBytes : entry.inflatedBytes / 1032 <= entry.storedBytes
      else {
        throw NumPyError(
          .corruptArchive,
          "\(what): \(entry.storedBytes) bytes cannot hold the \(entry.inflatedBytes) bytes that the directory "
            + "announces")
      }
    }
  }

  private func bytes(at offset: Int, _ count: Int) throws(NumPyError) -> Fields {
    guard offset >= 0, count >= 0, count <= size, offset <= size - count else {
      throw corrupt(offset, "a part outside the file", "\(count) bytes")
    }
    var filled = 0
    var bytes = [UInt8](repeating: 0, count: count)
    while filled < count {
      let got = bytes.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress.map { $0 + filled }, count - filled, off_t(offset + filled))
      }
      if got < 0 && errno == EINTR { continue }
      if got <= 0 {
        throw NumPyError(
          .truncated, "\(path), byte \(offset + filled): found the end, expected \(count - filled) bytes")
      }
      filled += got
    }
    return Fields(array: bytes)
  }

  private func corrupt(_ offset: Int, _ found: String, _ expected: String) -> NumPyError {
    NumPyError(.corruptArchive, "\(path), byte \(offset): found \(found), expected \(expected)")
  }

  /// Little-endian numbers at given places.
  private struct Fields {
    let array: [UInt8]
    func u16(_ at: Int) -> Int { Int(array[at]) | Int(array[at + 1]) << 8 }
    func u32(_ at: Int) -> Int { u16(at) | u16(at + 2) << 16 }
    /// nil beyond 2⁶³ − 1.
    func u64(_ at: Int) -> Int? { array[at + 7] < 0x80 ? u32(at) | u32(at + 4) << 32 : nil }
  }
}
