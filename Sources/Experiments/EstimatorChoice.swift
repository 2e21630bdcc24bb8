internal import Distributions
internal import LinearAlgebra
internal import MutualInformation
internal import Pipeline
internal import Support
internal import MotionSegmentation

/// An estimator as a suite's option names it: `ksg`, `mine-100`, `infonet-dual`, or with a number of slices, `infonet:500`.
public struct EstimatorChoice: Sendable {
  /// The name as it was given.
  public let label: String
  /// Slices that were asked for; nil: none unless the estimator needs them.
  public let slices: Int?
  let options: SegmentationOptions
  let estimator: any MutualInformationEstimator

  /// Slices where the estimator needs them and none were asked for.
  static let usualSlices = 128

  /// Throws `InvalidOption`.
  public init(_ label: String, weights: String? = nil, threads: Int = 0) throws {
    let parts = label.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    var options = SegmentationOptions()
    options.estimator = parts[0] == "infonet-dual" ? "infonet" : parts[0]
    // The options are those of a whole list of estimators: each takes what it reads.
    options.estimatorOptions = try SegmentationOptions.registry.options(
      from: Self.given(
        weights: weights, readOut: parts[0] == "infonet-dual" ? "dual" : nil, independent: true),
      for: options.estimator, beside: SegmentationOptions.registry.names)
    options.threads = threads
    if parts.count == 2, let count = Int(parts[1]), count > 0 {
      slices = count
    } else if parts.count == 1 {
      slices = nil
    } else {
      throw InvalidOption(
        "estimator", found: "“\(label)”",
        expected: "a name, or a name and a number of slices as in infonet:500")
    }
    self.label = label
    self.options = options
    estimator = try options.makeEstimator()
  }

  /// What a command gives to its estimators, by the option's name.
  public static func given(weights: String?, readOut: String? = nil, independent: Bool) -> [String: String] {
    var given: [String: String] = [:]
    given["weights"] = weights
    given["read-out"] = readOut
    given["independent"] = independent ? "true" : nil
    return given
  }

  /// The same with a number of slices.
  init(_ choice: EstimatorChoice, slices: Int?) {
    label = choice.label
    self.slices = slices
    options = choice.options
    estimator = choice.estimator
  }

  /// Names separated by commas.
  ///
  /// Throws `InvalidOption`.
  public static func list(_ names: String, weights: String? = nil, threads: Int = 0) throws
    -> [EstimatorChoice]
  {
    try names.split(separator: ",").map {
      try EstimatorChoice(String($0), weights: weights, threads: threads)
    }
  }

  /// Whether vectors of this dimension are sliced: the value is then sliced MI, not MI.
  func isSliced(dimension: Int) -> Bool {
    dimension > 1 && (slices != nil || !estimator.supports(dimension: dimension))
  }

  /// One estimate for each sample; all samples have one shape.
  ///
  /// Throws what the estimator throws.
  func estimate(_ samples: [JointSample], seed: UInt64 = 0, shouldStop: (@Sendable () -> Bool)? = nil) throws
    -> [Double]
  {
    guard let first = samples.first else { return [] }
    let dimension = max(first.x.count, first.y.count)
    let slicing =
      isSliced(dimension: dimension)
      ? Slicing(.independent, count: slices ?? Self.usualSlices, seed: seed) : Slicing(.none, count: 1)
    var engine = PairwiseEngine(slicing: slicing, threads: options.threads)
    engine.shouldStop = shouldStop
    return try engine.estimatePairs(
      x: Observations(vectors: samples.map(\.x)), y: Observations(vectors: samples.map(\.y)), using: estimator
    )
  }
}
