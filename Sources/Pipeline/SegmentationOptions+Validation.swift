internal import InfoNet
internal import LinearAlgebra
internal import Mist
public import MutualInformation
public import Segmentation
internal import Support
public import Tracks

extension SegmentationOptions {
  /// The estimators that a run may name.
  public static let registry: EstimatorRegistry = {
    var registry = EstimatorRegistry.withNetworks
    registry.register(.mist)
    registry.register(.mistQuantiles)
    return registry
  }()

  /// How an estimator is given vectors unless a slicing is asked for: whole where it prefers that and takes so many
  /// coordinates, otherwise `otherwise`.
  public static func usualSlicing(for estimator: String, dimension: Int = 2, otherwise: String) -> String {
    guard let known = try? registry.make(estimator), known.prefersWholeVectors,
      known.supports(dimension: dimension)
    else { return otherwise }
    return Slicing.Kind.none.rawValue
  }

  /// Checks every value and name.
  ///
  /// - Throws: `PipelineError` (usage) naming the option, what was given and what is expected.
  public func validate() throws {
    _ = try makeEstimator()
    _ = try makeSignal()
    _ = try makeSlicing()
    _ = try makeClusterer()
    try require(filter, in: TrackFilter.Rule.allCases.map(\.name), option: "--filter")
    try require(masks, in: ["dense", "edges", "points"], option: "--masks")
    try require((lag ?? 1) >= 1, "--lag must be at least 1 frame, not \(lag ?? 0)")
    try require(slices >= 1, "--slices must be at least 1, not \(slices)")
    try require((maxTracks ?? 2) >= 2, "--max-tracks must be at least 2, not \(maxTracks ?? 0)")
    try require((near ?? 1) >= 1, "--near must be at least 1 track, not \(near ?? 0)")
    try require(threads >= 0, "--threads must be at least 1, not \(threads)")
    try require(trail >= 0, "--trail must be at least 0, not \(trail)")
    try require((reach ?? 1) > 0, "--reach must be more than 0 pixels")
    try require((frames ?? 2) >= 2, "--frames must be at least 2, not \(frames ?? 0)")
    try require(frameOffset >= 0, "--frame-offset must be at least 0, not \(frameOffset)")
  }

  /// The estimator with its options.
  public func makeEstimator() throws -> any MutualInformationEstimator {
    var settings = EstimatorRegistry.Options()
    settings.neighbours = neighbours
    settings.bins = bins
    settings.iterations = iterations
    settings.readOut = readOut
    settings.weights = weights
    settings.isIndependent = independent
    if let confidence {
      guard estimator == "mist-qr" else {
        throw PipelineError(
          .usage, "--confidence needs intervals, which \(estimator) does not give; use --estimator mist-qr")
      }
      try require(
        confidence > 0 && confidence < 1, "--confidence is between 0 and 1, as 0.9, not \(confidence)")
      // The lower bound of the central interval of that probability.
      settings.level = (1 - confidence) / 2
    }
    do {
      return try Self.registry.make(estimator, options: settings)
    } catch let error as MutualInformationError {
      throw PipelineError(.usage, "--estimator: \(error.message)")
    }
  }

  /// The signal; its lag, where it is not given, is chosen for these tracks (without tracks: 1).
  public func makeSignal(for tracks: TrackSet? = nil) throws -> Signal {
    guard let kind = SignalKind(rawValue: signal) else {
      throw unknown(signal, SignalKind.allCases.map(\.name), option: "--signal")
    }
    return Signal(kind, lag: lag ?? tracks.map { VelocityLag(for: $0).lag } ?? 1)
  }

  /// The slicing with its count and seed.
  public func makeSlicing() throws -> Slicing {
    guard let kind = Slicing.Kind(rawValue: slicing) else {
      throw unknown(slicing, Slicing.Kind.allCases.map(\.rawValue), option: "--slicing")
    }
    return Slicing(kind, count: slices, seed: seed)
  }

  /// The rule that groups tracks.
  public func makeClusterer() throws -> any Clusterer {
    switch (clustering, threshold) {
    case ("persistent", nil): return Persistent()
    case ("persistent", .some):
      throw PipelineError(
        .usage,
        "--clustering persistent finds its own thresholds: leave out --threshold, or choose components or average"
      )
    case ("components", let threshold?): return ConnectedComponents(threshold: Float(threshold))
    case ("average", let threshold?): return AverageLinkage(threshold: Float(threshold))
    case ("components", nil), ("average", nil):
      throw PipelineError(.usage, "--clustering \(clustering) needs a --threshold in nats")
    default: throw unknown(clustering, ["persistent", "components", "average"], option: "--clustering")
    }
  }

  /// The filter for a picture there.
  func makeFilter(_ region: TrackRegion) -> TrackFilter {
    (TrackFilter.Rule(rawValue: filter) ?? .default).filter(picture: region)
  }

  private func unknown(_ value: String, _ known: [String], option: String) -> PipelineError {
    PipelineError(
      .usage, "\(option) \(value): there is no such choice; expected \(known.joined(separator: ", "))")
  }

  private func require(_ value: String, in known: [String], option: String) throws {
    if !known.contains(value) { throw unknown(value, known, option: option) }
  }

  private func require(_ condition: Bool, _ message: String) throws {
    if !condition { throw PipelineError(.usage, message) }
  }
}
