/// What a user knows of a track file that the file itself does not state.
public struct TrackReadingOptions: Sendable, Equatable, Codable {
  /// Which of the two leading axes is time.
  public var layout: Layout
  /// Number of frames of the video, which decides the axis of time; nil without a video.
  public var frameCount: Int?
  /// A separate array of visibility for `.npy` tracks.
  public var visibilityFile: String?
  /// The sequence to read from a file of several (TAP-Vid pickles): its name, or its index.
  public var sequence: String?
  /// Whether the file's flags mean the opposite of what their name or format implies.
  public var invertsVisibility: Bool
  /// Size of the video's pictures, nil without a video; coordinates are compared with it.
  public var pictureSize: PictureSize?
  /// Size of the resized copy that the coordinates are pixels of; nil: the video's own.
  public var tracksSize: PictureSize?
  /// Which coordinate comes first; nil: auto.
  public var coordinates: Coordinates?
  /// What the third of three coordinates is; nil: auto.
  public var thirdColumn: ThirdColumn?
  /// The camera that 3-D points are projected with, where their file does not hold it.
  public var intrinsics: CameraIntrinsics?
  /// What the coordinates of hidden points are worth; nil: auto.
  public var hidden: Hidden?
  /// The confidence, 0 to 1, under which a point is not observed, where the file has one; nil: the usual one of the file's kind.
  public var leastConfidence: Float?

  /// Options that leave everything to the file, but for those that are given.
  public init(
    layout: Layout = .auto, frameCount: Int? = nil, visibilityFile: String? = nil, sequence: String? = nil,
    invertsVisibility: Bool = false, pictureSize: PictureSize? = nil, tracksSize: PictureSize? = nil,
    coordinates: Coordinates? = nil, thirdColumn: ThirdColumn? = nil, intrinsics: CameraIntrinsics? = nil,
    hidden: Hidden? = nil, leastConfidence: Float? = nil
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
    self.hidden = hidden
    self.leastConfidence = leastConfidence
  }
}
