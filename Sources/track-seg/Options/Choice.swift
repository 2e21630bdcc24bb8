import ArgumentParser
import Support

extension NamedChoice {
  /// The choice of a name.
  ///
  /// - Throws: `ValidationError` with all names.
  fileprivate static func named(_ text: String) throws -> Self {
    guard let choice = Self(rawValue: text) else {
      throw ValidationError("there is no such choice; expected \(names)")
    }
    return choice
  }

  /// Several choices, separated by commas.
  ///
  /// - Throws: `InvalidOption` with all names.
  static func list(_ text: String, option: String) throws -> [Self] {
    try text.split(separator: ",").map { name in
      guard let choice = Self(rawValue: String(name)) else {
        throw InvalidOption(option, found: String(name), expected: names)
      }
      return choice
    }
  }

  fileprivate static func help(_ title: String) -> ArgumentHelp {
    ArgumentHelp("\(title): \(listed).", valueName: "name")
  }
}

extension Option where Value: NamedChoice {
  /// An option whose values are those of a list: their names and summaries are its help, and its error message.
  init(wrappedValue: Value, choice title: String) {
    self.init(
      wrappedValue: wrappedValue, help: Value.help(title), completion: .list(Value.allCases.map(\.rawValue)),
      transform: { try Value.named($0) })
  }
}

extension Option {
  /// The same without a default value.
  init<Choice: NamedChoice>(choice title: String) where Value == Choice? {
    self.init(
      help: Choice.help(title), completion: .list(Choice.allCases.map(\.rawValue)),
      transform: { try Choice.named($0) })
  }
}

extension InvalidOption {
  /// The message as the command line prints it.
  var sentence: String { "--\(option)\(message)" }
}
