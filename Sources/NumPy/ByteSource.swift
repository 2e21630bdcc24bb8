internal import Glibc

/// Bytes read once, front to back, whose number is known beforehand.
protocol ByteSource: ~Copyable {
  /// What is read, for messages: a file, or a file and its member.
  var origin: String { get }
  /// Bytes read so far.
  var position: Int { get }
  /// Bytes in all.
  var size: Int { get }
  /// Fills the whole buffer with the next bytes.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(NumPyError)
}

extension ByteSource where Self: ~Copyable {
  /// The next `count` bytes, which must be there.
  mutating func read(_ count: Int) throws(NumPyError) -> [UInt8] {
    guard count <= size - position else { throw tooShort(count) }
    var bytes = [UInt8](repeating: 0, count: count)
    let failure: NumPyError? = bytes.withUnsafeMutableBytes { buffer in
      do throws(NumPyError) { try read(into: buffer) } catch { return error }
      return nil
    }
    if let failure { throw failure }
    return bytes
  }

  func tooShort(_ wanted: Int) -> NumPyError {
    NumPyError(
      .truncated, "\(origin), byte \(position): found \(size - position) bytes to the end, expected \(wanted)"
    )
  }
}

/// A regular file, open for reading.
struct FileBytes: ByteSource, ~Copyable {
  let origin: String
  let size: Int
  private(set) var position = 0
  let descriptor: CInt

  init(path: String) throws(NumPyError) {
    let descriptor = try Self.open(path)
    guard let size = Self.size(descriptor) else {
      Glibc.close(descriptor)
      throw NumPyError(
        .notThisFormat,
        "\(path): found a folder, a pipe or a device; expected a file, because inputs are read more than once; save it as a file first"
      )
    }
    self.descriptor = descriptor
    self.size = size
    origin = path
  }

  deinit { Glibc.close(descriptor) }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(NumPyError) {
    guard let base = buffer.baseAddress else { return }
    var filled = 0
    while filled < buffer.count {
      let count = Glibc.read(descriptor, base + filled, buffer.count - filled)
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { throw tooShort(buffer.count - filled) }
      filled += count
      position += count
    }
  }

  /// Opens a file for reading.
  static func open(_ path: String) throws(NumPyError) -> CInt {
    // Opening a pipe waits for its writer, unless it is opened so.
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if descriptor < 0 {
      throw NumPyError(.missingFile, "\(path): cannot be opened: \(String(cString: strerror(errno)))")
    }
    return descriptor
  }

  /// The size of a regular file; nil for anything else.
  static func size(_ descriptor: CInt) -> Int? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }
}

/// Bytes in memory: a part of a pickle, or a test's input.
struct MemoryBytes: ByteSource {
  let origin: String
  private let bytes: ArraySlice<UInt8>
  private(set) var position = 0
  var size: Int { bytes.count }

  init(_ bytes: ArraySlice<UInt8>, origin: String) {
    self.bytes = bytes
    self.origin = origin
  }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(NumPyError) {
    guard buffer.count <= size - position else { throw tooShort(buffer.count) }
    let start = bytes.startIndex + position
    buffer.copyBytes(from: bytes[start..<(start + buffer.count)])
    position += buffer.count
  }
}
