/// Why a result could not be written: what stood in the way, where, and what to do.
public struct OutputError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The whole message.
  public let message: String

  public init(_ message: String) { self.message = message }

  public var description: String { message }
}
