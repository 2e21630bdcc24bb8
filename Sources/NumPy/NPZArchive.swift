internal import CZip
internal import Glibc

/// One array in an `.npz` archive.
public struct NPZMember: Sendable, Equatable {
  /// The array's name, without `.npy`.
  public let name: String
  /// What the array is; nil for a member that is not an array.
  public let header: NumPyHeader?
  /// Bytes it takes in the archive.
  public let storedBytes: Int
  /// Bytes it takes once inflated, its header included.
  public let inflatedBytes: Int
}

/// An `.npz` archive, open for reading: arrays are read one by one, and none is inflated that nobody asked for.
public struct NPZArchive: ~Copyable {
  /// The file.
  public let path: String
  /// The arrays' names, without `.npy`, in the archive's order.
  public let names: [String]

  private let directory: ZipDirectory
  private let limits: NumPyLimits
  private let archive: OpaquePointer

  /// Opens an archive and checks its directory: no member outside the file, overlapping, twice, in a folder, or larger
  /// than its bytes can hold.
  /// - Throws: `NumPyError`.
  public init(path: String, limits: NumPyLimits = NumPyLimits()) throws(NumPyError) {
    try self.init(descriptor: try FileBytes.open(path), path: path, limits: limits)
  }

  /// Takes over an open file.
  init(descriptor: CInt, path: String, limits: NumPyLimits) throws(NumPyError) {
    let directory: ZipDirectory
    do throws(NumPyError) {
      guard let size = FileBytes.size(descriptor) else {
        throw NumPyError(.notThisFormat, "\(path): found a folder, a pipe or a device; expected a file")
      }
      directory = try ZipDirectory(descriptor: descriptor, size: size, path: path)
    } catch {
      close(descriptor)
      throw error
    }
    var code: CInt = 0
    guard let archive = zip_fdopen(descriptor, 0, &code) else {
      close(descriptor)
      throw NumPyError(.corruptArchive, "\(path): libzip refuses the archive: \(Self.text(code))")
    }
    // Two readers of one directory must have read the same.
    guard Self.agrees(archive, directory) else {
      zip_discard(archive)
      throw NumPyError(.corruptArchive, "\(path): the archive has two directories that disagree")
    }
    self.archive = archive
    self.directory = directory
    self.path = path
    self.limits = limits
    names = directory.entries.map { ZipDirectory.key($0.name) }
  }

  deinit { zip_discard(archive) }

  /// Whether there is an array of this name.
  public func contains(_ name: String) -> Bool { names.contains(name) }

  /// What an array is: its first bytes are inflated, not its elements.
  /// - Throws: `NumPyError`.
  public func header(of name: String) throws(NumPyError) -> NumPyHeader {
    var member = try open(try index(of: name))
    return try member.npyHeader()
  }

  /// Every member with its header.
  /// - Throws: `NumPyError` where a member's header is damaged.
  public func members() throws(NumPyError) -> [NPZMember] {
    var members: [NPZMember] = []
    for (index, entry) in directory.entries.enumerated() {
      var header: NumPyHeader?
      if entry.name.hasSuffix(".npy") {
        var member = try open(index)
        header = try member.npyHeader()
      }
      members.append(
        NPZMember(
          name: names[index], header: header, storedBytes: entry.storedBytes,
          inflatedBytes: entry.inflatedBytes))
    }
    return members
  }

  /// Reads one array.
  /// - Throws: `NumPyError`; `objectArray` for pickled objects.
  public func array(named name: String) throws(NumPyError) -> NumPyArray {
    var member = try open(try index(of: name))
    let header = try member.npyHeader()
    let array = try member.npyArray(header, limits: limits)
    try member.finish()
    return array
  }

  /// Reads an array block by block along its first axis, holding one block at a time.
  ///
  /// An array in Fortran order has no contiguous rows: it is read whole first.
  ///
  /// - Parameters:
  ///   - rowsPerBlock: rows of each block but the last, at least 1.
  ///   - body: called with the rows' indices and the rows, of shape (rows, …).
  /// - Throws: `NumPyError`, and whatever `body` throws.
  public func forEachRowBlock(
    of name: String, rowsPerBlock: Int, _ body: (Range<Int>, NumPyArray) throws -> Void
  ) throws {
    precondition(rowsPerBlock > 0)
    var member = try open(try index(of: name))
    let header = try member.npyHeader()
    guard let rows = header.shape.first else {
      throw NumPyError(.absurdShape, "\(member.origin): found a scalar, expected an array with rows")
    }
    let columns = rows == 0 ? 0 : header.count / rows
    let isWhole = header.isFortranOrder && header.shape.count > 1
    if isWhole {
      let whole = try member.npyArray(header, limits: limits)
      for start in stride(from: 0, to: rows, by: rowsPerBlock) {
        let end = min(rows, start + min(rowsPerBlock, rows - start))
        try body(start..<end, whole.rows(start..<end))
      }
    } else {
      try header.check(limits: limits, rows: rowsPerBlock, origin: member.origin)
      var start = 0
      while start < rows {
        let end = start + min(rowsPerBlock, rows - start)
        let elements = try member.elements((end - start) * columns, of: header)
        try body(
          start..<end,
          NumPyArray(
            shape: [end - start] + header.shape.dropFirst(), elements: elements,
            elementType: header.elementType))
        start = end
      }
    }
    try member.finish()
  }

  private func index(of name: String) throws(NumPyError) -> Int {
    if let index = names.firstIndex(of: name) { return index }
    throw NumPyError(
      .missingMember,
      "\(path): found no array '\(name)'; it holds \(names.isEmpty ? "nothing" : names.joined(separator: ", "))"
    )
  }

  private func open(_ index: Int) throws(NumPyError) -> MemberBytes {
    let entry = directory.entries[index]
    let origin = "\(path), member '\(entry.name)'"
    if entry.isEncrypted {
      throw NumPyError(.corruptArchive, "\(origin): is encrypted; save it again without a password")
    }
    guard entry.method == 0 || entry.method == 8 else {
      throw NumPyError(
        .unsupportedType,
        "\(origin): found the compression method \(entry.method), expected 0 (stored) or 8 (deflated), as numpy.savez "
          + "and numpy.savez_compressed write")
    }
    guard let file = zip_fopen_index(archive, zip_uint64_t(index), 0) else {
      throw NumPyError(.corruptArchive, "\(origin): \(String(cString: zip_strerror(archive)))")
    }
    return MemberBytes(file: file, size: entry.inflatedBytes, origin: origin)
  }

  private static func agrees(_ archive: OpaquePointer, _ directory: ZipDirectory) -> Bool {
    guard zip_get_num_entries(archive, 0) == directory.entries.count else { return false }
    for (index, entry) in directory.entries.enumerated() {
      var status = zip_stat_t()
      guard zip_stat_index(archive, zip_uint64_t(index), 0, &status) == 0, status.size == entry.inflatedBytes,
        status.comp_size == entry.storedBytes, let name = status.name, String(cString: name) == entry.name
      else { return false }
    }
    return true
  }

  private static func text(_ code: CInt) -> String {
    var error = zip_error_t()
    zip_error_init_with_code(&error, code)
    defer { zip_error_fini(&error) }
    return String(cString: zip_error_strerror(&error))
  }
}

/// The inflated bytes of one member, up to the size that the directory announces.
private struct MemberBytes: ByteSource, ~Copyable {
  let origin: String
  let size: Int
  private(set) var position = 0
  private let file: OpaquePointer

  init(file: OpaquePointer, size: Int, origin: String) {
    self.file = file
    self.size = size
    self.origin = origin
  }

  deinit { zip_fclose(file) }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(NumPyError) {
    guard let base = buffer.baseAddress else { return }
    guard buffer.count <= size - position else { throw tooShort(buffer.count) }
    var filled = 0
    while filled < buffer.count {
      let count = Int(zip_fread(file, base + filled, zip_uint64_t(buffer.count - filled)))
      if count < 0 { throw damaged(String(cString: zip_file_strerror(file))) }
      if count == 0 { throw damaged("its data end early, expected \(size) bytes") }
      filled += count
      position += count
    }
  }

  /// Checks that nothing follows, and the checksum, which libzip does when it meets the end.
  mutating func finish() throws(NumPyError) {
    var byte: UInt8 = 0
    let count = zip_fread(file, &byte, 1)
    if count < 0 { throw damaged(String(cString: zip_file_strerror(file))) }
    if count > 0 { throw damaged("more data than the \(size) bytes announced") }
  }

  private func damaged(_ why: String) -> NumPyError {
    NumPyError(.corruptArchive, "\(origin), byte \(position): \(why)")
  }
}
