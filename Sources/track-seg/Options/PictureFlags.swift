import ArgumentParser
import Pipeline
import Segmentation
import MotionSegmentation

/// How masks and overlays are made.
struct PictureFlags: ParsableArguments {
  @Option(choice: "How masks are painted")
  var masks = SegmentationOptions().masks

  @Option(
    help: ArgumentHelp(
      "Reach of a track's label in pixels (default: 1.5 times the tracks' mean spacing; of edges, 2.25 times).",
      valueName: "px"))
  var reach: Double?

  @Option(help: ArgumentHelp("Frames that a trail goes back in an overlay.", valueName: "n"))
  var trail = SegmentationOptions().trail

  @Flag(name: .customLong("no-pictures"), help: "Write labels and tables only.")
  var withoutPictures = false

  /// Puts the flags into the pipeline's options.
  func apply(to options: inout SegmentationOptions) {
    options.masks = masks
    options.reach = reach
    options.trail = trail
    options.pictures = !withoutPictures
  }
}
