public import Support

extension TrackReadingOptions {
  /// Which axis comes first in an array of coordinates.
  public enum Layout: String, NamedChoice {
    /// By the format and the video's number of frames.
    case auto
    /// (T, N, 2).
    case tn
    /// (N, T, 2).
    case nt

    public var summary: String {
      switch self {
      case .auto: "from the format and the video's number of frames"
      case .tn: "frames, tracks, 2"
      case .nt: "tracks, frames, 2"
      }
    }
  }

  /// Which coordinate comes first.
  public enum Coordinates: String, NamedChoice {
    /// x first; y first if only that fits the picture.
    case auto
    case xy
    case yx

    public var summary: String {
      switch self {
      case .auto: "x first; y first if only that fits the picture"
      case .xy: "x first"
      case .yx: "y first"
      }
    }
  }

  /// What the coordinates of hidden points are worth.
  public enum Hidden: String, NamedChoice {
    /// By the format: true positions are used, a tracker's guesses are not.
    case auto
    case use
    case skip

    public var summary: String {
      switch self {
      case .auto: "use exact positions (PointOdyssey, Kubric, TAP-Vid), skip those that a tracker predicts"
      case .use: "like visible points"
      case .skip: "not observed"
      }
    }
  }

  /// What the third of three coordinates is.
  public enum ThirdColumn: String, NamedChoice {
    /// Visibility where all values are 0 or 1, else depth.
    case auto
    case depth
    case visibility

    public var summary: String {
      switch self {
      case .auto: "visibility if all values are 0 or 1, else depth"
      case .depth: "along the camera's axis"
      case .visibility: "visible if above 0.5"
      }
    }
  }
}
