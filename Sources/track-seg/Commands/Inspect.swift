import ArgumentParser
import Pipeline
import Tracks

/// What a track file holds, before anything is computed.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the contents of a track file and how many of its tracks pass the filter.",
    usage: "track-seg inspect anno.npz --video video.mp4",
    discussion: "Example: track-seg inspect tracks.npy --layout tn")

  @Argument(help: "A track file, or a PointOdyssey sequence folder.")
  var path: String

  @Option(help: ArgumentHelp("The video that the tracks belong to.", valueName: "video"))
  var video: String?

  @OptionGroup(title: "Tracks") var reading: ReadingFlags

  @Option(choice: "Rule that selects the tracks to use; default “\(TrackFilter.Rule.default)”")
  var filter = TrackFilter.Rule.default

  @Option(
    help: ArgumentHelp(
      "Least number of frames in which a track must be observed (default: 8, or all frames of a shorter video).",
      valueName: "n"))
  var leastFrames: Int?

  @OptionGroup var reporting: ReportingOptions

  func validate() throws {
    if let leastFrames, leastFrames < 2 {
      throw ValidationError("--least-frames takes a number of at least 2, not \(leastFrames).")
    }
  }

  func run() throws {
    try reportingFailures {
      let isSequence = SequenceDirectory(path: path) != nil
      let input = try InputFiles(video: video ?? (isSequence ? path : nil), tracks: isSequence ? nil : path)
      let inspection = try Inspection(
        input: input, reading: try reading.options(), filter: filter, leastFrames: leastFrames)
      if reporting.json {
        try StandardOutput.write(inspection.json())
      } else {
        for line in inspection.lines { try StandardOutput.line(line) }
      }
    }
  }
}
