/// An error in a track file, or in how it is used.
public struct TracksError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kind of failure.
  public enum Code: String, Sendable, Equatable {
    /// No format recognises the file.
    case unknownFormat
    /// The meaning of axes or coordinates is ambiguous: an option such as `--layout` must state it.
    case ambiguousLayout
    /// Arrays that do not fit each other, or have the wrong number of axes.
    case shapeMismatch
    /// A damaged or empty file.
    case damaged
    /// The file holds several sequences: `--sequence` must choose one.
    case ambiguousSequence
  }

  /// The kind of this failure.
  public let code: Code
  /// The file, what was found, what was expected and what to do.
  public let message: String

  /// An error of a kind, with its message.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The message.
  public var description: String { message }
}
