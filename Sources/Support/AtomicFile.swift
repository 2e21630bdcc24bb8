internal import Glibc
internal import Synchronization

/// The one way in which this program writes a file: beside its name, forced to disk, and renamed.
///
/// A reader sees the old file or the whole new one, also after a power cut; whatever goes wrong before `commit` leaves no trace.
public struct AtomicFile: ~Copyable {
  /// Where the bytes go until `commit`; a library that opens files by name may write here.
  public let temporaryPath: String
  private let path: String
  private let descriptor: CInt

  private static let serial = Atomic<Int>(0)

  /// A name in the same folder (a rename does not cross file systems) that no one else uses.
  public static func temporaryPath(for path: String) -> String {
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { String(path[...$0]) } ?? ""
    let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
    let number = serial.wrappingAdd(1, ordering: .relaxed).newValue
    return "\(folder).\(name.prefix(100)).partial-\(getpid())-\(number)"
  }

  /// Whether a name in a folder is one of `temporaryPath`: what a killed run left.
  static func isTemporary(_ name: String) -> Bool {
    guard name.hasPrefix("."), let last = name.split(separator: ".").last, last.hasPrefix("partial-") else {
      return false
    }
    let numbers = last.dropFirst("partial-".count).split(separator: "-", omittingEmptySubsequences: false)
    return numbers.count == 2
      && numbers.allSatisfy { part in !part.isEmpty && part.allSatisfy { $0.isNumber } }
  }

  /// Begins a file.
  ///
  /// - Throws: `OutputError` where it cannot be made.
  public init(path: String) throws(OutputError) {
    let temporary = Self.temporaryPath(for: path)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Self.failure(path) }
    self.path = path
    temporaryPath = temporary
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
    // Gone already where the rename succeeded.
    unlink(temporaryPath)
  }

  /// Appends bytes.
  ///
  /// - Throws: `OutputError`, a full disk included.
  public mutating func write(_ bytes: [UInt8]) throws(OutputError) {
    let failure: OutputError? = bytes.withUnsafeBytes { buffer in
      do throws(OutputError) { try write(buffer) } catch { return error }
      return nil
    }
    if let failure { throw failure }
  }

  /// Appends bytes.
  ///
  /// - Throws: `OutputError`, a full disk included.
  public mutating func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    guard let base = bytes.baseAddress else { return }
    var written = 0
    while written < bytes.count {
      let count = Glibc.write(descriptor, base + written, bytes.count - written)
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { throw Self.failure(path) }
      written += count
    }
  }

  /// Puts the whole file into its place, over an older one.
  ///
  /// - Throws: `OutputError`.
  public consuming func commit() throws(OutputError) {
    guard fsync(descriptor) == 0, rename(temporaryPath, path) == 0 else { throw Self.failure(path) }
  }

  /// Puts a file that a library made under `temporaryPath(for:)` into its place.
  ///
  /// - Throws: `OutputError`; the temporary file is gone then.
  public static func commit(_ temporary: String, to path: String) throws(OutputError) {
    let descriptor = open(temporary, O_RDONLY | O_CLOEXEC)
    defer { if descriptor >= 0 { close(descriptor) } }
    guard descriptor >= 0, fsync(descriptor) == 0, rename(temporary, path) == 0 else {
      let failure = failure(path)
      unlink(temporary)
      throw failure
    }
  }

  /// Writes a whole file.
  ///
  /// - Throws: `OutputError`.
  public static func write(_ bytes: [UInt8], to path: String) throws(OutputError) {
    var file = try AtomicFile(path: path)
    try file.write(bytes)
    try file.commit()
  }

  private static func failure(_ path: String) -> OutputError {
    OutputError("\(path): cannot be written: \(String(cString: strerror(errno))); nothing was left behind")
  }
}
