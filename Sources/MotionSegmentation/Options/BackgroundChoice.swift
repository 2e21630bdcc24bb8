public import Support

/// Whether the background is looked for among the groups.
public enum BackgroundChoice: String, NamedChoice {
  /// With the clustering `auto`, where it is sure.
  case auto
  /// Only tracks that stand still are the background.
  case none

  public var summary: String {
    switch self {
    case .auto:
      "with the clustering auto, the group that is surely the background gets label 0, also if the camera moves"
    case .none: "label 0 is only for tracks that do not move"
    }
  }
}
