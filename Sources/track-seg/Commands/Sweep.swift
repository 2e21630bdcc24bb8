import ArgumentParser
import Pipeline
import MotionSegmentation

/// All thresholds at once, and several estimators beside each other.
struct Sweep: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Precision–recall over all thresholds, for one estimator or several.",
    usage: "track-seg sweep video.mp4 --tracks anno.npz --truth masks",
    discussion: """
      Example: track-seg sweep Fixtures/yard_pan --truth Fixtures/yard_pan --estimator gaussian,infonet,ksg

      Segments as track-seg does, then scores: pr.csv by threshold (pr_exact.csv at every threshold), pr.png and pr.svg, \
      metrics.json. With several estimators pr.png compares them, pr_objects.png has the first one's objects, and the \
      others' results are in folders of their names.
      """)

  @Argument(
    help: ArgumentHelp(
      "A video, a folder of frames, or a PointOdyssey sequence folder; none: tracks alone.",
      valueName: "video"))
  var video: String?

  @OptionGroup var truth: TruthFlags
  @OptionGroup(title: "Tracks") var tracks: TrackFlags
  @OptionGroup(title: "Method") var pipeline: PipelineFlags
  @OptionGroup(title: "Pictures") var pictures: PictureFlags
  @OptionGroup(title: "Review") var review: ReviewFlags

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Folder of the results (default: Outputs/<video name>).", valueName: "dir"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "One track, by its id, as the query of the curves (the paper's selected point).", valueName: "id"))
  var query: Int64?

  @OptionGroup(title: "Reporting") var reporting: ReportingOptions

  func validate() throws {
    guard video != nil || tracks.tracks != nil else {
      throw ValidationError("Name a video, a sequence folder, or tracks with --tracks.")
    }
    _ = try allOptions()
  }

  /// Options of every estimator named.
  private func allOptions() throws -> [SegmentationOptions] {
    guard let named = pipeline.estimator else { return [try options(of: pipeline)] }
    return try named.split(separator: ",").map { name in
      var flags = pipeline
      flags.estimator = String(name)
      return try options(of: flags)
    }
  }

  private func options(of flags: PipelineFlags) throws -> SegmentationOptions {
    var options = try flags.options()
    pictures.apply(to: &options)
    options.frames = tracks.frames
    options.frameOffset = tracks.frameOffset
    return options
  }

  func run() throws {
    try reportingFailures {
      let input = try InputFiles(video: video, tracks: tracks.tracks)
      var job = SweepJob(
        input: input, reading: try tracks.readingOptions(), options: try allOptions(),
        output: output ?? "Outputs/" + input.name, truth: try Truth(path: truth.truth),
        version: TrackSeg.version,
        command: ["track-seg"] + CommandLine.arguments.dropFirst())
      job.background = truth.background
      job.increment = truth.increment
      job.query = query
      job.wantsReview = review.isWanted
      let parts = try job.run(observer: reporting.observer)
      if reporting.json {
        try StandardOutput.write(parts[0].metrics.json())
      } else {
        for part in parts { try StandardOutput.line("\(part.estimator): \(part.metrics.summary)") }
        try StandardOutput.line("curves: \(job.output)/pr.png")
      }
    }
  }
}
