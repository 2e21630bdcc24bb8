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

  /// Which coordinate comes first.
  public enum Coordinates: String, Sendable, CaseIterable, Codable {
    /// (x, y), or (y, x) where only that fits the picture.
    case auto
    case xy
    case yx
  }

  /// What the third of three coordinates is.
  public enum ThirdColumn: String, Sendable, CaseIterable, Codable {
    /// Visibility where it holds nothing but 0 and 1, else depth.
    case auto
    case depth
    case visibility
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
  /// Size of the video's pictures, where it is known: coordinates are compared with it.
  public var pictureSize: PictureSize?
  /// Size of the resized copy that the coordinates are pixels of; nil: the video's own.
  public var tracksSize: PictureSize?
  /// Which coordinate comes first; nil: auto.
  public var coordinates: Coordinates?
  /// What the third of three coordinates is; nil: auto.
  public var thirdColumn: ThirdColumn?
  /// The camera that 3-D points are projected with, where their file does not hold it.
  public var intrinsics: CameraIntrinsics?

  public init(
    layout: Layout = .auto, frameCount: Int? = nil, visibilityFile: String? = nil, sequence: String? = nil,
    invertsVisibility: Bool = false, pictureSize: PictureSize? = nil, tracksSize: PictureSize? = nil,
    coordinates: Coordinates? = nil, thirdColumn: ThirdColumn? = nil, intrinsics: CameraIntrinsics? = nil
  ) {
    self.layout = layout
    self.frameCount = frameCount
    self.visibilityFile = visibilityFile
    self.sequence = sequence
    self.invertsVisibility = invertsVisibility
    self.pictureSize = pictureSize
    self.tracksSize = tracksSize
    self.coordinates = coordinates
    self.thirdColumn = thirdColumn
    self.intrinsics = intrinsics
  }
}
