internal import Glibc

/// The first bytes of a file.
struct FileBlock {
  let bytes: [UInt8]

  /// Reads at most `count` bytes.
  ///
  /// - Throws: `TracksError` (damaged) with the system's reason.
  init(path: String, count: Int) throws {
    guard let file = fopen(path, "rb") else {
      throw TracksError(.damaged, "\(path): \(String(cString: strerror(errno)))")
    }
    defer { fclose(file) }
    var block = [UInt8](repeating: 0, count: count)
    let found = fread(&block, 1, count, file)
    bytes = Array(block.prefix(found))
  }
}
