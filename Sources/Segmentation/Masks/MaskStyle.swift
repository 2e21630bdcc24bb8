public import Support

/// How the labels of tracks become masks.
public enum MaskStyle: String, NamedChoice {
  /// Every pixel takes the label of the track that is nearest along the picture's content.
  case edges
  /// Every pixel takes the label of the track that is nearest in the plane.
  case dense
  /// A disc at every track.
  case points

  public var summary: String {
    switch self {
    case .edges:
      "every pixel takes the label of the visible track that is nearest along the picture's content: edges count as distance"
    case .dense: "nearest in the plane"
    case .points: "a disc at every track"
    }
  }
}
