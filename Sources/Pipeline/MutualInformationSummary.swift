internal import Support
internal import LinearAlgebra
internal import MutualInformation

/// What `track-seg mi --json` prints.
public struct MutualInformationSummary: Codable, Sendable {
  public let estimator: String
  /// “mutual information”, “sliced mutual information” (the mean over slices, which is lower), or “dependence”.
  public let quantity: String
  public let unit: String
  /// Coordinates of X and of Y.
  public let dimensions: [Int]
  public let slicing: String?
  public let slices: Int?
  public let seed: UInt64
  public let observations: Int
  public let values: [Double]
  /// The probability of the intervals, where they were asked for.
  public let interval: Double?
  /// Lower bound, median and upper bound of every pair.
  public let bounds: [[Double]]?
  /// The number of independent draws that each path of observations is worth (Bartlett).
  public let effectiveSampleSizes: [Double]?
  /// What the user should know about these values.
  public let warnings: [String]

  public init(
    _ options: SegmentationOptions, samples: SamplePairs, values: [Double], effective: [Double]?,
    intervals: (probability: Double, rows: [[Double]])? = nil, isMutualInformation: Bool = true,
    warnings: [String] = []
  ) {
    estimator = options.estimator
    unit = isMutualInformation ? "nats" : "dependence, 0 to 1"
    dimensions = [samples.x.dimension, samples.y.dimension]
    let isVector = max(samples.x.dimension, samples.y.dimension) > 1
    let isSliced = isVector && options.slicing != .none
    let noun = isMutualInformation ? "mutual information" : "dependence"
    quantity = isSliced ? "sliced " + noun : noun
    slicing = isVector ? options.slicing.rawValue : nil
    slices = isSliced && [.independent, .shared].contains(options.slicing) ? options.slices : nil
    seed = options.seed
    observations = samples.x.length
    self.values = values
    interval = intervals?.probability
    bounds = intervals?.rows
    effectiveSampleSizes = effective
    self.warnings = warnings
  }

  /// One JSON object.
  public func json() throws -> String {
    try JSONText.encode(self, isIndented: true)
  }
}
