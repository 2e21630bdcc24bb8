import ArgumentParser
import MutualInformation
import Pipeline
import Support
import MotionSegmentation

/// Whole data sets.
struct Batch: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Segment every sequence of a data set, score it if it has truth, and write a summary.",
    usage: "track-seg batch path/to/dataset --output Outputs/dataset",
    discussion: """
      Example: track-seg batch pointodyssey --split val --no-pictures --output Outputs/val

      Layouts: PointOdyssey (folders with anno.npz), DAVIS (JPEGImages, Tracks, Annotations), flat (name.mp4 next to name.npz, or name.mp4 \
      alone, which is tracked). \
      Finished sequences with the same options and inputs are skipped. failures.jsonl lists the sequences that failed; the \
      batch continues with the next one, and the exit code is 1. With --slurm, an array of Slurm jobs does the work.
      """)

  @Argument(help: ArgumentHelp("Folder of the data set.", valueName: "root")) var root: String
  @Option(help: ArgumentHelp("Only sequences of this split.", valueName: "name")) var split: String?
  @Option(help: ArgumentHelp("Only these sequences, separated by commas.", valueName: "names")) var sequences:
    String?
  @Option(help: ArgumentHelp("Run only part i of n; all parts have similar cost.", valueName: "i/n"))
  var shard: String?
  @Flag(help: "Print the sequences and their estimated cost, and stop. Tracks are not read.") var plan = false
  @Flag(help: "Only write the summary of the finished sequences.") var merge = false
  @Flag(
    inversion: .prefixedNo, help: "Continue after a sequence that fails, or stop at the first failure.")
  var keepGoing = true
  @Option(help: ArgumentHelp("Step of the threshold in pr.csv, in nats.", valueName: "nats")) var increment =
    0.1

  @OptionGroup(title: "Slurm") var slurm: SlurmFlags
  @OptionGroup(title: "Tracking, of videos without tracks") var tracker: TrackerFlags
  @OptionGroup(title: "Method") var pipeline: PipelineFlags
  @OptionGroup(title: "Method") var background: BackgroundFlags
  @OptionGroup(title: "Pictures") var pictures: PictureFlags
  @OptionGroup(title: "Review") var review: ReviewFlags
  @OptionGroup(title: "Tracks") var reading: ReadingFlags
  @Option(help: ArgumentHelp("Use only the first N frames of the tracks.", valueName: "n")) var frames: Int?
  @Option(help: ArgumentHelp("Frame of the video at which the tracks begin.", valueName: "n"))
  var frameOffset = 0
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Output folder (default: Outputs/<name of root>).", valueName: "dir"))
  var output: String?
  @OptionGroup(title: "Reporting") var reporting: ReportingOptions

  func validate() throws {
    _ = try pipeline.options()
    _ = try shardNumbers()
    _ = try pipeline.tileShare()
    _ = try reading.options()
    guard reading.visibility == nil, reading.sequence == nil else {
      throw ValidationError(
        "--visibility and --sequence belong to one file of tracks; a batch finds name.visibility.npy next to name.npy by itself."
      )
    }
    guard increment > 0, increment.isFinite else {
      throw ValidationError("--increment takes a positive number of nats, not \(increment).")
    }
  }

  private func shardNumbers() throws -> (index: Int, count: Int)? {
    guard let shard else { return nil }
    let parts = shard.split(separator: "/").compactMap { Int($0) }
    guard parts.count == 2, parts[1] >= 1, (1...parts[1]).contains(parts[0]) else {
      throw ValidationError("--shard takes i/n with i from 1 to n, not '\(shard)'.")
    }
    return (parts[0], parts[1])
  }

  func run() throws {
    try reportingFailures {
      let dataset = try Dataset(root: root)
      let chosen = try choose(dataset)
      var options = try pipeline.options()
      options.background = background.background
      pictures.apply(to: &options)
      (options.frames, options.frameOffset) = (frames, frameOffset)
      let everything = try BatchPlan(chosen, options: options)
      let items = try shardNumbers().map { everything.shard($0.index, of: $0.count) } ?? everything.items
      let path = output ?? "Outputs/" + (CanonicalPath(dataset.root).name ?? "batch")
      if plan {
        try StandardOutput.line(Self.table(dataset, items))
        return
      }
      try SeparatePlaces.check(inputs: [dataset.root, options.estimatorOptions.weights], output: path)
      // Shards write to the same folder at the same time, each to sequences of its own; jobs may begin before all are submitted.
      let isPart = shard != nil || pipeline.tiles != nil
      let output = try OutputFolder(path: path, kind: .batch, isShared: isPart || slurm.slurm)
      if slurm.slurm {
        try slurm.submit(
          shards: slurm.splitPairs ? slurm.array : min(slurm.array, chosen.count), output: output)
        return
      }
      let observer = reporting.observer
      var failed = 0
      if !merge {
        var job = BatchJob(
          items: items, options: options, reading: try reading.options(), output: output,
          version: TrackSeg.version, command: ["track-seg"] + CommandLine.arguments.dropFirst())
        job.keepsGoing = keepGoing
        job.tracking = try tracker.options()
        job.increment = increment
        job.tileShare = try pipeline.tileShare()
        job.wantsReview = review.isWanted
        failed = try job.run(observer: observer).failures.count
      }
      if !isPart {
        var summary = try BatchSummary(output: path, sequences: chosen, increment: increment)
        summary.wantsReview = review.isWanted
        try summary.write(to: output)
        try StandardOutput.write(summary.markdown)
        failed = max(failed, summary.failures.count)
      }
      if failed > 0 { throw ExitCode(1) }
    }
  }

  /// Sequences by split and name.
  private func choose(_ dataset: Dataset) throws -> [Dataset.Sequence] {
    var chosen = dataset.sequences
    if let split {
      chosen = chosen.filter { $0.splits.contains(split) }
      guard !chosen.isEmpty else {
        let known = Set(dataset.sequences.flatMap(\.splits)).sorted().joined(
          separator: ", ")
        throw RunError(
          .usage, "--split: there is no split “\(split)”; there is \(known.isEmpty ? "none" : known)")
      }
    }
    if let sequences {
      let names = sequences.split(separator: ",").map(String.init)
      if let unknown = names.first(where: { name in !chosen.contains { $0.name == name } }) {
        throw RunError(
          .usage,
          "--sequences: there is no sequence “\(unknown)”; \(root) has \(chosen.map(\.name).joined(separator: ", "))"
        )
      }
      chosen = chosen.filter { names.contains($0.name) }
    }
    return chosen
  }

  private static func table(_ dataset: Dataset, _ items: [BatchPlan.Item]) -> String {
    func text(_ value: Int?) -> String { value.map { "\($0)" } ?? "?" }
    var lines = [
      "\(dataset.root): \(dataset.layout) layout, \(items.count) sequences",
      "sequence\tsplit\tframes\ttracks\tpairs\tseconds",
    ]
    for item in items {
      lines.append(
        [
          item.sequence.name, item.sequence.splits.joined(separator: ","), text(item.sequence.frames),
          text(item.sequence.trackCount),
          text(item.pairs), "\(Int(item.seconds.rounded(.up)))",
        ].joined(separator: "\t"))
    }
    let total = items.reduce(0) { $0 + $1.seconds }
    lines.append("about \(Int((total / 60).rounded(.up))) minutes on one core")
    return lines.joined(separator: "\n")
  }
}
