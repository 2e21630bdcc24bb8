internal import FoundationEssentials
public import LinearAlgebra
internal import NumPy

/// Pairs of samples from two `.npy` files, as `track-seg mi` takes them.
public struct SamplePairs: Sendable {
  public let x: Observations
  public let y: Observations

  /// Reads (T,), (B, T), (B, T, d), or (T, d) where `isVector`.
  ///
  /// - Throws: `NumPyError`; `PipelineError` (input) where the shapes do not fit.
  public init(x xPath: String, y yPath: String, isVector: Bool) throws {
    x = try Self.observations(xPath, isVector: isVector)
    y = try Self.observations(yPath, isVector: isVector)
    guard x.count == y.count, x.length == y.length else {
      throw PipelineError(
        .input,
        "\(xPath) holds \(x.count) samples of \(x.length) observations, \(yPath) \(y.count) of \(y.length); "
          + "expected the same number of both")
    }
  }

  private static func observations(_ path: String, isVector: Bool) throws -> Observations {
    let array = try NPY.read(file: path)
    let values = try array.floats()
    let (count, length, dimension): (Int, Int, Int)
    switch (array.shape.count, isVector) {
    case (1, _): (count, length, dimension) = (1, array.shape[0], 1)
    case (2, false): (count, length, dimension) = (array.shape[0], array.shape[1], 1)
    case (2, true): (count, length, dimension) = (1, array.shape[0], array.shape[1])
    case (3, false): (count, length, dimension) = (array.shape[0], array.shape[1], array.shape[2])
    default:
      throw PipelineError(
        .input,
        "\(path) has shape (\(array.shape.map(String.init).joined(separator: ", "))); expected (T,), (B, T) or (B, T, d)"
          + (isVector ? ", with --vector (T, d)" : ""))
    }
    guard dimension > 1 else {
      return Observations(count: count, dimension: 1, length: length, values: values)
    }
    var ordered: [Float] = []
    ordered.reserveCapacity(values.count)
    for sample in 0..<count {
      for coordinate in 0..<dimension {
        for step in 0..<length { ordered.append(values[(sample * length + step) * dimension + coordinate]) }
      }
    }
    return Observations(count: count, dimension: dimension, length: length, values: ordered)
  }
}

/// What `track-seg mi --json` prints.
public struct MutualInformationSummary: Codable, Sendable {
  public let estimator: String
  public let unit: String
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

  public init(
    _ options: SegmentationOptions, samples: SamplePairs, values: [Double], effective: [Double]?,
    intervals: (probability: Double, rows: [[Double]])? = nil, isMutualInformation: Bool = true
  ) {
    estimator = options.estimator
    unit = isMutualInformation ? "nats" : "dependence, 0 to 1"
    let isSliced = max(samples.x.dimension, samples.y.dimension) > 1
    slicing = isSliced ? options.slicing : nil
    slices = isSliced && ["independent", "shared"].contains(options.slicing) ? options.slices : nil
    seed = options.seed
    observations = samples.x.length
    self.values = values
    interval = intervals?.probability
    bounds = intervals?.rows
    effectiveSampleSizes = effective
  }

  /// One JSON object.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
