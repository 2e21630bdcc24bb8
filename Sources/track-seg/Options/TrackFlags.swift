import ArgumentParser
import Tracks

/// Where the tracks are and what their file does not say itself.
struct TrackFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Tracks: PointOdyssey, TAP-Vid, TAPVid-3D, CoTracker or generic .npz, .npy, Kubric .npy, TAP-Vid .pkl, MoSeg .dat; recognised by content.",
      valueName: "file"))
  var tracks: String?

  @Option(
    help: ArgumentHelp(
      "Axes of an array whose file does not tell: tn (frames, tracks, 2), nt (tracks, frames, 2) or auto.",
      valueName: "auto|tn|nt"))
  var layout = "auto"

  @Option(help: ArgumentHelp("Visibility of .npy tracks, a file of its own.", valueName: "file"))
  var visibility: String?

  @Flag(help: "Take the file's visibility flags for their opposite.")
  var invertVisibility = false

  @Option(help: ArgumentHelp("Sequence of a file that holds several, by name or index.", valueName: "name"))
  var sequence: String?

  @Option(help: ArgumentHelp("Use only the first N frames of the tracks.", valueName: "n"))
  var frames: Int?

  @Option(help: ArgumentHelp("The video's frame that the tracks' first frame belongs to.", valueName: "n"))
  var frameOffset = 0

  /// What the readers take.
  func readingOptions() throws -> TrackReadingOptions {
    guard let layout = TrackReadingOptions.Layout(rawValue: layout) else {
      throw ValidationError("--layout is auto, tn or nt, not '\(layout)'.")
    }
    return TrackReadingOptions(
      layout: layout, visibilityFile: visibility, sequence: sequence, invertsVisibility: invertVisibility)
  }
}
