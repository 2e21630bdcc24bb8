internal import LinearAlgebra
internal import MotionSegmentation
public import MutualInformation
internal import Support

/// Medians of mutual information and the central intervals about them, from one forward pass each.
public struct IntervalEstimates: Sendable {
  /// Probability of the intervals.
  public let probability: Double
  /// Lower bound, median and upper bound of every pair, raw: a bound may be negative.
  private let bounds: [[Double]]

  /// Throws `InvalidOption` for an estimator without quantiles, a probability outside (0, 1), or vectors of more
  /// coordinates than the network reads.
  public init(
    of samples: SamplePairs, probability: Double, estimator: any MutualInformationEstimator, threads: Int
  ) throws {
    guard probability > 0, probability < 1 else {
      throw InvalidOption(
        "interval", found: "\(probability)", expected: "a probability between 0 and 1, for example 0.9")
    }
    let names = SegmentationOptions.registry.quantileNames
    guard names.contains(estimator.name), let quantileEstimator = estimator as? any QuantileEstimator else {
      throw InvalidOption(
        "interval", found: "\(probability) with \(estimator.name), which gives no quantiles",
        expected: "the estimator \(names.joined(separator: " or "))")
    }
    let dimension = max(samples.x.dimension, samples.y.dimension)
    guard quantileEstimator.supports(dimension: dimension) else {
      throw InvalidOption(
        "interval", message: "\(estimator.name) does not take vectors of \(dimension) coordinates")
    }
    self.probability = probability
    bounds = try quantileEstimator.quantiles(
      x: samples.x, y: samples.y, levels: [(1 - probability) / 2, 0.5, (1 + probability) / 2],
      threads: threads)
  }

  /// The medians.
  public var medians: [Double] { bounds.map { $0[1] } }

  /// Lower bound, median and upper bound of every pair; `clip`: 0 in place of what is below.
  public func rows(clip: Bool) -> [[Double]] { clip ? bounds.map { $0.map { max($0, 0) } } : bounds }
}
