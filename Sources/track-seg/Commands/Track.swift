import ArgumentParser
import Pipeline
import Support
import Tracking

/// The tracks of a video, and nothing else.
struct Track: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Track the points of a video, and write the tracks to a file.",
    usage: "track-seg track video.mp4 --output tracks.npz",
    discussion: """
      Example: track-seg track video.mp4 --output tracks.npz

      The file holds `tracks` (frames, tracks, 2) in pixels, NaN where a point is not seen; `visibility` and `confidence` \
      (frames, tracks); `query_frame` (tracks), the frame in which each track begins; and `shots`, the first frame of each \
      shot. `track-seg video.mp4 --tracks tracks.npz` segments them. `track-seg video.mp4` alone does both.
      """)

  @Argument(
    help: ArgumentHelp(
      "A video, or a folder of frames (or a pattern such as frames/%05d.jpg).", valueName: "video"))
  var video: String

  @OptionGroup(title: "Tracking") var tracker: TrackerFlags

  @Option(help: ArgumentHelp("Track only the first N frames.", valueName: "n"))
  var frames: Int?

  @Option(
    name: .shortAndLong, help: ArgumentHelp("File of the tracks (.npz).", valueName: "file"))
  var output: String

  @Option(
    help: ArgumentHelp("Number of threads (default: all cores). It never changes the result.", valueName: "n")
  )
  var threads: Int?

  @OptionGroup(title: "Reporting") var reporting: ReportingOptions

  func validate() throws {
    if let frames, frames < 1 {
      throw ValidationError("--frames takes a number of at least 1, not \(frames).")
    }
    guard output.lowercased().hasSuffix(".npz") else {
      throw ValidationError("--output takes a file whose name ends in .npz, not '\(output)'.")
    }
  }

  func run() throws {
    try reportingFailures {
      let observer = reporting.observer
      var job = TrackingJob(
        video: video, options: try tracker.options(), output: output)
      (job.frames, job.threads) = (frames, threads ?? 0)
      let summary = try job.run(observer: observer)
      if reporting.json { try StandardOutput.write(JSONText.encode(summary, isIndented: true) + "\n") }
    }
  }
}
