internal import Support
public import Tracking

/// tracking.json: how the tracks in tracks.npz were made, so that the same run does not make them again.
public struct TrackingRecord: JSONResultPart {
  public static let files = ["tracking.json", tracks]
  /// The file of the tracks: `tracks` (T, N, 2), `visibility` and `confidence` (T, N), `query_frame` (N).
  public static let tracks = "tracks.npz"

  /// The video, or its frames.
  public var video: FileDigest
  public var options: TrackerOptions
  /// The first frames of the video that were tracked; nil: all.
  public var frames: Int?
  /// The method: tracks of another one are made again.
  public var method: Int
  /// The first frame of every shot.
  public var shots: [Int]
  /// What was warned of.
  public var warnings: [String]

  /// Whether the tracks are those of a video with these options.
  func isSame(as path: String, options: TrackerOptions, frames: Int?) throws -> Bool {
    guard method == VideoTracker.method, self.options == options, self.frames == frames else { return false }
    return try video.isSame(as: path)
  }
}
