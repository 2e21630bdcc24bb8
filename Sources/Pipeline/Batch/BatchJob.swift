internal import FoundationEssentials
public import MutualInformation
public import Tracks

/// Every sequence of a data set: segmented, scored where its truth is there, and summed up.
///
/// A sequence's folder appears under its name when it is complete; until then it is `name.partial`, from which an interrupted
/// one goes on. One that is complete for the same options and inputs is not run again.
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
  public let output: String
  public let version: String
  public let command: [String]
  /// Whether a failure is noted and the next sequence taken, or ends the batch.
  public var keepsGoing = true
  /// Steps of the threshold in pr.csv, nats.
  public var increment = 0.1
  /// The tiles of every sequence's matrix that this run does, and nothing else; nil: whole sequences.
  public var tileShare: TileShare?
  /// Whether review pages are written; sequences that are complete without one get theirs.
  public var wantsReview = true

  public init(
    items: [BatchPlan.Item], options: SegmentationOptions, reading: TrackReadingOptions, output: String,
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
  /// Throws `PipelineError`: interrupted where the observer asked to stop, or the first failure where failures end the batch.
  public func run(observer: any PipelineObserver) throws -> Outcome {
    var outcome = Outcome()
    let update = observer.begin(stage: "Batch", total: items.count, unit: "sequences")
    for (index, item) in items.enumerated() {
      let name = item.sequence.name
      guard !observer.shouldStop else {
        throw PipelineError(
          .interrupted, "stopped after \(index) of \(items.count) sequences; run again to go on")
      }
      do {
        let line: String
        if try isComplete(item.sequence) {
          outcome.kept.append(name)
          line = "complete already"
          if wantsReview, !Review.isThere(in: folder(name)) { try Review(output: folder(name)).write() }
        } else {
          line = try runOne(item.sequence, observer: observer)
          outcome.done.append(name)
        }
        try? FileManager.default.removeItem(atPath: failureFile(name))
        observer.say("[\(index + 1)/\(items.count)] \(name): \(line)")
      } catch let error as PipelineError where error.code == .interrupted {
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

  private func folder(_ name: String) -> String { output + "/" + name }
  /// Failures are files of their own until they are summed up, so that shards do not write to one file.
  private func failureFile(_ name: String) -> String { output + "/.failures/" + name + ".json" }

  private func note(_ failure: Failure) throws {
    let folder = try OutputFolder(path: output + "/.failures")
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try folder.write(Array(try encoder.encode(failure)), to: failure.sequence + ".json")
  }

  private func input(_ sequence: Dataset.Sequence) throws -> InputFiles {
    try InputFiles(video: sequence.video, tracks: sequence.tracks)
  }

  /// Whether the folder holds a result of these options and inputs.
  private func isComplete(_ sequence: Dataset.Sequence) throws -> Bool {
    guard let data = FileManager.default.contents(atPath: folder(sequence.name) + "/run.json"),
      let record = try? JSONDecoder().decode(RunRecord.self, from: data)
    else { return false }
    var (then, now) = (record.options, options)
    // Neither changes a result.
    (then.threads, now.threads, then.memoryLimit, now.memoryLimit) = (0, 0, nil, nil)
    guard then == now, record.version == version else { return false }
    let tracks = try FileDigest(ofFile: try input(sequence).tracks)
    return record.inputs.first?.sha256 == tracks.sha256
  }

  private func runOne(_ sequence: Dataset.Sequence, observer: any PipelineObserver) throws -> String {
    let partial = folder(sequence.name) + ".partial"
    var job = SegmentationJob(
      input: try input(sequence), reading: reading, options: options, output: partial, version: version,
      command: command)
    job.tileShare = tileShare
    job.review = !wantsReview ? .none : sequence.truth == nil ? .page : .data
    let record: RunRecord
    do {
      record = try job.run(observer: Stopping(observer))
    } catch let error as MutualInformationError where error.code == .shareDone {
      return error.message
    }
    var line = "\(record.objectCount) objects, \(wordsForSeconds(record.totalSeconds))"
    if let truth = sequence.truth {
      var evaluation = ResultEvaluation(output: partial, truth: try Truth(path: truth))
      evaluation.reading = reading
      evaluation.increment = increment
      evaluation.wantsReview = wantsReview
      let metrics = try evaluation.run(observer: Stopping(observer)).metrics
      line += ", " + metrics.summary
    }
    let final = folder(sequence.name)
    do {
      if FileManager.default.fileExists(atPath: final) { try FileManager.default.removeItem(atPath: final) }
      try FileManager.default.moveItem(atPath: partial, toPath: final)
    } catch {
      throw PipelineError(.output, "\(final): the finished folder cannot be put in its place (\(error))")
    }
    return line
  }

  /// Says nothing, but passes on the wish to stop: a batch has one line for each sequence.
  private struct Stopping: PipelineObserver {
    let observer: any PipelineObserver
    init(_ observer: any PipelineObserver) { self.observer = observer }
    func say(_ line: String) {}
    func warn(_ line: String) { observer.warn(line) }
    func begin(stage: String, total: Int, unit: String) -> @Sendable (Int) -> Void { { _ in } }
    var shouldStop: Bool { observer.shouldStop }
  }
}
