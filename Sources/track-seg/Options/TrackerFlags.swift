import ArgumentParser
import Support
import Tracking

/// How a video without tracks is tracked.
struct TrackerFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Tracks on each square of 100 × 100 pixels of the video (default: as many as --tracks-per-frame allows).",
      valueName: "n"))
  var density: Double?

  @Option(help: ArgumentHelp("Largest number of tracks in a frame.", valueName: "n"))
  var tracksPerFrame = TrackerOptions().tracksPerFrame

  func validate() throws { _ = try options() }

  /// The options of the tracker.
  ///
  /// - Throws: `ValidationError` for a value that makes no sense.
  func options() throws -> TrackerOptions {
    var options = TrackerOptions()
    (options.density, options.tracksPerFrame) = (density, tracksPerFrame)
    do {
      try options.validate()
    } catch let error as InvalidOption {
      throw ValidationError(error.sentence)
    }
    return options
  }
}
