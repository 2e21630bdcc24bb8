public import Tracks
internal import Support

/// The tracks that a filter kept, split into those that stand still and those that move.
public struct MotionClasses: Sendable {
  public let filtered: FilteredTracks
  /// The kept tracks among those of the file.
  public let kept: Selection<FileTracks, KeptTracks>
  /// The tracks that move among the kept ones.
  public let moving: Selection<KeptTracks, MovingTracks>
  /// The moving tracks, with the frames in which they are observed.
  public let movingTracks: TrackSet

  /// Filters and splits the tracks of a file.
  ///
  /// - Parameter leastFrames: The least number of observed frames of a track; nil: that of the rule.
  /// - Throws: `RunError` (input) where fewer than two moving tracks are left, with the reasons of the others.
  public init(_ tracks: TrackSet, picture: TrackRegion, rule: TrackFilter.Rule, leastFrames: Int? = nil)
    throws
  {
    self = try Self.split(tracks, picture: picture, rule: rule, leastFrames: leastFrames)
    guard moving.count >= 2 else {
      throw RunError(
        .input,
        "\(summary). Mutual information needs at least two tracks that move"
          + (rule == .default ? "" : "; the filter “default” accepts more tracks"))
    }
  }

  private init(filtered: FilteredTracks, picture: TrackRegion) {
    self.filtered = filtered
    kept = Selection(filtered.indices, of: filtered.reasons.count)
    let isStatic = StaticTracks(width: picture.width, height: picture.height).find(in: filtered.kept)
    moving = Selection(isStatic.indices.filter { !isStatic[$0] }, of: isStatic.count)
    movingTracks = filtered.kept.selecting(moving.indices)
  }

  /// The same where any number of tracks may move.
  ///
  /// - Throws: `RunError` (input) where the file holds no tracks.
  public static func split(
    _ tracks: TrackSet, picture: TrackRegion, rule: TrackFilter.Rule, leastFrames: Int? = nil
  ) throws -> MotionClasses {
    guard tracks.trackCount > 0, tracks.frameCount > 0 else {
      throw RunError(
        .input,
        "the file holds \(tracks.trackCount) tracks of \(tracks.frameCount) frames: there is nothing to segment"
      )
    }
    var filter = rule.filter(picture: picture)
    if let leastFrames {
      filter.leastFrames = leastFrames
      // A track of so many frames cannot be visible in more.
      filter.leastVisible = min(filter.leastVisible, leastFrames)
    }
    return MotionClasses(filtered: filter.apply(to: tracks), picture: picture)
  }

  /// Kept tracks that do not move.
  public var staticCount: Int { kept.count - moving.count }

  /// What a person should know of the choice: why tracks get no label, where more than a fifth gets none.
  public var warnings: [String] {
    let dropped = kept.wholeCount - kept.count
    guard 5 * dropped > kept.wholeCount else { return [] }
    let reasons = filtered.dropped.filter { $0.value > 0 }.sorted {
      ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue)
    }
    return [
      "\(dropped) of \(kept.wholeCount) tracks get no label: "
        + reasons.map { "\($0.value) \($0.key.name)" }.joined(separator: ", ")
    ]
  }

  /// One line: kept, static, and dropped by reason.
  public var summary: String {
    let counts = filtered.dropped
    let reasons = DropReason.allCases.compactMap { reason -> String? in
      guard let count = counts[reason], count > 0 else { return nil }
      return "\(count) \(reason.name)"
    }
    let dropped = reasons.isEmpty ? "none dropped" : "dropped: " + reasons.joined(separator: ", ")
    return "kept \(kept.count) of \(kept.wholeCount) tracks (\(staticCount) static); \(dropped)"
  }
}
