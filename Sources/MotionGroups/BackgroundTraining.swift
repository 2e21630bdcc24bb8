internal import LinearAlgebra
public import Tracks

/// Groups of a scene with their truth, to fit `BackgroundOdds` to.
public struct BackgroundExample: Sendable {
  /// Features of each group.
  public let features: [[Double]]
  /// The group that is the background; nil: none is.
  public let background: Int?
}

/// Fits the odds of being the background to scenes with truth.
public enum BackgroundTraining {
  /// A group counts as the background where so many of its tracks are of it.
  static let purity = 0.7

  /// The groups of a scene, found or true.
  ///
  /// - Parameters:
  ///   - labels: A group for each track.
  ///   - isBackground: Whether each track is of the background.
  public static func example(
    _ tracks: TrackSet, labels: [Int], isBackground: [Bool], picture: TrackRegion
  ) -> BackgroundExample {
    let count = (labels.max() ?? -1) + 1
    var (sizes, right) = ([Int](repeating: 0, count: count), [Int](repeating: 0, count: count))
    for (label, isRight) in zip(labels, isBackground) where label >= 0 {
      sizes[label] += 1
      right[label] += isRight ? 1 : 0
    }
    // Of a background in several groups the one with most of it.
    let pure = (0..<count).filter { right[$0] > 0 && Double(right[$0]) >= purity * Double(sizes[$0]) }
    return BackgroundExample(
      features: BackgroundFeatures.values(tracks, labels: labels, picture: picture),
      background: pure.max { right[$0] < right[$1] })
  }

  /// A conditional logistic regression with an L2 penalty, by Newton's method.
  public static func fit(_ examples: [BackgroundExample], penalty: Double = 1, steps: Int = 40)
    -> BackgroundOdds
  {
    let size = BackgroundFeatures.names.count + 1
    var solution = [Double](repeating: 0, count: size)
    for _ in 0..<steps {
      var gradient = solution.map { penalty * $0 }
      var hessian = [Double](repeating: 0, count: size * size)
      for i in 0..<size { hessian[i * size + i] = penalty }
      let odds = BackgroundOdds(weights: Array(solution.dropLast()), intercept: solution[size - 1])
      for example in examples {
        let probabilities = odds.probabilities(example.features)
        var mean = [Double](repeating: 0, count: size)
        for (group, p) in probabilities.enumerated() {
          let row = example.features[group] + [1]
          let error = p - (example.background == group ? 1 : 0)
          for i in 0..<size {
            gradient[i] += error * row[i]
            mean[i] += p * row[i]
            for j in 0..<size { hessian[i * size + j] += p * row[i] * row[j] }
          }
        }
        for i in 0..<size { for j in 0..<size { hessian[i * size + j] -= mean[i] * mean[j] } }
      }
      guard let step = CholeskyFactor(hessian, count: size)?.solve(gradient) else { break }
      for i in 0..<size { solution[i] -= step[i] }
      if step.allSatisfy({ abs($0) < 1e-9 }) { break }
    }
    return BackgroundOdds(weights: Array(solution.dropLast()), intercept: solution[size - 1])
  }
}
