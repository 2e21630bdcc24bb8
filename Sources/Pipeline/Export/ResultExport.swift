internal import FoundationEssentials
public import Support
public import Tracks

/// A result in the forms that the field's tools read.
public struct ResultExport: Sendable {
  /// A form.
  public enum Format: String, Sendable, CaseIterable {
    /// Annotations/name/00000.png, named like the masks, with JPEGImages left to the user, and ImageSets/track-seg.txt.
    case davis
    /// name/TracksT.dat of the Freiburg–Berkeley evaluation: visible stretches of labelled tracks.
    case fbms
    /// name.json: one video of YouTube-VIS, masks as COCO run lengths.
    case ytvis
    /// name.csv: a line for every track and frame.
    case csv
  }

  /// The result's folder.
  public let output: String
  /// Folder that the files go to.
  public let target: OutputFolder
  /// The file of tracks; nil: the one that run.json names.
  public var tracks: String?
  public var reading = TrackReadingOptions()

  public init(output: String, target: OutputFolder) {
    self.output = output
    self.target = target
  }

  /// Writes one form and gives the path of what was written; the observer hears what its readers cannot hold.
  ///
  /// Throws `PipelineError` (input) where the result has no masks that the form needs, or the modules' errors.
  public func write(
    _ format: Format, observer: any PipelineObserver = SilentObserver()
  ) throws -> String {
    let result = try ResultFiles(path: output)
    let name = CanonicalPath(output).name ?? "result"
    switch format {
    case .davis: return try davis(result, name, observer)
    case .fbms: return try fbms(result, name)
    case .ytvis: return try ytvis(result, name)
    case .csv: return try csv(result, name)
    }
  }

  func masks(_ result: ResultFiles) throws -> MaskFolder {
    guard let path = result.masks else {
      throw PipelineError(
        .input, "\(output) has no masks: run track-seg with the video and without --no-pictures")
    }
    return try MaskFolder(path: path, frames: FrameNames(of: result.record))
  }
}
