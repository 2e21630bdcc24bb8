internal import Glibc

/// Standard error: where everything but results goes.
enum Terminal {
  /// Whether a bar can be drawn in place: on a terminal that understands control codes.
  ///
  /// `TERM=dumb`, and no TERM at all, mean that it does not; progress is then printed in plain lines.
  static let isInteractive: Bool = {
    let name = getenv("TERM").map { String(cString: $0) } ?? ""
    return isatty(2) == 1 && !name.isEmpty && name != "dumb"
  }()

  /// Writes text as it is.
  static func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while let base = rest.baseAddress, !rest.isEmpty {
        let count = Glibc.write(2, base, rest.count)
        guard count > 0 else { return }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
  }

  /// Writes a line, clearing a bar that may stand there; options are spelled as the command line has them.
  static func line(_ text: String) { write((isInteractive ? "\r\u{1B}[K" : "") + spelled(text) + "\n") }

  /// A message with its options as they are typed: the modules name them between backticks, `no-pictures`.
  static func spelled(_ message: String) -> String {
    let parts = message.split(separator: "`", omittingEmptySubsequences: false)
    guard parts.count % 2 == 1 else { return message }
    return parts.enumerated().map { index, part in
      guard index % 2 == 1 else { return String(part) }
      let isName =
        part.first?.isLowercase == true && part.allSatisfy { $0.isLetter || $0.isNumber || " -".contains($0) }
      return isName ? "--" + part : "`" + part + "`"
    }.joined()
  }

  /// Columns of the terminal, 80 where unknown.
  static var width: Int {
    var size = winsize()
    guard ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}
