internal import FoundationEssentials
internal import Support
internal import Tracks
public import Tracking

/// What a run reads: tracks, and where pictures come from.
public struct InputFiles: Sendable, Equatable {
  /// The file of tracks; of a video that the run tracks itself, empty until it has done so.
  public internal(set) var tracks: String
  /// How the run tracks the video itself; nil: the tracks are those of a file.
  public let tracking: TrackerOptions?
  /// A video, a folder of frames or a pattern; nil: labels and tables only.
  public let video: String?
  /// A folder of masks, where the input is a sequence that has one.
  public let masks: String?
  /// True ids per track, where the input is a sequence that has them.
  public let truth: String?
  /// The paths that the user named.
  public let sources: [String]
  /// The name that results are filed under.
  public let name: String

  /// Resolves the arguments of the command line: a sequence folder brings its own tracks.
  ///
  /// - Parameter tracking: How a video without tracks is tracked; nil: it is an error.
  /// - Throws: `RunError` (input) where something is missing.
  public init(video: String?, tracks: String?, tracking: TrackerOptions? = nil) throws {
    sources = [video, tracks].compactMap { $0 }
    for source in sources { try RegularFile.refusePipe(source) }
    if let video, let sequence = SequenceDirectory(path: video) {
      self.tracks = tracks ?? sequence.tracksFile
      self.tracking = nil
      self.video = sequence.framesFolder ?? sequence.videoFile
      masks = sequence.masksFolder
      truth = sequence.truthFile
      name = Self.name(of: sequence.path)
      return
    }
    if let video, !video.contains("%"), !FileManager.default.fileExists(atPath: video) {
      throw RunError(.input, "\(video): there is no such file or folder")
    }
    guard tracks != nil || (tracking != nil && video != nil) else {
      throw RunError(
        .input,
        "\(video ?? "the input") has no tracks: name the track file with `tracks`, or give a sequence folder that holds "
          + "anno.npz")
    }
    self.tracks = tracks ?? ""
    self.tracking = tracks == nil ? tracking : nil
    self.video = video
    masks = nil
    truth = nil
    name = Self.name(of: video ?? tracks ?? "")
  }

  /// The last component without its extension; the folder's name for `…/rgbs` and the like.
  private static func name(of path: String) -> String {
    let parts = CanonicalPath(path).components
    guard var last = parts.last else { return "result" }
    if last.contains("%") || ["rgbs", "video.mp4", "anno.npz", "frames"].contains(last.lowercased()),
      parts.count > 1
    {
      last = parts[parts.count - 2]
    }
    if let dot = last.lastIndex(of: "."), dot != last.startIndex { last = String(last[..<dot]) }
    return last == ".." || last.isEmpty ? "result" : last
  }
}
