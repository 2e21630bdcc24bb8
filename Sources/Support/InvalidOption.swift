/// An option whose value makes no sense, alone or with the others.
///
/// Options are named as files and the command line name them, without dashes: `max-tracks`.
public struct InvalidOption: Error, Sendable, Equatable, CustomStringConvertible {
  /// The option's name.
  public let option: String
  /// What was found and what was expected, as it follows the name.
  public let message: String

  /// What was expected, alone.
  public let expectation: String

  public init(_ option: String, found: String, expected: String) {
    self.option = option
    expectation = "expected " + expected
    message = " \(found): expected \(expected)"
  }

  /// An option with a message of its own.
  public init(_ option: String, message: String) {
    self.option = option
    expectation = message
    self.message = ": " + message
  }

  public var description: String { "\(option)\(message)" }
}
