/// Why a track was dropped; the raw value is what labels.npz stores.
///
/// A rule that cuts frames out of tracks names what removed most frames of a track of which too few remain.
public enum DropReason: UInt8, Sendable, CaseIterable {
  /// Not dropped.
  case kept = 0
  /// The point passes through the camera's plane: its projection runs to infinity, or flips to the other side
  /// of the picture.
  case behindCamera = 1
  /// NaN coordinates.
  case nonFinite = 2
  /// The file says that the track may not be used (behind the camera inside the picture, not in the scene).
  case invalidFrame = 3
  /// Coordinates too far from the picture to be a projection of a visible point.
  case outOfRange = 4
  /// A step between two frames that is too large to be motion.
  case jumpTooLarge = 5
  /// Outside the picture in the first frame (`--filter paper`).
  case absentInFirstFrame = 6
  /// Visible in too few frames, or in too few of them with enough confidence.
  case tooFewVisible = 7
  /// The file holds a placeholder in place of a position, as CoTracker does before a query's frame.
  case noPosition = 8
  /// Not dropped by a filter, but without a label: no track that has one was ever observed together with it.
  case neverTogether = 9

  /// The name in tables and run.json.
  public var name: String {
    switch self {
    case .kept: "kept"
    case .nonFinite: "non-finite"
    case .invalidFrame: "invalid in some frame"
    case .behindCamera: "behind the camera"
    case .outOfRange: "out of range"
    case .jumpTooLarge: "jump too large"
    case .absentInFirstFrame: "absent in first frame"
    case .tooFewVisible: "seen in too few frames"
    case .noPosition: "no position in some frame"
    case .neverTogether: "never seen together with a labelled track"
    }
  }
}
