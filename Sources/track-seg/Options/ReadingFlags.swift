import ArgumentParser
import Tracks

/// What a track file itself does not state.
struct ReadingFlags: ParsableArguments {
  @Option(choice: "Order of the axes, if the file does not define it; default auto")
  var layout = TrackReadingOptions.Layout.auto

  @Option(help: ArgumentHelp("File with the visibility of .npy tracks.", valueName: "file"))
  var visibility: String?

  @Flag(help: "Invert the file's visibility flags (true means hidden).")
  var invertVisibility = false

  @Option(help: ArgumentHelp("Name or index of the sequence, if the file holds several.", valueName: "name"))
  var sequence: String?

  @Option(
    help: ArgumentHelp(
      "Size of the resized video in which the points were tracked, for example 256x256. Coordinates are scaled to the video's size.",
      valueName: "WxH"))
  var tracksSize: String?

  @Option(choice: "Order of the coordinates; default auto")
  var coordinates = TrackReadingOptions.Coordinates.auto

  @Option(choice: "Meaning of the third value of a point; default auto")
  var thirdColumn = TrackReadingOptions.ThirdColumn.auto

  @Option(
    help: ArgumentHelp(
      "Camera intrinsics in pixels, for 3-D points whose file has no camera.",
      valueName: "fx,fy,cx,cy"))
  var intrinsics: String?

  @Option(choice: "Use of the coordinates of hidden points; default auto")
  var hidden = TrackReadingOptions.Hidden.auto

  @Option(
    help: ArgumentHelp(
      "Least confidence, 0 to 1, of an observed point, if the file has confidence (default: by the array: visconf 0.1, likelihood 0.6, others 0.5).",
      valueName: "p"))
  var leastConfidence: Float?

  func validate() throws { _ = try options() }

  /// The options of the readers.
  ///
  /// - Throws: `ValidationError` for a value that makes no sense.
  func options() throws -> TrackReadingOptions {
    if let leastConfidence, !(0...1).contains(leastConfidence) {
      throw ValidationError("--least-confidence takes a number from 0 to 1, not \(leastConfidence).")
    }
    return TrackReadingOptions(
      layout: layout, visibilityFile: visibility, sequence: sequence, invertsVisibility: invertVisibility,
      tracksSize: try tracksSize.map { text in
        guard let size = PictureSize(text) else {
          throw ValidationError(
            "--tracks-size takes a width and a height, for example 256x256, not '\(text)'.")
        }
        return size
      },
      coordinates: coordinates == .auto ? nil : coordinates,
      thirdColumn: thirdColumn == .auto ? nil : thirdColumn,
      intrinsics: try intrinsics.map { text in
        guard let camera = CameraIntrinsics(text) else {
          throw ValidationError("--intrinsics takes four numbers, fx,fy,cx,cy, not '\(text)'.")
        }
        return camera
      },
      hidden: hidden == .auto ? nil : hidden, leastConfidence: leastConfidence)
  }
}
