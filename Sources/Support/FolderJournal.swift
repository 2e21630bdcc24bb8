internal import Glibc

/// `.track-seg` of an output folder: a line that says what the folder is, then a line for every file that this program wrote.
///
/// Lines are only appended while files are written, so that a killed run leaves a list that holds all of its files. The lock of
/// the folder is the lock of this file.
struct FolderJournal: Sendable {
  static let file = ".track-seg"
  private static let title = "track-seg output 1: "

  /// The files listed when the folder was opened.
  let names: Set<String>
  let kind: OutputFolder.Kind
  private let path: String
  private let lock: Descriptor
  private let firstLine: String

  private final class Descriptor: Sendable {
    let number: CInt
    init(_ number: CInt) { self.number = number }
    deinit { close(number) }
  }

  /// Opens or makes the list, and locks it.
  init(folder: String, kind: OutputFolder.Kind, isShared: Bool) throws(OutputError) {
    path = folder + "/" + Self.file
    self.kind = kind
    firstLine = Self.title + kind.rawValue + "\n"
    let number = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard number >= 0 else {
      throw OutputError("\(folder): the folder cannot be written (\(String(cString: strerror(errno))))")
    }
    lock = Descriptor(number)
    // Where the file system has no locks, nothing is refused.
    if flock(number, (isShared ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0, errno == EWOULDBLOCK {
      throw OutputError(
        "\(folder): another run of track-seg is writing to this folder; wait until it ends, or name another folder"
      )
    }
    let lines = Self.read(number).split(separator: "\n").map(String.init)
    guard let first = lines.first else {
      names = []
      try append(raw: firstLine)
      return
    }
    guard first.hasPrefix(Self.title) else {
      throw OutputError(
        "\(path): found “\(first.prefix(40))”; expected a file that track-seg wrote; name another folder")
    }
    guard first + "\n" == firstLine else {
      let kind = OutputFolder.Kind(rawValue: String(first.dropFirst(Self.title.count)))
      throw OutputError(
        "\(folder): the folder holds \(kind?.words ?? "the output of another command"), and track-seg writes nothing else into it; "
          + "name another folder")
    }
    names = Self.names(in: lines)
  }

  /// The files listed in a folder, without its lock; nil where there is no list.
  static func names(in folder: String) -> Set<String>? {
    let number = open(folder + "/" + file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard number >= 0 else { return nil }
    defer { close(number) }
    return names(in: read(number).split(separator: "\n").map(String.init))
  }

  private static func names(in lines: [String]) -> Set<String> {
    // Shards that begin at the same time may both have written the first line.
    Set(lines.filter { !$0.hasPrefix(title) }.map { unescaped($0) })
  }

  /// Adds files.
  func append(_ names: [String]) throws(OutputError) {
    guard !names.isEmpty else { return }
    try append(raw: names.map { Self.escaped($0) + "\n" }.joined())
  }

  /// Lists these files alone.
  func replace(with names: [String]) throws(OutputError) {
    guard ftruncate(lock.number, 0) == 0 else {
      throw OutputError("\(path): cannot be written (\(String(cString: strerror(errno))))")
    }
    try append(raw: firstLine + names.map { Self.escaped($0) + "\n" }.joined())
  }

  /// Removes the list itself: the folder is no longer this program's.
  func remove() { unlink(path) }

  private func append(raw text: String) throws(OutputError) {
    let bytes = Array(text.utf8)
    guard write(lock.number, bytes, bytes.count) == bytes.count else {
      throw OutputError("\(path): cannot be written (\(String(cString: strerror(errno))))")
    }
  }

  private static func read(_ descriptor: CInt) -> String {
    var (bytes, block) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
    lseek(descriptor, 0, SEEK_SET)
    while true {
      let count = Glibc.read(descriptor, &block, block.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += block.prefix(count)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func escaped(_ name: String) -> String {
    name.replacing("%", with: "%25").replacing("\n", with: "%0A")
  }

  private static func unescaped(_ line: String) -> String {
    line.replacing("%0A", with: "\n").replacing("%25", with: "%")
  }
}
