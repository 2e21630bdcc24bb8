import ArgumentParser
import Tracks

/// What a track file does not say itself.
struct ReadingFlags: ParsableArguments {
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

  @Option(
    help: ArgumentHelp(
      "Size of the resized copy that the tracks are pixels of, as 256x256; they are scaled to the video's size.",
      valueName: "WxH"))
  var tracksSize: String?

  @Option(
    help: ArgumentHelp(
      "Which coordinate comes first: xy, yx, or auto: yx only where the points fit the picture so and not otherwise.",
      valueName: "auto|xy|yx"))
  var coordinates = "auto"

  @Option(
    help: ArgumentHelp(
      "What the third of three coordinates is: depth, visibility, or auto: visibility where it is 0 or 1 throughout.",
      valueName: "auto|depth|visibility"))
  var thirdColumn = "auto"

  @Option(
    help: ArgumentHelp(
      "The camera, in pixels, that projects tracks of points in space whose file does not hold it.",
      valueName: "fx,fy,cx,cy"))
  var intrinsics: String?

  func validate() throws { _ = try options() }

  /// What the readers take.
  func options() throws -> TrackReadingOptions {
    guard let layout = TrackReadingOptions.Layout(rawValue: layout) else {
      throw ValidationError("--layout is auto, tn or nt, not '\(layout)'.")
    }
    guard let order = TrackReadingOptions.Coordinates(rawValue: coordinates) else {
      throw ValidationError("--coordinates is auto, xy or yx, not '\(coordinates)'.")
    }
    guard let column = TrackReadingOptions.ThirdColumn(rawValue: thirdColumn) else {
      throw ValidationError("--third-column is auto, depth or visibility, not '\(thirdColumn)'.")
    }
    return TrackReadingOptions(
      layout: layout, visibilityFile: visibility, sequence: sequence, invertsVisibility: invertVisibility,
      tracksSize: try tracksSize.map { text in
        guard let size = PictureSize(text) else {
          throw ValidationError("--tracks-size is a width and a height, as 256x256, not '\(text)'.")
        }
        return size
      },
      coordinates: order == .auto ? nil : order, thirdColumn: column == .auto ? nil : column,
      intrinsics: try intrinsics.map { text in
        guard let camera = CameraIntrinsics(text) else {
          throw ValidationError("--intrinsics is four numbers, fx,fy,cx,cy, not '\(text)'.")
        }
        return camera
      })
  }
}
