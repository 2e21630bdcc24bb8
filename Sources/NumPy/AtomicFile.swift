internal import Glibc
internal import Synchronization

/// A file written beside its final place and renamed once it is whole; whatever goes wrong before leaves no trace.
struct AtomicFile: ~Copyable {
  private let path: String
  private let temporary: String
  private let descriptor: CInt

  private static let serial = Atomic<Int>(0)

  /// A name in the same folder (a rename does not cross file systems) that no one else uses.
  static func temporaryPath(for path: String) -> String {
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { String(path[...$0]) } ?? ""
    let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
    let number = serial.wrappingAdd(1, ordering: .relaxed).newValue
    return "\(folder).\(name.prefix(100)).partial-\(getpid())-\(number)"
  }

  init(path: String) throws(NumPyError) {
    let temporary = Self.temporaryPath(for: path)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    if descriptor < 0 {
      throw NumPyError(
        .cannotWrite, "\(path): cannot be written: \(String(cString: strerror(errno)))")
    }
    self.path = path
    self.temporary = temporary
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
    // Gone already where the rename succeeded.
    unlink(temporary)
  }

  /// Appends bytes.
  mutating func write(_ bytes: [UInt8]) throws(NumPyError) {
    let failure: NumPyError? = bytes.withUnsafeBytes { buffer in
      do throws(NumPyError) { try write(buffer) } catch { return error }
      return nil
    }
    if let failure { throw failure }
  }

  /// Appends bytes.
  mutating func write(_ bytes: UnsafeRawBufferPointer) throws(NumPyError) {
    guard let base = bytes.baseAddress else { return }
    var written = 0
    while written < bytes.count {
      let count = Glibc.write(descriptor, base + written, bytes.count - written)
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { throw failed() }
      written += count
    }
  }

  /// Puts the whole file into its place, over an older one.
  consuming func commit() throws(NumPyError) {
    if fsync(descriptor) != 0 || rename(temporary, path) != 0 { throw failed() }
  }

  private func failed() -> NumPyError {
    NumPyError(
      .cannotWrite, "\(path): cannot be written: \(String(cString: strerror(errno))); nothing was left behind"
    )
  }
}
