internal import CFFmpeg

/// What keeps pictures from being read or written.
public struct VideoError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kind of failure.
  public enum Code: String, Sendable, Equatable {
    /// There is no such file or folder, or it cannot be opened.
    case missing
    /// The file is no video or picture that FFmpeg knows, or holds no pictures.
    case notAVideo
    /// The file ends, or is damaged, in the middle.
    case damaged
    /// A folder of frames whose numbering cannot be followed.
    case badSequence
    /// The result cannot be written.
    case cannotWrite
  }

  public let code: Code
  /// What was found, where, and what would mend it.
  public let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }

  /// FFmpeg's words for one of its error numbers.
  static func reason(_ number: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: Int(AV_ERROR_MAX_STRING_SIZE))
    av_strerror(number, &buffer, buffer.count)
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
