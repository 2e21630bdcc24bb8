internal import CCrypto
internal import Glibc

/// The identity of an input file, as run.json records it.
public struct FileDigest: Sendable, Equatable, Codable {
  /// The path as the user gave it.
  public let path: String
  /// Bytes.
  public let size: Int
  /// SHA-256 of the contents, in hexadecimal.
  public let sha256: String

  /// Reads a file once, in blocks.
  ///
  /// - Throws: `PipelineError` (input) where the file cannot be read.
  public init(ofFile path: String) throws {
    guard let file = fopen(path, "rb") else {
      throw PipelineError(.input, "\(path): \(String(cString: strerror(errno)))")
    }
    defer { fclose(file) }
    let context = EVP_MD_CTX_new()
    defer { EVP_MD_CTX_free(context) }
    guard EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
      throw PipelineError(.input, "\(path): SHA-256 is not available in this build of OpenSSL")
    }
    var block = [UInt8](repeating: 0, count: 1 << 20)
    var size = 0
    while true {
      let count = fread(&block, 1, block.count, file)
      if count == 0 { break }
      size += count
      _ = EVP_DigestUpdate(context, block, count)
    }
    guard ferror(file) == 0 else {
      throw PipelineError(
        .input, "\(path): reading stopped after \(size) bytes: \(String(cString: strerror(errno)))")
    }
    var digest = [UInt8](repeating: 0, count: 32)
    _ = EVP_DigestFinal_ex(context, &digest, nil)
    self.path = path
    self.size = size
    sha256 = digest.map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }.joined()
  }
}
