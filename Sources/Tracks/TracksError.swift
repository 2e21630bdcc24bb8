/// What keeps tracks from being read or used.
public struct TracksError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kind of failure.
  public enum Code: String, Sendable, Equatable {
    /// The file is no track format that is known.
    case unknownFormat
    /// The axes cannot be told apart: --layout is needed.
    case ambiguousLayout
    /// Arrays that do not fit each other, or have the wrong number of axes.
    case shapeMismatch
    /// A damaged or empty file.
    case damaged
    /// A sequence must be named.
    case ambiguousSequence
    /// Nothing that could be segmented is left.
    case noTracks
  }

  public let code: Code
  /// What was found, where, and what would mend it.
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
