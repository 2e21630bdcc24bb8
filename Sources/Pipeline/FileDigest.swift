internal import CCrypto
internal import FoundationEssentials
internal import Glibc
internal import Support

/// The identity of an input, as run.json records it: a file, or all files of a folder.
public struct FileDigest: Sendable, Equatable, Codable {
  /// The path as the user gave it.
  public let path: String
  /// Bytes; of a folder, those of all its files.
  public let size: Int
  /// SHA-256 of the contents, in hexadecimal; of a folder, of its files' names and contents.
  public let sha256: String
  /// A digest of names, sizes and times of modification: while it is the same, contents are not read again.
  ///
  /// Nil in records of earlier versions.
  public let stamp: String?

  /// Reads a file once, in blocks.
  ///
  /// - Throws: `RunError` (input) where the file cannot be read.
  public init(ofFile path: String) throws {
    var hash = try SHA256(for: path)
    let size = try hash.add(file: path)
    self.init(path: path, size: size, sha256: hash.value(), stamp: try Self.stamp(of: [path], for: path))
  }

  /// Reads a file, a folder, or the folder of a pattern such as frames/%05d.jpg.
  ///
  /// - Throws: `RunError` (input) where a file cannot be read.
  public init(of path: String) throws {
    guard let files = Self.filesOfFolder(path) else {
      self = try FileDigest(ofFile: path)
      return
    }
    var hash = try SHA256(for: path)
    var size = 0
    for file in files {
      hash.add(Array((Self.name(file) + "\0").utf8))
      size += try hash.add(file: file)
    }
    self.init(path: path, size: size, sha256: hash.value(), stamp: try Self.stamp(of: files, for: path))
  }

  private init(path: String, size: Int, sha256: String, stamp: String?) {
    (self.path, self.size, self.sha256, self.stamp) = (path, size, sha256, stamp)
  }

  /// Whether a path holds now what this digest was made of.
  func isSame(as path: String) throws -> Bool {
    let files = Self.filesOfFolder(path) ?? [path]
    if let stamp, try Self.stamp(of: files, for: path) == stamp { return true }
    return try FileDigest(of: path).sha256 == sha256
  }

  /// The files of a folder in the order of their names, without hidden ones; nil: the path is not a folder's.
  private static func filesOfFolder(_ path: String) -> [String]? {
    var folder = path
    var isFolder = false
    if !FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), path.contains("%") {
      folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
      isFolder = true
    }
    guard isFolder else { return nil }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted().map { folder + "/" + $0 }.filter { file in
      var isFolder = false
      return FileManager.default.fileExists(atPath: file, isDirectory: &isFolder) && !isFolder
    }
  }

  private static func name(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  private static func stamp(of files: [String], for path: String) throws -> String {
    var hash = try SHA256(for: path)
    for file in files {
      var status = stat()
      guard fstatat(AT_FDCWD, file, &status, 0) == 0 else {
        throw RunError(.input, "\(file): \(String(cString: strerror(errno)))")
      }
      let line = "\(name(file))\0\(status.st_size)\0\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)\n"
      hash.add(Array(line.utf8))
    }
    return hash.value()
  }
}

/// SHA-256 in steps, by OpenSSL.
private struct SHA256: ~Copyable {
  private let context: OpaquePointer?

  init(for path: String) throws {
    context = EVP_MD_CTX_new()
    guard EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
      throw RunError(.input, "\(path): SHA-256 is not available in this build of OpenSSL")
    }
  }

  deinit { EVP_MD_CTX_free(context) }

  mutating func add(_ bytes: [UInt8]) { _ = EVP_DigestUpdate(context, bytes, bytes.count) }

  /// Adds a file's contents and gives its size.
  mutating func add(file path: String) throws -> Int {
    guard let file = fopen(path, "rb") else {
      throw RunError(.input, "\(path): \(String(cString: strerror(errno)))")
    }
    defer { fclose(file) }
    var block = [UInt8](repeating: 0, count: 1 << 20)
    var size = 0
    while true {
      let count = fread(&block, 1, block.count, file)
      if count == 0 { break }
      size += count
      _ = EVP_DigestUpdate(context, block, count)
    }
    guard ferror(file) == 0 else {
      throw RunError(
        .input, "\(path): reading stopped after \(size) bytes: \(String(cString: strerror(errno)))")
    }
    return size
  }

  /// The digest in hexadecimal.
  consuming func value() -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    _ = EVP_DigestFinal_ex(context, &digest, nil)
    return digest.map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }.joined()
  }
}
