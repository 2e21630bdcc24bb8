public import Support

/// How the labels of tracks become masks.
public enum MaskStyle: String, NamedChoice {
  /// Every pixel is of an object or of the background; without a background, `edges`.
  case full
  /// Every pixel takes the label of the track that is nearest along the picture's content.
  case edges
  /// Every pixel takes the label of the track that is nearest in the plane.
  case dense
  /// A disc at every track.
  case points

  public var summary: String {
    switch self {
    case .full: "every pixel is an object's or the background's; edges where no background is known"
    case .edges:
      "label of the nearest visible track, where edges of the picture count as distance"
    case .dense: "the same by distance in the image plane"
    case .points: "a disc at each track"
    }
  }
}
