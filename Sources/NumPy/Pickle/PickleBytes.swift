internal import Glibc

/// The bytes of a pickle, read through a small window, so that a video inside costs no memory unless it is wanted.
struct PickleBytes: ~Copyable {
  let origin: String
  let size: Int
  /// Where the next opcode is.
  private(set) var position: Int
  private var window: [UInt8]
  private var windowStart: Int
  /// nil where the window holds everything.
  private let file: FileBytes?

  /// A pickle that fills the rest of a file.
  init(_ file: consuming FileBytes) {
    origin = file.origin
    size = file.size
    position = file.position
    window = []
    windowStart = 0
    self.file = consume file
  }

  /// A pickle in memory.
  init(_ bytes: [UInt8], origin: String) {
    self.origin = origin
    size = bytes.count
    position = 0
    window = bytes
    windowStart = 0
    file = nil
  }

  /// The next byte.
  mutating func byte() throws(NumPyError) -> UInt8 {
    let index = position - windowStart
    if index >= 0 && index < window.count {
      position += 1
      return window[index]
    }
    try fill(1)
    position += 1
    return window[0]
  }

  /// An unsigned little-endian number of that many bytes; nil beyond 2⁶³ − 1.
  mutating func number(_ count: Int) throws(NumPyError) -> Int? {
    var value: UInt64 = 0
    for index in 0..<count { value |= UInt64(try byte()) << UInt64(8 * index) }
    return Int(exactly: value)
  }

  /// The place of the next `count` bytes, which are passed over and must be there.
  mutating func skip(_ count: Int?) throws(NumPyError) -> Range<Int> {
    guard let count, count <= size - position else {
      throw NumPyError(
        .truncated,
        "\(origin), byte \(position): found \(size - position) bytes to the end, expected "
          + (count.map(String.init) ?? "more than 2⁶³"))
    }
    position += count
    return (position - count)..<position
  }

  /// The bytes up to a line feed, which is passed over; lines are names and numbers, so at most `most` bytes.
  mutating func line(most: Int) throws(NumPyError) -> [UInt8] {
    var line: [UInt8] = []
    while true {
      let next = try byte()
      if next == 0x0A { return line }
      if line.count == most {
        throw NumPyError(
          .corruptPickle, "\(origin), byte \(position): found a line of more than \(most) bytes")
      }
      line.append(next)
    }
  }

  /// The bytes at a place that was passed over.
  func bytes(_ range: Range<Int>) throws(NumPyError) -> [UInt8] {
    if range.lowerBound >= windowStart, range.upperBound <= windowStart + window.count {
      return Array(window[(range.lowerBound - windowStart)..<(range.upperBound - windowStart)])
    }
    var part = FilePart(range, of: descriptor, origin: origin)
    return try part.read(range.count)
  }

  /// Elements at a place that was passed over.
  func elements(_ range: Range<Int>, _ header: NumPyHeader) throws(NumPyError) -> NumPyArray.Elements {
    if descriptor < 0 {
      var part = MemoryBytes(window[range], origin: origin)
      return try part.elements(header.count, of: header)
    }
    var part = FilePart(range, of: descriptor, origin: origin)
    return try part.elements(header.count, of: header)
  }

  private var descriptor: CInt {
    switch file {
    case .some(let file): file.descriptor
    case .none: -1
    }
  }

  private mutating func fill(_ count: Int) throws(NumPyError) {
    guard position + count <= size, descriptor >= 0 else {
      throw NumPyError(
        .truncated, "\(origin), byte \(position): found the end of the pickle, expected more; it was cut off")
    }
    let end = min(size, position + 1 << 16)
    var part = FilePart(position..<end, of: descriptor, origin: origin)
    window = try part.read(end - position)
    windowStart = position
  }
}

/// A part of an open file, read at its own place.
private struct FilePart: ByteSource {
  let origin: String
  let size: Int
  private(set) var position = 0
  private let offset: Int
  private let descriptor: CInt

  init(_ range: Range<Int>, of descriptor: CInt, origin: String) {
    self.origin = origin
    self.descriptor = descriptor
    size = range.count
    offset = range.lowerBound
  }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(NumPyError) {
    guard let base = buffer.baseAddress else { return }
    var filled = 0
    while filled < buffer.count {
      let count = pread(descriptor, base + filled, buffer.count - filled, off_t(offset + position))
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { throw tooShort(buffer.count - filled) }
      filled += count
      position += count
    }
  }
}
