internal import Support

/// The log odds that two groups of tracks are one object: a logistic regression on `PartFeatures`, trained on
/// synthetic scenes and on sequences with truth.
public struct MergeOdds: Sendable, Equatable {
  /// One feature's weight, and the mean and standard deviation that it is standardised with.
  struct Term: Sendable, Equatable {
    let name: String
    let mean: Double
    let deviation: Double
    let weight: Double
  }

  /// Standardised features are held within ± so much.
  static let limit = 3.0

  let terms: [Term]
  let intercept: Double

  init(terms: [Term], intercept: Double) {
    (self.terms, self.intercept) = (terms, intercept)
  }

  /// The log odds of a pair with these features; an unknown feature counts as its mean.
  func logOdds(_ features: [Double]) -> Double {
    var sum = intercept
    for (value, term) in zip(features, terms) {
      sum += term.weight * Self.standardised(value, term.mean, term.deviation)
    }
    return sum
  }

  static func standardised(_ value: Double, _ mean: Double, _ deviation: Double) -> Double {
    guard value.isFinite else { return 0 }
    return min(limit, max(-limit, (value - mean) / deviation))
  }

  /// The lines `name mean deviation weight`, and `intercept value`, as they are kept in a file.
  public var text: String {
    terms.map { "\($0.name) \($0.mean) \($0.deviation) \($0.weight)\n" }.joined() + "intercept \(intercept)\n"
  }

  /// Reads what `text` writes.
  ///
  /// - Throws: `RunError` (input) naming the line that is not understood.
  public init(text: String, name: String) throws {
    var terms: [Term] = []
    var intercept: Double?
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let words = line.split(separator: " ")
      let numbers = words.dropFirst().compactMap { Double($0) }
      if words.first == "intercept", words.count == 2, numbers.count == 1 {
        intercept = numbers[0]
      } else if words.count == 4, numbers.count == 3, numbers[1] > 0 {
        terms.append(
          Term(name: String(words[0]), mean: numbers[0], deviation: numbers[1], weight: numbers[2]))
      } else {
        throw RunError(
          .input, "\(name): found the line “\(line)”, expected a feature's name, mean, deviation and weight")
      }
    }
    guard let intercept, terms.map(\.name) == PartFeatures.names else {
      throw RunError(
        .input,
        "\(name): found the features \(terms.map(\.name).joined(separator: ", ")), expected "
          + PartFeatures.names.joined(separator: ", ") + " and an intercept")
    }
    self.init(terms: terms, intercept: intercept)
  }
}
