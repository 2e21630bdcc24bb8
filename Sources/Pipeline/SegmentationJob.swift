internal import LinearAlgebra
public import MutualInformation
public import Support
public import Tracks
public import MotionSegmentation

/// The main job on one video: load, filter, signal, pairwise mutual information, clusters, masks, tables.
public struct SegmentationJob: Sendable {
  public internal(set) var input: InputFiles
  public let reading: TrackReadingOptions
  public let options: SegmentationOptions
  /// Folder of the results.
  public let output: String
  /// The program's version and command line, for run.json.
  public let version: String
  public let command: [String]
  /// The tiles of the pairwise matrix that this run does, others doing the rest; nil: all.
  public var tileShare: TileShare?
  /// An earlier result of the video: its tracks are used where they are made in the same way.
  var earlier: ResultFolder?
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

  /// What a run ends with.
  public enum Outcome: Sendable {
    case finished(RunRecord)
    /// This run's share of the matrix is done and kept in the folder; other shares are missing.
    case share(TileShare)
  }

  /// Loads, segments and writes the output folder; run.json comes last.
  ///
  /// - Throws: `RunError` and the modules' errors; what was finished of an interrupted matrix stays in the folder, and a
  ///   later run with the same options goes on from there.
  public func run(observer: any RunObserver) throws -> Outcome {
    try options.validate()
    try SeparatePlaces.check(
      inputs: input.sources + [reading.visibilityFile, options.estimatorOptions.weights].compactMap { $0 },
      output: output)
    return try run(in: openFolder(), observer: observer)
  }

  /// Opens the folder of the results and locks it.
  func openFolder() throws -> OutputFolder {
    try OutputFolder(path: output, kind: .result, isShared: tileShare != nil)
  }

  /// The same in a folder that is open already.
  func run(in folder: OutputFolder, observer: any RunObserver) throws -> Outcome {
    guard input.tracking == nil else { return try trackAndRun(in: folder, observer: observer) }
    return try run(in: folder, clock: StageClock(), observer: observer)
  }

  /// The same with tracks that are there, and a clock that may have measured how they were made.
  func run(in folder: OutputFolder, clock: StageClock, observer: any RunObserver) throws -> Outcome {
    var clock = clock
    let loaded = try clock.measure("load") {
      try LoadedTracks(
        input, reading: reading, frames: options.frames, frameOffset: options.frameOffset,
        wantsVideo: true, wantsPictures: options.pictures)
    }
    observer.say(loaded.found)
    if let video = loaded.video { observer.say(video.summary) }
    var warnings = loaded.warnings + (loaded.video?.warnings ?? [])
    for warning in warnings { observer.warn(warning) }

    let shots = try ShotList.read(input.tracks).filter { $0 < loaded.tracks.frameCount }
    if let note = ShotList.note(shots) {
      observer.warn(note)
      warnings.append(note)
    }
    var store = CheckpointStore(folder: folder, share: tileShare)
    if input.tracking != nil { store.keeps = Set(TrackingRecord.files) }
    let outcome = try segment(
      loaded.tracks, picture: loaded.picture, options, store: store,
      remainderLimit: review == .none ? 0 : RemainderMatrix.limit, observer: observer)
    let result: Segmentation
    switch outcome {
    case .share(let share): return .share(share)
    case .finished(let segmentation): result = segmentation.divided(atShots: shots)
    }
    clock.append(result.timings)
    warnings += result.warnings
    if let line = UnknownPairs.line(share: result.matrix.unknownShare) { observer.say(line) }
    if result.objectCount > 255 {
      let warning =
        "\(result.objectCount) objects were found, but a mask holds 255 labels at most: higher labels are painted as 255"
      observer.warn(warning)
      warnings.append(warning)
    }

    let observed = try ObservedTracks(
      loaded.tracks, filtered: result.filtered, options: options, picture: loaded.picture)
    let parts = ResultParts(
      of: result, observed: observed, keepsRemainder: review != .none, threads: options.threads)
    try clock.measure("tables") {
      try parts.write(to: folder)
      if let query = result.query { try writeMap(query, of: result, video: loaded.video, to: folder) }
    }
    if options.pictures, let video = loaded.video {
      try clock.measure("pictures") {
        let writer = PictureWriter(
          tracks: result.filtered.kept, labels: result.keptLabels, video: video, options: options,
          names: FrameNames(
            files: video.files, offset: options.frameOffset, count: loaded.tracks.frameCount),
          backgroundName: result.background?.takenGroup == nil ? "static" : "background",
          wantsReview: review != .none)
        let found = try writer.write(to: folder, observer: observer)
        for warning in found { observer.warn(warning) }
        warnings += found
      }
    }
    try store.clear()

    var record = try RunRecord(
      of: result, objects: parts.objects, job: self, loaded: loaded, warnings: warnings, clock: clock)
    if review == .page {
      try clock.measure("review page") {
        let source = try ReviewSource(
          record: record, labels: parts.labels, matrix: parts.matrix, tracks: observed.tracks,
          remainder: parts.remainder, cuts: parts.cuts, objects: parts.objects, folder: folder.result)
        try Review(source, folder: folder).write()
      }
      record.timings = clock.timings
      record.totalSeconds = clock.total
    }
    try folder.write(record)
    observer.say(
      record.resultWords + " in \(durationWords(clock.total)): "
        + (review == .page ? "open \(output)/\(ResultFolder.page)" : output))
    return .finished(record)
  }

  /// Everything that a run reads, the tracks first; those that the run makes itself are not among them.
  static func inputPaths(
    _ input: InputFiles, reading: TrackReadingOptions, options: SegmentationOptions
  ) -> [String] {
    (input.tracking == nil ? [input.tracks] : [])
      + [reading.visibilityFile, input.video, options.estimatorOptions.weights].compactMap { $0 }
  }
}
