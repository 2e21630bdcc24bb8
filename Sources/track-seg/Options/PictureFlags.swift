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
      "Largest distance in pixels over which a track labels pixels (default: 1.5 times the mean spacing of the tracks; 2.25 times with edges). Not used by full.",
      valueName: "px"))
  var reach: Double?

  @Option(help: ArgumentHelp("Length of the trails in overlays, in frames.", valueName: "n"))
  var trail = SegmentationOptions().trail

  @Flag(name: .customLong("no-pictures"), help: "Write only labels and tables.")
  var withoutPictures = false

  /// Puts the flags into the pipeline's options.
  func apply(to options: inout SegmentationOptions) {
    options.masks = masks
    options.reach = reach
    options.trail = trail
    options.pictures = !withoutPictures
  }
}
