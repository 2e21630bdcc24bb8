public import Tracks
internal import Support

/// The tracks that a filter kept, split into those that stand still and those that move.
public struct MotionClasses: Sendable {
  public let filtered: FilteredTracks
  /// The kept tracks among those of the file.
  public let kept: Selection<FileTracks, KeptTracks>
  /// The tracks that move among the kept ones.
  public let moving: Selection<KeptTracks, MovingTracks>
  /// The moving tracks, in the frames that are compared.
  public let movingTracks: TrackSet
  /// What a person should know of the choice.
  public let warnings: [String]

  /// Filters and splits the tracks of a file.
  ///
  /// Where most tracks have no position in some frames (trackers that start at queries), only those frames are compared that
  /// most tracks share.
  ///
  /// - Throws: `RunError` (input) where fewer than two moving tracks are left, with the reasons of the others.
  public init(_ tracks: TrackSet, picture: TrackRegion, rule: TrackFilter.Rule) throws {
    self = try Self.split(tracks, picture: picture, rule: rule)
    guard moving.count >= 2 else {
      throw RunError(
        .input,
        "\(summary). Mutual information needs at least two tracks that move"
          + (rule == .default ? "" : "; the filter “default” accepts more tracks"))
    }
  }

  private init(
    filtered: FilteredTracks, compared: TrackSet, picture: TrackRegion, warnings: [String]
  ) {
    self.filtered = filtered
    self.warnings = warnings
    kept = Selection(filtered.indices, of: filtered.reasons.count)
    let isStatic = StaticTracks(width: picture.width, height: picture.height).find(in: compared)
    moving = Selection(isStatic.indices.filter { !isStatic[$0] }, of: isStatic.count)
    movingTracks = compared.selecting(moving.indices)
  }

  /// The same where any number of tracks may move.
  ///
  /// - Throws: `RunError` (input) where the file holds no tracks.
  public static func split(_ tracks: TrackSet, picture: TrackRegion, rule: TrackFilter.Rule) throws
    -> MotionClasses
  {
    guard tracks.trackCount > 0, tracks.frameCount > 0 else {
      throw RunError(
        .input,
        "the file holds \(tracks.trackCount) tracks of \(tracks.frameCount) frames: there is nothing to segment"
      )
    }
    let filter = rule.filter(picture: picture)
    guard let frames = CommonFrames.find(in: tracks) else {
      let filtered = filter.apply(to: tracks)
      return MotionClasses(filtered: filtered, compared: filtered.kept, picture: picture, warnings: [])
    }
    let cut = filter.apply(to: tracks.cut(to: frames))
    let without = cut.reasons.count { $0 == .noPosition }
    let warning =
      "most tracks have no position in some frames, so the tracks are compared over frames \(frames.lowerBound) to "
      + "\(frames.upperBound - 1), where \(tracks.trackCount - without) of \(tracks.trackCount) tracks have positions"
    return MotionClasses(
      filtered: FilteredTracks(all: tracks, reasons: cut.reasons), compared: cut.kept, picture: picture,
      warnings: [warning])
  }

  /// Kept tracks that do not move.
  public var staticCount: Int { kept.count - moving.count }

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
