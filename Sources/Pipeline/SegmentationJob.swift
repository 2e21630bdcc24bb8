internal import LinearAlgebra
public import MutualInformation
internal import Report
internal import Segmentation
internal import Support
public import Tracks
internal import Video

/// The main job on one video: load, filter, signal, pairwise mutual information, clusters, masks, tables.
public struct SegmentationJob: Sendable {
  public let input: InputFiles
  public let reading: TrackReadingOptions
  public let options: SegmentationOptions
  /// Folder of the results.
  public let output: String
  /// The program's version and command line, for run.json.
  public let version: String
  public let command: [String]
  /// The tiles of the pairwise matrix that this run does, others doing the rest; nil: all.
  public var tileShare: TileShare?
  /// What is made for the review page.
  public var review = ReviewExtent.page

  public init(
    input: InputFiles, reading: TrackReadingOptions, options: SegmentationOptions, output: String,
    version: String,
    command: [String]
  ) {
    self.input = input
    self.reading = reading
    self.options = options
    self.output = output
    self.version = version
    self.command = command
  }

  /// Runs the job and writes the output folder; run.json comes last.
  ///
  /// - Throws: `PipelineError` and the modules' errors; what was finished of an interrupted matrix stays in the folder, and a
  ///   later run with the same options goes on from there.
  public func run(observer: any PipelineObserver) throws -> RunRecord {
    try options.validate()
    try SeparatePlaces.check(
      inputs: input.sources + [reading.visibilityFile, options.weights].compactMap { $0 }, output: output)
    return try run(in: openFolder(), observer: observer)
  }

  /// Opens the folder of the results and locks it.
  func openFolder() throws -> OutputFolder {
    try OutputFolder(path: output, kind: .result, isShared: tileShare != nil)
  }

  /// The same in a folder that is open already.
  func run(in folder: OutputFolder, observer: any PipelineObserver) throws -> RunRecord {
    var clock = StageClock()
    let loaded = try clock.measure("load") {
      try LoadedTracks(
        input, reading: reading, frames: options.frames, frameOffset: options.frameOffset,
        wantsVideo: true, wantsPictures: options.pictures)
    }
    observer.say(loaded.found)
    if let video = loaded.video { observer.say(video.summary) }
    var warnings = loaded.tracks.warnings + (loaded.video?.warnings ?? [])
    for warning in warnings { observer.warn(warning) }

    let motion = try clock.measure("filter") { try MotionClasses(loaded, options: options) }
    observer.say(motion.summary)
    for warning in motion.warnings { observer.warn(warning) }
    warnings += motion.warnings
    // What an earlier run left, but for what this one may go on from.
    try folder.clear(keeping: { $0.hasSuffix(".checkpoint") })
    let moving = motion.moving
    let sample =
      options.maxTracks.map { SpatialSample.choose(count: $0, from: moving) } ?? Array(0..<moving.trackCount)
    let sampled = moving.selecting(sample)
    if sample.count < moving.trackCount {
      observer.say(
        "\(sample.count) of \(moving.trackCount) moving tracks go into the pairwise matrix (--max-tracks, --all-pairs)"
      )
    }

    let estimator = try options.makeEstimator()
    var engine = PairwiseEngine(slicing: try options.makeSlicing(), threads: options.threads)
    engine.memoryLimit = options.memoryLimit
    engine.tileShare = tileShare
    let signal = try options.makeSignal(for: moving)
    let channels = try clock.measure("signal") { try signal.channels(of: sampled) }
    if tileShare == nil { try joinShares(channels.count, in: folder, observer: observer) }
    if options.near == nil { try folder.claim(channels.indices.map { Self.checkpoint($0, tileShare) }) }
    let information = try clock.measure("mutual information") {
      if let near = options.near {
        return try MotionMutualInformation(
          of: channels, near: NearTracks.find(near, in: sampled), estimator: estimator, engine: engine,
          observer: observer)
      }
      return try MotionMutualInformation(
        of: channels, estimator: estimator, engine: engine,
        checkpoint: { folder.file(Self.checkpoint($0, tileShare)) }, observer: observer)
    }
    let clusterer = try options.makeClusterer()
    let clustering = try clock.measure("clusters") { try clusterer.cluster(information.matrix) }

    var rest = ReviewRest(isWanted: review != .none)
    let (labels, scores) = try clock.measure("remaining tracks") {
      try labelAll(
        motion, sample: sample, sampledChannels: channels, clustering: clustering, information: information,
        estimator: estimator, engine: engine, signal: signal, rest: &rest, observer: observer)
    }
    if clustering.count > 255 {
      let warning =
        "\(clustering.count) objects were found, more than a mask can hold: labels above 255 are painted as 255"
      observer.warn(warning)
      warnings.append(warning)
    }

    let table = LabelTable(tracks: loaded.tracks, filtered: motion.filtered, labels: labels, scores: scores)
    let matrix = ResultMatrix(values: information.matrix, trackIDs: sampled.trackIDs)
    let remainder = review == .none ? nil : rest.matrix(columns: sample.count)
    try clock.measure("tables") {
      try folder.write(table)
      try folder.write(matrix)
      if let remainder { try folder.write(remainder) }
      if let query = options.query {
        try writeQuery(
          query, motion: motion, sampledChannels: channels, information: information, estimator: estimator,
          engine: engine, signal: signal, video: loaded.video, folder: folder, observer: observer)
      }
    }
    if options.pictures, let video = loaded.video {
      try clock.measure("pictures") {
        let writer = PictureWriter(
          tracks: motion.filtered.kept, labels: labels, video: video, options: options,
          names: FrameNames(
            files: video.files, offset: options.frameOffset, count: loaded.tracks.frameCount),
          wantsReview: review != .none)
        let found = try writer.write(to: folder, observer: observer)
        for warning in found { observer.warn(warning) }
        warnings += found
      }
    }
    try folder.clear(keeping: { !$0.hasSuffix(".checkpoint") })

    var record = try self.record(
      loaded: loaded, motion: motion, sampled: sample.count, information: information, clustering: clustering,
      labels: labels, warnings: warnings, clock: clock)
    if review == .page {
      try clock.measure("review page") {
        let source = try ReviewSource(
          record: record, labels: table, matrix: matrix, tracks: loaded.tracks, remainder: remainder,
          folder: folder.result)
        try Review(source, folder: folder).write()
      }
      record.timings = clock.timings
      record.totalSeconds = clock.total
    }
    try folder.write(record)
    observer.say(
      "\(clustering.count) object\(clustering.count == 1 ? "" : "s")"
        + (motion.staticCount > 0 ? " and a static background" : "")
        + " in \(wordsForSeconds(clock.total)): \(output)"
        + (review == .page ? ", to be looked at in \(output)/\(Review.file)" : ""))
    return record
  }

  /// Everything that a run reads, the tracks first.
  static func inputPaths(
    _ input: InputFiles, reading: TrackReadingOptions, options: SegmentationOptions
  ) -> [String] {
    [input.tracks] + [reading.visibilityFile, input.video, options.weights].compactMap { $0 }
  }

  /// The file that a channel's tiles go to.
  private static func checkpoint(_ channel: Int, _ share: TileShare?) -> String {
    share.map { "mi-\(channel).\($0.index)of\($0.count).checkpoint" } ?? "mi-\(channel).checkpoint"
  }

  /// The checkpoints that shares of a channel left, in their order.
  private static func shares(of channel: Int, in folder: OutputFolder) -> [String] {
    let parts = folder.ownFiles.filter {
      $0.hasPrefix("mi-\(channel).") && $0.contains("of") && $0.hasSuffix(".checkpoint")
    }
    return parts.sorted { $0.count != $1.count ? $0.count < $1.count : $0 < $1 }
  }

  /// Makes one checkpoint of those that shares left: what none of them finished is done here.
  private func joinShares(_ channels: Int, in folder: OutputFolder, observer: any PipelineObserver) throws {
    for channel in 0..<channels {
      let parts = Self.shares(of: channel, in: folder)
      guard !parts.isEmpty, !folder.contains(Self.checkpoint(channel, nil)) else { continue }
      try PairwiseEngine.joinCheckpoints(
        parts.map { folder.file($0) }, into: folder.claimed(Self.checkpoint(channel, nil)))
      observer.say("joined \(parts.count) shares of channel \(channel)")
    }
  }

  /// Predicted seconds on one core above which the tracks outside the matrix are compared with a shortlist only.
  private static let dearRemainder = 120.0

  /// A label and a score for every kept track: 0 static, then clusters from 1 on.
  private func labelAll(
    _ motion: MotionClasses, sample: [Int], sampledChannels: [SignalChannel], clustering: Clustering,
    information: MotionMutualInformation, estimator: any MutualInformationEstimator, engine: PairwiseEngine,
    signal: Signal, rest kept: inout ReviewRest, observer: any PipelineObserver
  ) throws -> (labels: [Int], scores: [Float]) {
    var labels = [Int](repeating: 0, count: motion.isStatic.count)
    var scores = [Float](repeating: motion.staticCount > 0 ? 1 : 0, count: labels.count)
    for (position, track) in sample.enumerated() {
      labels[motion.movingIndices[track]] = clustering.labels[position] + 1
      scores[motion.movingIndices[track]] = clustering.scores[position]
    }
    let isSampled = Set(sample)
    let rest = (0..<motion.moving.trackCount).filter { !isSampled.contains($0) }
    guard !rest.isEmpty else { return (labels, scores) }
    let length = sampledChannels.first?.observations.length ?? 0
    let terms = Double(options.slices * sampledChannels.count)
    let isDear =
      Double(rest.count) * Double(sample.count) * terms * estimator.predictedSeconds(length: length)
      > Self.dearRemainder && estimator.name != "gaussian"
    if isDear {
      observer.say(
        "\(rest.count) other tracks: the Gaussian copula names the nine tracks of each that \(estimator.name) is asked about"
      )
    }
    // Signals of the rest are made a block at a time: thousands of tracks need not be held in every channel at once.
    let block = 4096
    for start in stride(from: 0, to: rest.count, by: block) {
      let part = Array(rest[start..<min(rest.count, start + block)])
      let rows = try signal.channels(of: motion.moving.selecting(part))
      let found: [(label: Int, score: Float)]
      if isDear {
        // The Gaussian copula, hundreds of times cheaper, says which few tracks are worth asking the estimator about.
        let quick = try information.rectangle(
          rows: rows, columns: sampledChannels, estimator: GaussianCopula(), engine: engine,
          observer: observer)
        let chosen = RemainderLabels.shortlist(rectangle: quick, labels: clustering.labels)
        let values = try information.selection(
          rows: rows, columns: sampledChannels, of: chosen, estimator: estimator, engine: engine,
          observer: observer)
        found = RemainderLabels.assign(values: values, columns: chosen, labels: clustering.labels)
      } else {
        let rectangle = try information.rectangle(
          rows: rows, columns: sampledChannels, estimator: estimator, engine: engine, observer: observer)
        kept.append(rectangle)
        found = RemainderLabels.assign(rectangle: rectangle, labels: clustering.labels)
      }
      for (track, assigned) in zip(part, found) {
        labels[motion.movingIndices[track]] = assigned.label + 1
        scores[motion.movingIndices[track]] = assigned.score
      }
    }
    return (labels, scores)
  }

  /// Writes query.csv, the mutual information of one track with every other moving one, and query.png, the same over the
  /// first frame.
  private func writeQuery(
    _ query: Int64, motion: MotionClasses, sampledChannels: [SignalChannel],
    information: MotionMutualInformation,
    estimator: any MutualInformationEstimator, engine: PairwiseEngine, signal: Signal,
    video: LoadedTracks.VideoFacts?, folder: OutputFolder, observer: any PipelineObserver
  ) throws {
    guard let index = motion.moving.trackIDs.firstIndex(of: query) else {
      throw PipelineError(
        .usage, "--query \(query): no moving track that was kept has this id; tracks.csv lists them")
    }
    let row = try signal.channels(of: motion.moving.selecting([index]))
    let values = try information.rectangle(
      rows: row, columns: signal.channels(of: motion.moving), estimator: estimator, engine: engine,
      observer: observer)
    try folder.write(QueryTable(query: query, trackIDs: motion.moving.trackIDs, values: values))
    guard let video, options.pictures else { return }
    var reader = try FrameReader(path: video.path)
    try reader.skip(options.frameOffset)
    guard let frame = try reader.next() else { return }
    func place(_ track: Int) -> (x: Double, y: Double) {
      let first = motion.moving.range(ofTrack: track).lowerBound
      return (Double(motion.moving.x[first]), Double(motion.moving.y[first]))
    }
    let map = HeatMap(
      points: values.indices.filter { $0 != index }.map {
        HeatMap.Point(x: place($0).x, y: place($0).y, value: Double(values[$0]))
      },
      query: place(index), label: "MI with track \(query), nats")
    try map.draw(over: frame).writePNG(to: folder.claimed(ResultFolder.queryPicture))
  }

  private func record(
    loaded: LoadedTracks, motion: MotionClasses, sampled: Int, information: MotionMutualInformation,
    clustering: Clustering, labels: [Int], warnings: [String], clock: StageClock
  ) throws -> RunRecord {
    return RunRecord(
      version: version, command: command, options: options,
      workingDirectory: CanonicalPath(".").path(from: CanonicalPath(output)),
      inputs: try Self.inputPaths(input, reading: reading, options: options).map { try FileDigest(of: $0) },
      tracksFound: loaded.found, videoFound: loaded.video?.summary, video: loaded.video, reading: reading,
      arguments: options.arguments(input: input, reading: reading),
      frameNames: FrameNames(
        files: loaded.video?.files, offset: options.frameOffset, count: loaded.tracks.frameCount
      ).names, frameCount: loaded.tracks.frameCount,
      trackCount: loaded.tracks.trackCount, keptCount: motion.filtered.indices.count,
      dropped: Dictionary(uniqueKeysWithValues: motion.filtered.dropped.map { ($0.key.name, $0.value) }),
      staticCount: motion.staticCount, sampledCount: sampled,
      channelMeans: Dictionary(uniqueKeysWithValues: information.channels.map { ($0.name, $0.mean) }),
      threshold: clustering.threshold.map(Double.init), objectCount: clustering.count,
      objectSizes: (0..<clustering.count).map { object in labels.count { $0 == object + 1 } },
      warnings: warnings,
      timings: clock.timings,
      totalSeconds: clock.total,
      peakMemory: peakMemory())
  }
}
