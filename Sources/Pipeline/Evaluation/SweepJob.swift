public import Support
public import Tracks
public import MotionSegmentation

/// Thresholds over the whole range of MI, for one estimator or several: a segmentation for each, P–R curves, metrics.
public struct SweepJob: Sendable {
  /// One estimator's part.
  public struct Part: Sendable {
    /// The name of the estimator.
    public let estimator: String
    /// Its folder: the sweep's own for the first estimator, one below it for each other.
    public let output: String
    /// Its scores against the truth.
    public let metrics: ResultMetrics
  }

  /// The tracks and the video.
  public let input: InputFiles
  /// How the tracks are read.
  public let reading: TrackReadingOptions
  /// Options of every estimator, the first one's first.
  public let options: [SegmentationOptions]
  /// Folder of the results.
  public let output: String
  /// What the results are compared with.
  public let truth: Truth
  /// The program's version and command line, for run.json.
  public let version: String
  public let command: [String]
  /// The background's id; nil: 999 or 1, where there is one.
  public var background: Int?
  /// Steps of the threshold in pr.csv, nats.
  public var increment = 0.1
  /// One track, by its id, as the query of the curves; nil: every track.
  public var query: Int64?
  /// Whether review pages are written.
  public var wantsReview = true

  public init(
    input: InputFiles, reading: TrackReadingOptions, options: [SegmentationOptions], output: String,
    truth: Truth,
    version: String, command: [String]
  ) {
    self.input = input
    self.reading = reading
    self.options = options
    self.output = output
    self.truth = truth
    self.version = version
    self.command = command
  }

  /// Runs every estimator and writes the figures; pr.png compares the estimators where there are several.
  ///
  /// Throws `RunError`, or the modules' errors.
  public func run(observer: any RunObserver) throws -> [Part] {
    var parts: [Part] = []
    var curves: [(name: String, curves: QueryCurves)] = []
    var folders: [OutputFolder] = []
    let names = self.options.map(\.estimator)
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw InvalidOption(
        "estimator", message: "\(twice) is given twice; both results would go to the same folder")
    }
    // A truth that cannot be read fails before the work.
    if let masks = truth.maskFolder { _ = try MaskFolder(path: masks) }
    try SeparatePlaces.check(
      inputs: input.sources + [reading.visibilityFile, truth.trackFile, truth.maskFolder], output: output)
    for (index, options) in options.enumerated() {
      var options = options
      options.query = query
      // Pictures of the first estimator are enough.
      if index > 0 { options.pictures = false }
      let folder = index == 0 ? output : output + "/" + options.estimator
      if self.options.count > 1 { observer.say("== \(options.estimator)") }
      var job = SegmentationJob(
        input: input, reading: reading, options: options, output: folder, version: version, command: command)
      // The evaluation writes the page, for it knows the truth.
      job.review = wantsReview ? .data : .none
      let place = try folders.first?.folder(options.estimator) ?? job.openFolder()
      folders.append(place)
      guard case .finished(let record) = try job.run(in: place, observer: observer) else { continue }
      var evaluation = ResultEvaluation(output: folder, truth: truth)
      evaluation.tracks = input.tracking == nil ? input.tracks : nil
      evaluation.reading = reading
      evaluation.background = background
      evaluation.increment = increment
      evaluation.query = query
      evaluation.wantsReview = wantsReview
      let found = try evaluation.run(in: place, record: record, observer: observer)
      observer.say("\(options.estimator): \(found.metrics.summary)")
      curves.append((options.estimator, found.curves))
      parts.append(Part(estimator: options.estimator, output: folder, metrics: found.metrics))
    }
    if curves.count > 1, let first = curves.first, let folder = folders.first {
      try QueryCurves.write(first.curves.figure(first.name), to: folder, name: "pr_objects")
      try QueryCurves.write(QueryCurves.comparison(curves), to: folder, name: "pr")
    }
    return parts
  }
}
