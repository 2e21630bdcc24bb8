internal import Support
public import Tracks

/// A finished result, as exporters see it.
public struct ExportSource: Sendable {
  private let result: StoredResult
  private let trackFile: String?
  private let reading: TrackReadingOptions

  /// The result in a folder.
  ///
  /// - Parameters:
  ///   - output: The folder.
  ///   - tracks: The file of tracks; nil: the one that run.json names.
  /// - Throws: `RunError` (input) where the folder holds no result, or the modules' errors.
  public init(output: String, tracks: String? = nil, reading: TrackReadingOptions = TrackReadingOptions())
    throws
  {
    result = try StoredResult(ResultFolder(output), needsMatrix: false)
    trackFile = tracks
    self.reading = reading
  }

  /// The name of the result's folder.
  public var name: String { CanonicalPath(result.folder.path).name ?? "result" }
  /// The path of the result's folder.
  public var path: String { result.folder.path }
  /// Options, inputs and counts of the run.
  public var record: RunRecord { result.record }
  /// Labels and scores of every track of the file.
  public var labels: LabelTable { result.labels }

  /// Reads the tracks of the result, in pixels, one for each row of `labels`, with the frames in which the run observed them.
  ///
  /// - Throws: `RunError` (input) where they are not those of the result, or the modules' errors.
  public func tracks() throws -> TrackSet { try result.readTracks(trackFile, reading: reading) }

  /// The masks of the result.
  ///
  /// - Throws: `RunError` (input) where it has none.
  func masks() throws -> MaskFolder {
    guard let path = result.masks else {
      throw RunError(
        .input, "\(self.path) has no masks: run track-seg with the video and without `no-pictures`")
    }
    return try MaskFolder(path: path, frames: FrameNames(of: record))
  }
}
