/// One value of a list of which a user chooses by name: a signal, a clustering rule, a style of masks.
///
/// The list makes the help, the error message and the value that run.json keeps. Adding a choice is one file with a
/// `static let` and one line in `allCases`.
public protocol NamedChoice: RawRepresentable<String>, CaseIterable, Codable, Sendable, Equatable,
  CustomStringConvertible
where AllCases == [Self] {
  /// The name on the command line and in files.
  var name: String { get }
  /// One line for the help: what it is.
  var summary: String { get }
}

extension NamedChoice {
  public var rawValue: String { name }
  public var description: String { name }

  /// The choice of a name; nil where the list has none.
  public init?(rawValue: String) {
    guard let choice = Self.allCases.first(where: { $0.name == rawValue }) else { return nil }
    self = choice
  }

  public static func == (a: Self, b: Self) -> Bool { a.name == b.name }

  /// All names with their summaries, for the help: `a (what it is), b (what it is)`.
  public static var listed: String {
    allCases.map { "\($0.name) (\($0.summary))" }.joined(separator: ", ")
  }

  /// All names: `a, b, c`.
  public static var names: String { allCases.map(\.name).joined(separator: ", ") }
}
