internal import EstimatorCatalogue
internal import LinearAlgebra
public import MutualInformation
public import Segmentation
internal import Support
public import Tracks

extension SegmentationOptions {
  /// The estimators that a run may name.
  public static var registry: EstimatorRegistry { EstimatorCatalogue.all }

  /// How an estimator takes vectors unless a slicing is chosen: whole where it prefers that and supports so many coordinates,
  /// otherwise `otherwise`.
  public static func usualSlicing(
    for estimator: String, dimension: Int = 2, otherwise: Slicing.Kind = SegmentationOptions().slicing
  ) -> Slicing.Kind {
    guard let known = try? registry.make(estimator), known.prefersWholeVectors,
      known.supports(dimension: dimension)
    else { return otherwise }
    return .none
  }

  /// Checks every value.
  ///
  /// - Throws: `InvalidOption` naming the option, what was found and what is expected.
  public func validate() throws {
    _ = try makeEstimator()
    _ = try makeClusterer()
    func require(_ isRight: Bool, _ name: String, _ found: Any?, _ expected: String) throws {
      if !isRight { throw InvalidOption(name, found: found.map { "\($0)" } ?? "none", expected: expected) }
    }
    try require((lag ?? 1) >= 1, "lag", lag, "at least 1 frame")
    try require(slices >= 1, "slices", slices, "at least 1")
    try require((maxTracks ?? 2) >= 2, "max-tracks", maxTracks, "at least 2")
    try require((leastFrames ?? 2) >= 2, "least-frames", leastFrames, "at least 2")
    try require((objects ?? 1) >= 1, "objects", objects, "at least 1")
    if objects != nil, clustering.basis != .tracks {
      throw InvalidOption(
        "objects", found: "the clustering “\(clustering)”",
        expected: "the clustering “\(ClusteringRule.auto)”")
    }
    try require((near ?? 1) >= 1, "near", near, "at least 1 track")
    try require(threads >= 0, "threads", threads, "at least 1")
    try require(trail >= 0, "trail", trail, "at least 0")
    try require((reach ?? 1) > 0, "reach", reach, "more than 0 pixels")
    try require((frames ?? 2) >= 2, "frames", frames, "at least 2")
    try require(frameOffset >= 0, "frame-offset", frameOffset, "at least 0")
  }

  /// The estimator with its options.
  public func makeEstimator() throws -> any MutualInformationEstimator {
    var settings = estimatorOptions
    if let confidence {
      guard Self.registry.quantileNames.contains(estimator) else {
        throw InvalidOption(
          "confidence", found: "\(confidence) with \(estimator), which gives no intervals",
          expected: "the estimator \(Self.registry.quantileNames.joined(separator: " or "))")
      }
      guard confidence > 0, confidence < 1 else {
        throw InvalidOption(
          "confidence", found: "\(confidence)", expected: "a probability between 0 and 1, for example 0.9")
      }
      // The lower bound of the central interval of that probability.
      settings.level = (1 - confidence) / 2
    }
    do {
      return try Self.registry.make(estimator, options: settings)
    } catch let error as MutualInformationError {
      throw InvalidOption("estimator", message: error.message)
    }
  }

  /// The signal; its lag, where none is given, is chosen for these tracks (without tracks: 1).
  public func makeSignal(for tracks: TrackSet? = nil) -> Signal {
    Signal(signal, lag: lag ?? tracks.map { VelocityLag(for: $0).lag } ?? 1)
  }

  /// The slicing with its count and seed.
  public func makeSlicing() -> Slicing { Slicing(slicing, count: slices, seed: seed) }

  /// The rule that groups tracks, with its threshold.
  public func makeClusterer() throws -> any Clusterer {
    if let clusterer = clustering.clusterer(threshold: threshold) { return clusterer }
    guard clustering.threshold == .given else {
      let others = ClusteringRule.allCases.filter { $0.threshold == .given }.map(\.name)
      throw InvalidOption(
        "threshold", found: threshold.map { "\($0)" } ?? "none",
        expected:
          "no threshold with the clustering “\(clustering)”, which finds thresholds itself; to set one, use the clustering "
          + others.joined(separator: " or "))
    }
    throw InvalidOption(
      "threshold", found: "none", expected: "a number of nats with the clustering “\(clustering)”")
  }
}
