/// What keeps tracks from being grouped or painted.
public struct SegmentationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kind of failure.
  public enum Code: Sendable, Equatable {
    /// The matrix holds NaN or infinity.
    case notFinite
    /// More labels than a mask of 8 bits can hold.
    case tooManyLabels
    /// More tracks than a rule can take.
    case tooLarge
    /// Sizes that do not fit each other.
    case shapeMismatch
  }

  public let code: Code
  /// What was found, where, and what would mend it.
  public let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
