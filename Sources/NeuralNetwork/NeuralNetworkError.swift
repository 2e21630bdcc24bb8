/// What went wrong with a model's file: what was found, and what was expected.
public struct NeuralNetworkError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kind of failure.
  public enum Code: Sendable, Equatable {
    /// The file is not there or cannot be read or written.
    case unreadable
    /// The file is not what its format says.
    case malformed
    /// The file is sound, but of another model.
    case mismatch
  }

  public let code: Code
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
