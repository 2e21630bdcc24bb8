import ArgumentParser
import MutualInformation
import Pipeline
import MotionSegmentation

/// The main job: tracks and a video in; labels, masks and overlays out.
struct Segment: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Segment one video: labels, MI matrix, masks and overlays (the default command).",
    usage: """
      track-seg video.mp4                      (tracks the video itself)
      track-seg video.mp4 --tracks anno.npz
      track-seg path/to/pointodyssey/sequence
      track-seg --tracks tracks.npy            (no pictures)
      """,
    discussion: """
      Example: track-seg video.mp4 --output Outputs/video

      Without --tracks, the points of the video are tracked first; their tracks are kept in the output folder (tracks.npz). \
      Writes labels.npz, tracks.csv, mi.npy, masks/, overlays/, overlay.mp4, index.html (open it in a browser) and, last, run.json. If a run \
      was interrupted, the same command resumes it.
      """)

  @Argument(
    help: ArgumentHelp(
      "A video, a folder of frames (or a pattern such as frames/%05d.jpg), or a PointOdyssey sequence folder.",
      valueName: "video"))
  var video: String?

  @OptionGroup(title: "Tracks") var tracks: TrackFlags
  @OptionGroup(title: "Tracking, without --tracks") var tracker: TrackerFlags
  @OptionGroup(title: "Method") var pipeline: PipelineFlags
  @OptionGroup(title: "Method") var background: BackgroundFlags
  @OptionGroup(title: "Pictures") var pictures: PictureFlags
  @OptionGroup(title: "Review") var review: ReviewFlags

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Output folder (default: Outputs/<video name>).", valueName: "dir"))
  var output: String?

  @Option(
    help: ArgumentHelp("Id of one track: also write its MI with all other tracks.", valueName: "id"))
  var query: Int64?

  @OptionGroup(title: "Reporting") var reporting: ReportingOptions

  func validate() throws {
    guard video != nil || tracks.tracks != nil else {
      throw ValidationError("Give a video, a sequence folder, or tracks with --tracks.")
    }
    _ = try pipeline.options()
    _ = try pipeline.tileShare()
  }

  /// The options of the run.
  func options() throws -> SegmentationOptions {
    var options = try pipeline.options()
    options.background = background.background
    pictures.apply(to: &options)
    options.frames = tracks.frames
    options.frameOffset = tracks.frameOffset
    options.query = query
    return options
  }

  func run() throws {
    try reportingFailures {
      let options = try options()
      let input = try InputFiles(
        video: video, tracks: tracks.tracks, tracking: try tracker.options())
      let observer = reporting.observer
      var job = SegmentationJob(
        input: input, reading: try tracks.readingOptions(), options: options,
        output: output ?? "Outputs/" + input.name, version: TrackSeg.version,
        command: ["track-seg"] + CommandLine.arguments.dropFirst())
      job.tileShare = try pipeline.tileShare()
      job.review = review.isWanted ? .page : .none
      let record: RunRecord
      switch try job.run(observer: observer) {
      case .share(let share):
        observer.say("\(share.sentence); when all shares are done, run without --tiles")
        return
      case .finished(let finished): record = finished
      }
      if reporting.json { try StandardOutput.write(record.json()) }
    }
  }
}
