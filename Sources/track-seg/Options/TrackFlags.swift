import ArgumentParser
import Tracks

/// Where the tracks are and what their file does not say itself.
struct TrackFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Tracks: PointOdyssey, TAP-Vid, TAPVid-3D, CoTracker or generic .npz, .npy, Kubric .npy, TAP-Vid .pkl, MoSeg .dat; recognised by content.",
      valueName: "file"))
  var tracks: String?

  @OptionGroup var reading: ReadingFlags

  @Option(help: ArgumentHelp("Use only the first N frames of the tracks.", valueName: "n"))
  var frames: Int?

  @Option(help: ArgumentHelp("The video's frame that the tracks' first frame belongs to.", valueName: "n"))
  var frameOffset = 0

  /// Visibility in a file of its own.
  var visibility: String? { reading.visibility }

  /// What the readers take.
  func readingOptions() throws -> TrackReadingOptions { try reading.options() }
}
