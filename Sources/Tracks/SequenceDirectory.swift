internal import FoundationEssentials

/// A sequence in PointOdyssey's layout: a folder with its tracks, its frames or video, and perhaps its truth.
public struct SequenceDirectory: Sendable, Equatable {
  /// The folder.
  public let path: String
  /// `anno.npz`, `annotations.npz` or `annot.npz`.
  public let tracksFile: String
  /// `rgbs/`; nil where there is none.
  public let framesFolder: String?
  /// `video.mp4`; nil where there is none.
  public let videoFile: String?
  /// `masks/`; nil where there is none.
  public let masksFolder: String?
  /// Truth of motion per track (`track_motion_ids.npy`), else of things (`track_object_ids.npy`); nil where
  /// there is none.
  public let truthFile: String?

  /// Looks into a folder; nil where it is none, or holds no annotations.
  public init?(path: String) {
    var trimmed = path
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    let entries = FolderEntries(path: trimmed)
    func existing(_ name: String, isFolder: Bool = false) -> String? {
      guard let entry = entries.named(name) else { return nil }
      var found = false
      let candidate = trimmed + "/" + entry
      return FileManager.default.fileExists(atPath: candidate, isDirectory: &found) && found == isFolder
        ? candidate : nil
    }
    guard let tracks = ["anno.npz", "annotations.npz", "annot.npz"].lazy.compactMap({ existing($0) }).first
    else {
      return nil
    }
    self.path = trimmed
    tracksFile = tracks
    framesFolder = existing("rgbs", isFolder: true)
    videoFile = existing("video.mp4")
    masksFolder = existing("masks", isFolder: true)
    truthFile = existing("track_motion_ids.npy") ?? existing("track_object_ids.npy")
  }
}
