internal import CZip
internal import Glibc
internal import Support

/// `.npz` archives for writing; `NPZArchive` reads them.
public enum NPZ {
  /// Writes arrays into one archive, as `numpy.savez` or `numpy.savez_compressed` does.
  ///
  /// The file appears whole or not at all. The same arrays give the same bytes: every member is dated 1 January 1980.
  ///
  /// - Parameters:
  ///   - arrays: names without `.npy`, and the arrays.
  ///   - compressed: deflated if true, stored if false.
  /// - Throws: `NumPyError` (`cannotWrite`).
  public static func write(
    _ arrays: [(name: String, array: NumPyArray)], to path: String, compressed: Bool = true
  ) throws(NumPyError) {
    var seen: Set<String> = []
    for (name, _) in arrays
    where name.isEmpty || name.utf8.contains(where: { $0 < 0x20 || $0 == 0x2F || $0 == 0x5C })
      || name.hasSuffix(".npy") || !seen.insert(name).inserted
    {
      throw NumPyError(
        .cannotWrite, "\(path): found the name '\(name)', expected names without a folder or .npy, each once")
    }
    let temporary = AtomicFile.temporaryPath(for: path)
    defer { unlink(temporary) }
    try writeArchive(arrays, to: temporary, compressed, path)
    // libzip makes its file readable by the owner only.
    let mask = umask(0)
    umask(mask)
    guard chmod(temporary, 0o666 & ~mask) == 0 else { throw failed(path, String(cString: strerror(errno))) }
    do throws(OutputError) {
      try AtomicFile.commit(temporary, to: path)
    } catch {
      throw NumPyError(error)
    }
  }

  private static func writeArchive(
    _ arrays: [(name: String, array: NumPyArray)], to temporary: String, _ compressed: Bool, _ path: String
  ) throws(NumPyError) {
    // An empty archive is a file too, but libzip would write none.
    if arrays.isEmpty {
      var file = try OutputFile(path: temporary)
      try file.write([0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18))
      return try file.commit()
    }
    var code: CInt = 0
    guard let archive = zip_open(temporary, CInt(ZIP_CREATE | ZIP_EXCL), &code) else {
      throw failed(path, String(cString: strerror(errno)))
    }
    do throws(NumPyError) {
      for (name, array) in arrays { try add(name, array, to: archive, compressed, path) }
    } catch {
      zip_discard(archive)
      throw error
    }
    guard zip_close(archive) == 0 else {
      let why = String(cString: zip_strerror(archive))
      zip_discard(archive)
      throw failed(path, why)
    }
  }

  private static func add(
    _ name: String, _ array: NumPyArray, to archive: OpaquePointer, _ compressed: Bool, _ path: String
  ) throws(NumPyError) {
    var bytes = npyPreamble(shape: array.shape, elementType: array.elementType)
    bytes.reserveCapacity(bytes.count + array.count * array.elementType.itemSize)
    try array.encode { (block) throws(NumPyError) in bytes += block }
    // libzip reads the bytes only when the archive is closed, and frees them then.
    guard let copy = malloc(bytes.count) else { throw failed(path, "not enough memory") }
    bytes.withUnsafeBytes { source in if let base = source.baseAddress { memcpy(copy, base, source.count) } }
    guard let source = zip_source_buffer(archive, copy, zip_uint64_t(bytes.count), 1) else {
      free(copy)
      throw failed(path, String(cString: zip_strerror(archive)))
    }
    let index = zip_file_add(archive, name + ".npy", source, zip_flags_t(ZIP_FL_ENC_UTF_8))
    guard index >= 0 else {
      zip_source_free(source)
      throw failed(path, String(cString: zip_strerror(archive)))
    }
    let method = compressed ? ZIP_CM_DEFLATE : ZIP_CM_STORE
    guard zip_set_file_compression(archive, zip_uint64_t(index), zip_int32_t(method), 6) == 0,
      // The first day that a ZIP archive can name.
      zip_file_set_dostime(archive, zip_uint64_t(index), 0, 1 << 5 | 1, 0) == 0
    else { throw failed(path, String(cString: zip_strerror(archive))) }
  }

  private static func failed(_ path: String, _ why: String) -> NumPyError {
    NumPyError(.cannotWrite, "\(path): cannot be written: \(why); nothing was left behind")
  }
}
