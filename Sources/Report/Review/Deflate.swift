internal import CZlib

/// Compression as a browser's `DecompressionStream("deflate")` undoes it.
enum Deflate {
  /// The bytes as a zlib stream (RFC 1950); nil where zlib has no memory.
  static func compress(_ bytes: [UInt8]) -> [UInt8]? {
    var size = compressBound(UInt(bytes.count))
    var packed = [UInt8](repeating: 0, count: Int(size))
    guard compress2(&packed, &size, bytes, UInt(bytes.count), 9) == Z_OK else { return nil }
    return Array(packed.prefix(Int(size)))
  }
}
