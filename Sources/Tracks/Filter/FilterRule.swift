public import Support

extension TrackFilter {
  /// A rule that decides which tracks are kept, as a user chooses it by name.
  ///
  /// A new rule is a value in a file of its own, and one line in `allCases`.
  public struct Rule: ListedChoice {
    /// The name on the command line and in run.json.
    public let name: String
    /// One line for the help.
    public let summary: String
    private let makeFilter: @Sendable (TrackRegion) -> TrackFilter

    /// - Parameter filter: The filter for tracks in this picture.
    public init(_ name: String, summary: String, filter: @escaping @Sendable (TrackRegion) -> TrackFilter) {
      self.name = name
      self.summary = summary
      makeFilter = filter
    }

    /// The rules in the order they are listed.
    public static let allCases: [Rule] = [.default, .paper]

    /// The filter for tracks in this picture.
    public func filter(picture: TrackRegion) -> TrackFilter { makeFilter(picture) }

    /// The frames in which a track is finite, plausible and no guess, if there are enough of them.
    public static let `default` = Rule(
      "default", summary: "finite and plausible in 8 frames or more, and compared in these"
    ) { TrackFilter(picture: $0) }

    /// The rule of arXiv 2402.10158, "only points appearing throughout the entire video": in the picture in
    /// frame 0, within (−2000, 2000) pixels and valid in every frame.
    public static let paper = Rule(
      "paper", summary: "in the picture in the first frame and valid in every frame"
    ) { picture in
      var filter = TrackFilter(picture: picture)
      filter.needsEveryFrame = true
      filter.absoluteLimit = 2000
      filter.longestStep = nil
      filter.needsFirstFrame = true
      filter.leastVisible = 0
      return filter
    }
  }
}
