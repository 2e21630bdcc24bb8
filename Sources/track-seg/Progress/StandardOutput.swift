internal import Glibc
import Pipeline
import Support

/// Standard output: results and nothing else.
///
/// Every write is checked: a full disk or a closed descriptor ends the command with exit code 4.
enum StandardOutput {
  /// Writes text as it is.
  ///
  /// - Throws: `RunError` (output).
  static func write(_ text: String) throws {
    var text = text
    let failure: Int32? = text.withUTF8 { bytes in
      var remaining = UnsafeRawBufferPointer(bytes)
      while let base = remaining.baseAddress, !remaining.isEmpty {
        let count = Glibc.write(1, base, remaining.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return errno }
        remaining = UnsafeRawBufferPointer(rebasing: remaining[count...])
      }
      return nil
    }
    if let failure {
      throw RunError(
        .output, "standard output could not be written: \(String(cString: strerror(failure)))")
    }
  }

  /// Writes a line.
  ///
  /// - Throws: `RunError` (output).
  static func line(_ text: String) throws { try write(text + "\n") }
}
