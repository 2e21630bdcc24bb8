public import Tracks

/// The tracks that a filter kept, split into those that stand still and those that move.
public struct MotionClasses: Sendable {
  public let filtered: FilteredTracks
  /// Whether each kept track is static.
  public let isStatic: [Bool]
  /// The kept tracks that move, and their indices among the kept ones.
  public let moving: TrackSet
  public let movingIndices: [Int]
  /// What a person should know of the choice.
  public let warnings: [String]

  /// Filters and splits.
  ///
  /// - Throws: `PipelineError` (input) where fewer than two moving tracks are left, saying where the others went.
  public init(_ loaded: LoadedTracks, options: SegmentationOptions) throws {
    let tracks = loaded.tracks
    guard tracks.trackCount > 0, tracks.frameCount > 0 else {
      throw PipelineError(
        .input,
        "the file holds \(tracks.trackCount) tracks of \(tracks.frameCount) frames: there is nothing to segment"
      )
    }
    let selection = TrackSelection(loaded, options: options)
    filtered = selection.filtered
    isStatic = selection.isStatic
    warnings = selection.warnings
    let still = isStatic
    movingIndices = still.indices.filter { !still[$0] }
    moving = selection.compared.selecting(movingIndices)
    guard movingIndices.count >= 2 else {
      throw PipelineError(
        .input,
        "\(summary). Mutual information needs at least two tracks that move"
          + (options.filter == "paper" ? "; --filter default keeps more" : ""))
    }
  }

  /// Kept tracks that do not move.
  public var staticCount: Int { isStatic.count - movingIndices.count }

  /// One line: kept, static, and dropped by reason.
  public var summary: String {
    let counts = filtered.dropped
    let reasons = DropReason.allCases.compactMap { reason -> String? in
      guard let count = counts[reason], count > 0 else { return nil }
      return "\(count) \(reason.name)"
    }
    let dropped = reasons.isEmpty ? "none dropped" : "dropped: " + reasons.joined(separator: ", ")
    return
      "kept \(filtered.indices.count) of \(filtered.reasons.count) tracks (\(staticCount) static); \(dropped)"
  }
}
