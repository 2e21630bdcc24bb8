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
  /// The channels of the sample's signal; none for a long video, whose tracks are compared in blocks of time.
  let channels: [SignalChannel]
  /// Whether most tracks never meet, so that they are compared in blocks of time.
  let isLong: Bool
  /// Slices of each pair, as the options have them.
  let slices: Int

  init(_ motion: MotionClasses, candidates: [Bool]?, options: SegmentationOptions) throws {
    moving = motion.movingTracks
    let inFile = motion.kept.selecting(motion.moving)
    let allowed = candidates.map { inFile.picking($0) }
    let eligible = (0..<motion.moving.count).filter { allowed?[$0] ?? true }
    let chosen =
      options.maxTracks.map { count in
        SpatialSample.choose(atATime: count, from: motion.movingTracks.selecting(eligible)).map {
          eligible[$0]
        }
      } ?? eligible
    sample = Selection(chosen, of: motion.moving.count)
    sampled = moving.selecting(chosen)
    estimator = try options.makeEstimator()
    var engine = PairwiseEngine(slicing: options.makeSlicing(), threads: options.threads)
    engine.memoryLimit = options.memoryLimit
    self.engine = engine
    signal = options.makeSignal(for: moving)
    isLong = Self.isLong(moving, sampled)
    channels = isLong ? [] : try signal.channels(of: sampled)
    slices = options.slices
  }

  /// The least number of common frames of a pair of tracks: a pair with fewer is unknown.
  static let leastCommonFrames = 8

  /// Whether tracks are stored as stretches, or whether many are in the matrix of whose pairs less than a quarter have enough common
  /// frames.
  private static func isLong(_ moving: TrackSet, _ sampled: TrackSet) -> Bool {
    if moving.isStoredInStretches { return true }
    guard sampled.trackCount > MotionMatrix.largestWhole, !sampled.isComplete else { return false }
    return ObservationSummary(of: sampled).comparablePairs ?? 1 < 0.25
  }

  /// The number of channels of the signal.
  var channelCount: Int { signal.channelCount(frames: moving.frameCount) }

  /// Compares blocks of tracks of a long video.
  func blocks(_ observer: any RunObserver) -> BlockChannels {
    BlockChannels(signal: signal, estimator: estimator, engine: engine, observer: observer)
  }

  /// The matrix of the sample, or this run's share of it.
  func matrix(
    near: Int?, store: (any MatrixStore)?, observer: any RunObserver
  ) throws -> MotionMatrix.Outcome {
    if isLong {
      guard near == nil, store?.share == nil else {
        throw RunError(
          .usage,
          "most tracks of this video never meet, so that only the pairs that do are compared: run it without "
            + (near == nil ? "shares of the matrix" : "near"))
      }
      let known = try KnownPairs(
        of: sampled, by: blocks(observer), names: signal.channelNames(frames: moving.frameCount))
      return .matrix(MotionMatrix(known))
    }
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
    if isLong {
      let own = TimeBlocks(of: moving, choosing: [index])
      let all = TimeBlocks(of: moving)
      var values = [Float](repeating: .nan, count: moving.trackCount)
      for (i, j) in TimeBlocks.meetings(own, all, least: Self.leastCommonFrames) {
        let found = try blocks(observer).rectangles(own.blocks[i], of: moving, all.blocks[j], of: moving)
        for (track, value) in zip(all.blocks[j].tracks, matrix.combination.combine(found)) {
          values[track] = value
        }
      }
      return Segmentation.Query(id: id, ids: moving.trackIDs, values: values)
    }
    let values = try matrix.rectangle(
      rows: signal.channels(of: moving.selecting([index])), columns: signal.channels(of: moving),
      estimator: estimator, engine: engine, observer: observer)
    return Segmentation.Query(id: id, ids: moving.trackIDs, values: values)
  }
}
