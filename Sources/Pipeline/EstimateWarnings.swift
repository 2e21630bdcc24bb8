internal import LinearAlgebra
public import MutualInformation

/// What a user should know about estimates of mutual information of two files of samples, one sentence each.
public struct EstimateWarnings: Sendable {
  public let sentences: [String]

  /// An estimate below this is no fluctuation about 0.
  static let leastPlausible = -0.1

  /// Looks at the samples and at their raw estimates, one a pair.
  ///
  /// - Parameter files: the names of X's and of Y's file, for the sentences.
  public init(
    samples: SamplePairs, files: (x: String, y: String), values: [Double],
    estimator: any MutualInformationEstimator
  ) throws {
    var sentences: [String] = []
    var isCoarse = false
    var tied: [String] = []
    for (file, set) in [(files.x, samples.x), (files.y, samples.y)] {
      let counts = try (0..<set.count).map { try TiedValues(set, variable: $0) }
      if let constant = counts.firstIndex(where: \.isConstant) {
        sentences.append(
          "\(file): all \(set.length) values\(Self.place(constant, of: set.count)) are equal; a constant has no information"
        )
        continue
      }
      guard let worst = counts.indices.max(by: { counts[$0].largest < counts[$1].largest }),
        counts[worst].tied > 0
      else { continue }
      isCoarse =
        isCoarse || (estimator.handlesTies ? counts[worst].isDiscrete : counts[worst].isCoarse)
      tied.append(
        "\(file) repeats \(counts[worst].tied) of \(set.length) values\(Self.place(worst, of: set.count)) "
          + "(one of them \(counts[worst].largest) times)")
    }
    let ties = tied.joined(separator: ", ")
    if isCoarse {
      sentences.append(
        ties
          + (estimator.handlesTies
            ? "; \(estimator.name) treats such values as discrete"
            : "; \(estimator.name) expects values that hardly repeat, so its estimate may be wrong; ksg and histogram can handle repeated values")
      )
    }
    if estimator.isMutualInformation, let least = values.min(), least < Self.leastPlausible {
      let count = values.count { $0 < Self.leastPlausible }
      sentences.append(
        "\(count) of \(values.count) values are below \(Self.leastPlausible) nats, but mutual information is never negative: "
          + "\(estimator.name) does not fit these data (\(samples.x.length) observations"
          + (ties.isEmpty ? ", no repeated values)" : "; \(ties))"))
    }
    self.sentences = sentences
  }

  private static func place(_ index: Int, of count: Int) -> String { count == 1 ? "" : " of sample \(index)" }
}
