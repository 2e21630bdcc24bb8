public import Tracks

/// Which group is the background, under a camera that moves or stands still: the one that is most spread over the picture, at its
/// borders, and around the others.
///
/// Every group g has a score s_g (`BackgroundOdds` on `BackgroundFeatures`). The probability that g is the background is
///
///     P(g) = exp(s_g) / (1 + Σ_h exp(s_h)),
///
/// the 1 standing for “none of them”. The weights are trained on synthetic scenes (`BackgroundTraining`).
public struct Background: Sendable, Equatable {
  /// The group's label.
  public let label: Int
  /// How sure it is, in [0, 1].
  public let probability: Double

  /// Less sure groups are no background.
  public static let leastProbability = 0.5

  public init(label: Int, probability: Double) {
    (self.label, self.probability) = (label, probability)
  }

  /// The group that is most likely the background among 0, 1, …; nil where no track has a group.
  ///
  /// - Parameter labels: A group for each track; negative: none.
  public static func find(
    _ tracks: TrackSet, labels: [Int], picture: TrackRegion, odds: BackgroundOdds
  ) -> Background? {
    let features = BackgroundFeatures.values(tracks, labels: labels, picture: picture)
    let probabilities = odds.probabilities(features)
    guard let best = probabilities.indices.max(by: { probabilities[$0] < probabilities[$1] }) else {
      return nil
    }
    return Background(label: best, probability: probabilities[best])
  }
}
