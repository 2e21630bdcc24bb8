/// What stops a run, with the exit code that tells a script why (Documentation/cli.md).
public struct RunError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kind of failure.
  public enum Code: Sendable, Equatable {
    /// An option's value makes no sense, alone or with the others.
    case usage
    /// An input is missing, unreadable, or does not fit the others.
    case input
    /// A result could not be written.
    case output
    /// The run was asked to stop, and can be resumed.
    case interrupted

    /// The process's exit code.
    public var exitCode: Int32 {
      switch self {
      case .usage: 2
      case .input: 3
      case .output: 4
      case .interrupted: 75
      }
    }
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
