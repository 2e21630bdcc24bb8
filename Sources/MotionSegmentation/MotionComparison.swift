internal import LinearAlgebra
internal import MutualInformation
internal import Tracks
internal import Support

/// By what the moving tracks of a run are compared: their signal, the estimator, the engine, and which of them form the matrix.
struct MotionComparison {
  /// The moving tracks, in the frames that are compared.
  let moving: TrackSet
  let sample: Selection<MovingTracks, SampledTracks>
  let sampled: TrackSet
  let estimator: any MutualInformationEstimator
  let engine: PairwiseEngine
  let signal: Signal
  /// The channels of the sample's signal.
  let channels: [SignalChannel]
  /// Slices of each pair, as the options have them.
  let slices: Int

  init(_ motion: MotionClasses, candidates: [Bool]?, options: SegmentationOptions) throws {
    moving = motion.movingTracks
    let inFile = motion.kept.selecting(motion.moving)
    let allowed = candidates.map { inFile.picking($0) }
    let eligible = (0..<motion.moving.count).filter { allowed?[$0] ?? true }
    let chosen =
      options.maxTracks.map { count in
        SpatialSample.choose(count: count, from: motion.movingTracks.selecting(eligible)).map { eligible[$0] }
      } ?? eligible
    sample = Selection(chosen, of: motion.moving.count)
    sampled = moving.selecting(chosen)
    estimator = try options.makeEstimator()
    var engine = PairwiseEngine(slicing: options.makeSlicing(), threads: options.threads)
    engine.memoryLimit = options.memoryLimit
    self.engine = engine
    signal = options.makeSignal(for: moving)
    channels = try signal.channels(of: sampled)
    slices = options.slices
  }

  /// The matrix of the sample, or this run's share of it.
  func matrix(
    near: Int?, store: (any MatrixStore)?, observer: any RunObserver
  ) throws -> MotionMatrix.Outcome {
    if let near {
      return .matrix(
        try MotionMatrix(
          of: channels, near: NearTracks.find(near, in: sampled), estimator: estimator, engine: engine,
          observer: observer))
    }
    return try MotionMatrix.make(
      of: channels, estimator: estimator, engine: engine, share: store?.share,
      checkpoint: { try store?.checkpoint(channel: $0) }, observer: observer)
  }

  /// The mutual information of one track with every moving track.
  ///
  /// - Throws: `InvalidOption` where no moving track has this id.
  func query(
    _ id: Int64, matrix: MotionMatrix, observer: any RunObserver
  ) throws -> Segmentation.Query {
    guard let index = moving.trackIDs.firstIndex(of: id) else {
      throw InvalidOption(
        "query", found: "\(id)",
        expected: "the id of a moving track that passed the filter; tracks.csv lists the tracks")
    }
    let values = try matrix.rectangle(
      rows: signal.channels(of: moving.selecting([index])), columns: signal.channels(of: moving),
      estimator: estimator, engine: engine, observer: observer)
    return Segmentation.Query(id: id, ids: moving.trackIDs, values: values)
  }
}
