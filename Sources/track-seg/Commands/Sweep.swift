import ArgumentParser
import Pipeline
import MotionSegmentation

/// All thresholds at once, and several estimators beside each other.
struct Sweep: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compute precision and recall over all thresholds, for one or several estimators.",
    usage: "track-seg sweep video.mp4 --tracks anno.npz --truth masks",
    discussion: """
      Example: track-seg sweep Fixtures/yard_pan --truth Fixtures/yard_pan --estimator gaussian,infonet,ksg

      Segments the video and scores the result. Writes pr.csv (steps of the threshold), pr_exact.csv (every threshold), \
      pr.png, pr.svg and metrics.json. With several estimators, pr.png compares them and pr_objects.png shows the objects \
      of the first. The results of the others are in folders with their names.
      """)

  @Argument(
    help: ArgumentHelp(
      "A video, a folder of frames, or a PointOdyssey sequence folder. Without it, give --tracks.",
      valueName: "video"))
  var video: String?

  @OptionGroup var truth: TruthFlags
  @OptionGroup(title: "Tracks") var tracks: TrackFlags
  @OptionGroup(title: "Tracking, without --tracks") var tracker: TrackerFlags
  @OptionGroup(title: "Method") var pipeline: PipelineFlags
  @OptionGroup(title: "Pictures") var pictures: PictureFlags
  @OptionGroup(title: "Review") var review: ReviewFlags

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Output folder (default: Outputs/<video name>).", valueName: "dir"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Id of one track: draw the curves for this track as the query (the selected point of InfoNet's paper).",
      valueName: "id"))
  var query: Int64?

  @OptionGroup(title: "Reporting") var reporting: ReportingOptions

  func validate() throws {
    guard video != nil || tracks.tracks != nil else {
      throw ValidationError("Give a video, a sequence folder, or tracks with --tracks.")
    }
    _ = try allOptions()
  }

  /// Options of every estimator named.
  private func allOptions() throws -> [SegmentationOptions] {
    guard let named = pipeline.estimator else { return [try options(of: pipeline)] }
    let names = named.split(separator: ",").map(String.init)
    return try names.map { name in
      var flags = pipeline
      flags.estimator = name
      return try options(of: flags, beside: names)
    }
  }

  private func options(of flags: PipelineFlags, beside others: [String] = []) throws -> SegmentationOptions {
    var options = try flags.options(beside: others)
    if case .choice(let choice) = truth.background { options.background = choice }
    pictures.apply(to: &options)
    options.frames = tracks.frames
    options.frameOffset = tracks.frameOffset
    return options
  }

  func run() throws {
    try reportingFailures {
      let input = try InputFiles(
        video: video, tracks: tracks.tracks, tracking: try tracker.options())
      var job = SweepJob(
        input: input, reading: try tracks.readingOptions(), options: try allOptions(),
        output: output ?? "Outputs/" + input.name, truth: try Truth(path: truth.truth),
        version: TrackSeg.version,
        command: ["track-seg"] + CommandLine.arguments.dropFirst())
      job.background = truth.backgroundID
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
