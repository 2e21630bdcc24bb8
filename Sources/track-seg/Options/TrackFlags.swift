import ArgumentParser
import Tracks

/// The file of tracks, and what the file itself does not state.
struct TrackFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Track file, recognised by its content: \(TrackFormats.listed).", valueName: "file"))
  var tracks: String?

  @OptionGroup var reading: ReadingFlags

  @Option(help: ArgumentHelp("Use only the first N frames of the tracks.", valueName: "n"))
  var frames: Int?

  @Option(help: ArgumentHelp("Frame of the video at which the tracks begin.", valueName: "n"))
  var frameOffset = 0

  /// The file of visibility, where it is not that of the tracks.
  var visibility: String? { reading.visibility }

  /// The options of the readers.
  func readingOptions() throws -> TrackReadingOptions { try reading.options() }
}
