internal import FoundationEssentials
public import MutualInformation
public import Support
public import Tracking
public import Tracks
public import MotionSegmentation

/// Every sequence of a data set: segmented, scored where its truth is there, and summed up.
///
/// A sequence's folder appears under its name when it is complete; until then it is `name.partial`, from which an interrupted
/// one goes on. One that is complete for the same options and inputs is not run again; where only its truth is another, it is
/// scored again.
public struct BatchJob: Sendable {
  /// One sequence that could not be done.
  public struct Failure: Codable, Sendable, Equatable {
    public let sequence: String
    public let error: String
  }

  /// What became of the sequences given.
  public struct Outcome: Sendable {
    public var done: [String] = []
    public var kept: [String] = []
    public var failures: [Failure] = []
  }

  public let items: [BatchPlan.Item]
  public let options: SegmentationOptions
  public let reading: TrackReadingOptions
  /// Folder of the sequences' folders.
  public let output: OutputFolder
  public let version: String
  public let command: [String]
  /// How videos without tracks are tracked.
  public var tracking = TrackerOptions()
  /// Whether a failure is noted and the next sequence taken, or ends the batch.
  public var keepsGoing = true
  /// Steps of the threshold in pr.csv, nats.
  public var increment = 0.1
  /// The tiles of every sequence's matrix that this run does, and nothing else; nil: whole sequences.
  public var tileShare: TileShare?
  /// Whether review pages are written; sequences that are complete without one get theirs.
  public var wantsReview = true

  public init(
    items: [BatchPlan.Item], options: SegmentationOptions, reading: TrackReadingOptions, output: OutputFolder,
    version: String,
    command: [String]
  ) {
    self.items = items
    self.options = options
    self.reading = reading
    self.output = output
    self.version = version
    self.command = command
  }

  /// Runs what is not complete yet; one line a sequence.
  ///
  /// Throws `RunError`: interrupted where the observer asked to stop, or the first failure where failures end the batch.
  public func run(observer: any RunObserver) throws -> Outcome {
    var outcome = Outcome()
    let update = observer.begin(stage: "Batch", total: items.count, unit: "sequences")
    for (index, item) in items.enumerated() {
      let name = item.sequence.name
      guard !observer.shouldStop else {
        throw RunError(
          .interrupted,
          "stopped after \(index) of \(items.count) sequences; run the same command again to resume")
      }
      do {
        let line: String
        if let record = try completeRecord(item.sequence) {
          outcome.kept.append(name)
          line = try complete(item.sequence, record: record, observer: observer)
        } else {
          line = try runOne(item.sequence, observer: observer)
          outcome.done.append(name)
        }
        try output.remove(Self.failureFile(name))
        observer.say("[\(index + 1)/\(items.count)] \(name): \(line)")
      } catch let error as RunError where error.code == .interrupted {
        throw error
      } catch {
        if observer.shouldStop { throw error }
        let failure = Failure(sequence: name, error: "\(error)")
        outcome.failures.append(failure)
        try note(failure)
        observer.warn("[\(index + 1)/\(items.count)] \(name): \(error)")
        guard keepsGoing else { throw error }
      }
      update(index + 1)
    }
    return outcome
  }

  private func folder(_ name: String) -> String { output.file(name) }
  /// Failures are files of their own until they are summed up, so that shards do not write to one file.
  static func failureFile(_ name: String) -> String { ".failures/" + name + ".json" }

  private func note(_ failure: Failure) throws {
    try output.write(Array(try JSONText.encode(failure).utf8), to: Self.failureFile(failure.sequence))
  }

  private func input(_ sequence: Dataset.Sequence) throws -> InputFiles {
    try InputFiles(video: sequence.video, tracks: sequence.tracks, tracking: tracking)
  }

  /// run.json of a sequence whose folder holds the whole result of these options and inputs.
  private func completeRecord(_ sequence: Dataset.Sequence) throws -> RunRecord? {
    let path = folder(sequence.name)
    guard OutputFolder.isWhole(path), let record = try? ResultFolder(path).read(RunRecord.self) else {
      return nil
    }
    let input = try input(sequence)
    let files = SegmentationJob.inputPaths(input, reading: reading, options: options)
    return try record.isResult(
      of: files, tracking: input.tracking, reading: reading, options: options, version: version)
      ? record : nil
  }

  /// Adds to a complete sequence what is missing: scores, where the truth is another than they were made with, and its page.
  private func complete(
    _ sequence: Dataset.Sequence, record: RunRecord, observer: any RunObserver
  ) throws -> String {
    let path = folder(sequence.name)
    if let evaluation = try evaluation(of: sequence, in: path),
      try ResultFolder(path).readIfPresent(ResultMetrics.self)?.scoredWith != evaluation.identity()
    {
      let place = try OutputFolder(existing: path)
      let metrics = try evaluation.run(in: place, record: record, observer: Stopping(observer)).metrics
      return "complete already, scored again: " + metrics.summary
    }
    if wantsReview, !Review.isThere(in: path) { try Review(output: path).write() }
    return "complete already"
  }

  /// The comparison of a result with the sequence's truth; nil where it has none.
  private func evaluation(of sequence: Dataset.Sequence, in path: String) throws -> ResultEvaluation? {
    guard let truth = sequence.truth else { return nil }
    var evaluation = ResultEvaluation(output: path, truth: try Truth(path: truth))
    evaluation.reading = reading
    evaluation.increment = increment
    evaluation.wantsReview = wantsReview
    return evaluation
  }

  private func runOne(_ sequence: Dataset.Sequence, observer: any RunObserver) throws -> String {
    let final = try OutputFolder(path: folder(sequence.name), kind: .result, isShared: tileShare != nil)
    var job = SegmentationJob(
      input: try input(sequence), reading: reading, options: options,
      output: folder(sequence.name) + ".partial", version: version, command: command)
    job.tileShare = tileShare
    job.earlier = final.result
    job.review = !wantsReview ? .none : sequence.truth == nil ? .page : .data
    let partial = try job.openFolder()
    let record: RunRecord
    switch try job.run(in: partial, observer: Stopping(observer)) {
    case .share(let share): return share.sentence
    case .finished(let finished): record = finished
    }
    var line = "\(record.objectCount) objects, \(durationWords(record.totalSeconds))"
    if let evaluation = try evaluation(of: sequence, in: partial.path) {
      let metrics = try evaluation.run(in: partial, record: record, observer: Stopping(observer)).metrics
      line += ", " + metrics.summary
    }
    try final.replaceContents(with: partial, last: RunRecord.files[0])
    return line
  }

  /// Says nothing, but passes on the wish to stop: a batch has one line for each sequence.
  private struct Stopping: RunObserver {
    let observer: any RunObserver
    init(_ observer: any RunObserver) { self.observer = observer }
    func say(_ line: String) {}
    func warn(_ line: String) { observer.warn(line) }
    func begin(stage: String, total: Int, unit: String) -> @Sendable (Int) -> Void { { _ in } }
    var shouldStop: Bool { observer.shouldStop }
  }
}
