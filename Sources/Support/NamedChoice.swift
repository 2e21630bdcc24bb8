/// One value of a list of which a user chooses by name: a signal, a clustering rule, a style of masks.
///
/// The list makes the help, the error message and the value that run.json keeps. An enumeration with raw values of type `String`
/// conforms by its summaries; a list whose values carry functions conforms to `ListedChoice`.
public protocol NamedChoice: RawRepresentable<String>, CaseIterable, Codable, Sendable, Equatable,
  LosslessStringConvertible
where AllCases == [Self] {
  /// One line for the help: what it is.
  var summary: String { get }
}

extension NamedChoice {
  public var description: String { rawValue }

  /// The choice of a name; nil where the list has none.
  public init?(_ description: String) { self.init(rawValue: description) }

  /// The name on the command line and in files.
  public var name: String { rawValue }

  /// All names with their summaries, for the help: `a (what it is), b (what it is)`.
  public static var listed: String {
    allCases.map { "\($0.rawValue) (\($0.summary))" }.joined(separator: ", ")
  }

  /// All names: `a, b, c`.
  public static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

/// A choice that is a value of its own: adding one is one file with a `static let` and one line in `allCases`.
public protocol ListedChoice: NamedChoice {
  /// The name on the command line and in files.
  var name: String { get }
}

extension ListedChoice {
  public var rawValue: String { name }

  /// The choice of a name; nil where the list has none.
  public init?(rawValue: String) {
    guard let choice = Self.allCases.first(where: { $0.name == rawValue }) else { return nil }
    self = choice
  }

  public static func == (a: Self, b: Self) -> Bool { a.name == b.name }
}
