internal import CModelWeights
internal import Support

/// The weights of `BackgroundFeatures`: a group's score is their weighted sum and the intercept.
public struct BackgroundOdds: Sendable, Equatable {
  /// One weight for each feature.
  let weights: [Double]
  let intercept: Double

  init(weights: [Double], intercept: Double) {
    (self.weights, self.intercept) = (weights, intercept)
  }

  /// The probability of each group to be the background; what is missing to 1 is that of none.
  func probabilities(_ features: [[Double]]) -> [Double] {
    let scores = features.map { row in zip(row, weights).reduce(intercept) { $0 + $1.0 * $1.1 } }
    let most = max(0, scores.max() ?? 0)
    let all = scores.map { exponential($0 - most) }
    let total = all.reduce(exponential(-most), +)
    return all.map { $0 / total }
  }

  /// The lines `name weight`, and `intercept value`, as they are kept in a file.
  public var text: String {
    zip(BackgroundFeatures.names, weights).map { "\($0) \($1)\n" }.joined() + "intercept \(intercept)\n"
  }

  /// Reads what `text` writes.
  ///
  /// - Throws: `RunError` (input) where names or numbers are others.
  public init(text: String, name: String) throws {
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { $0.split(separator: " ") }
    let numbers = lines.compactMap { $0.count == 2 ? Double($0[1]) : nil }
    let names = lines.compactMap(\.first).map(String.init)
    guard names == BackgroundFeatures.names + ["intercept"], numbers.count == names.count else {
      throw RunError(
        .input,
        "\(name): found the lines \(names.joined(separator: ", ")), expected a number for each of "
          + BackgroundFeatures.names.joined(separator: ", ") + " and intercept")
    }
    self.init(weights: Array(numbers.dropLast()), intercept: numbers[numbers.count - 1])
  }

  /// The weights that the program carries.
  public static func shipped() throws -> BackgroundOdds {
    let bytes = UnsafeRawBufferPointer(start: ck_background_weights(), count: ck_background_weights_size())
    return try BackgroundOdds(text: String(decoding: bytes, as: UTF8.self), name: "motion-background.txt")
  }
}
