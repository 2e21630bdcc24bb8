/// What a reader may be told about a track file that the file does not say itself.
public struct TrackReadingOptions: Sendable, Equatable, Codable {
  /// Which axis comes first in an array of coordinates.
  public enum Layout: String, Sendable, CaseIterable, Codable {
    /// Told from the file and the video's number of frames.
    case auto
    /// (T, N, 2): frames first.
    case tn
    /// (N, T, 2): tracks first.
    case nt
  }

  public var layout: Layout
  /// Frames of the video, where it is known: the axis of that length is time.
  public var frameCount: Int?
  /// A separate array of visibility for `.npy` tracks.
  public var visibilityFile: String?
  /// The sequence to take from a file of several (TAP-Vid pickles): its name, or its index.
  public var sequence: String?
  /// Whether the file's flags mean the opposite of what its key says.
  public var invertsVisibility: Bool

  public init(
    layout: Layout = .auto, frameCount: Int? = nil, visibilityFile: String? = nil, sequence: String? = nil,
    invertsVisibility: Bool = false
  ) {
    self.layout = layout
    self.frameCount = frameCount
    self.visibilityFile = visibilityFile
    self.sequence = sequence
    self.invertsVisibility = invertsVisibility
  }
}
