import ArgumentParser
import Pipeline
import Tracks

/// What a track file holds, before anything is computed.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what a track file holds, and which of its tracks would be kept.",
    usage: "track-seg inspect anno.npz --video video.mp4",
    discussion: "Example: track-seg inspect tracks.npy --layout tn")

  @Argument(help: "A track file, or a PointOdyssey sequence folder.")
  var path: String

  @Option(help: ArgumentHelp("The video that the tracks belong to.", valueName: "video"))
  var video: String?

  @Option(help: ArgumentHelp("Axes: auto, tn or nt.", valueName: "auto|tn|nt"))
  var layout = "auto"

  @Option(help: ArgumentHelp("Visibility of .npy tracks, a file of its own.", valueName: "file"))
  var visibility: String?

  @Option(help: ArgumentHelp("Sequence of a file that holds several, by name or index.", valueName: "name"))
  var sequence: String?

  @Option(help: ArgumentHelp("The rule by which tracks are kept: default or paper.", valueName: "rule"))
  var filter = "default"

  @OptionGroup var reporting: ReportingOptions

  func run() throws {
    try reportingFailures {
      guard let layout = TrackReadingOptions.Layout(rawValue: layout) else {
        throw PipelineError(.usage, "--layout is auto, tn or nt, not \(layout)")
      }
      let reading = TrackReadingOptions(layout: layout, visibilityFile: visibility, sequence: sequence)
      let isSequence = SequenceDirectory(path: path) != nil
      let input = try InputFiles(video: video ?? (isSequence ? path : nil), tracks: isSequence ? nil : path)
      let inspection = try Inspection(
        input: input, reading: reading, filter: filter)
      if reporting.json {
        try StandardOutput.write(inspection.json())
      } else {
        for line in inspection.lines { try StandardOutput.line(line) }
      }
    }
  }
}
