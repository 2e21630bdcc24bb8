/// The tracks that passed a filter, and why the others did not.
public struct FilteredTracks: Sendable, Equatable {
  /// The tracks that passed, with the frames in which each is observed: `observed` is empty where all are complete.
  ///
  /// Where a track is not observed it is not visible, and has the position of the nearest frame in which it is.
  public let kept: TrackSet
  /// Their indices among all tracks.
  public let indices: [Int]
  /// One reason for every track of the file.
  public let reasons: [DropReason]

  /// The tracks of `all` that have the reason `kept`.
  ///
  /// - Parameter observed: Where each track of `all` is observed, N·T values; nil: everywhere.
  public init(all: TrackSet, reasons: [DropReason], observed: [Bool]? = nil) {
    indices = reasons.indices.filter { reasons[$0] == .kept }
    var whole = all
    whole.observed = observed ?? []
    var chosen = whole.selecting(indices)
    if chosen.isComplete { chosen.observed = [] } else { chosen.fillGaps() }
    kept = chosen
    self.reasons = reasons
  }

  /// Number of tracks dropped for each reason, all reasons listed.
  public var dropped: [DropReason: Int] {
    var counts = Dictionary(uniqueKeysWithValues: DropReason.allCases.filter { $0 != .kept }.map { ($0, 0) })
    for reason in reasons where reason != .kept { counts[reason, default: 0] += 1 }
    return counts
  }
}

extension TrackSet {
  /// Hides what is not observed, and gives it the nearest observed position of its track, the earlier of two.
  fileprivate mutating func fillGaps() {
    for track in 0..<trackCount {
      let range = range(ofTrack: track)
      var before: Int?
      var index = range.lowerBound
      while index < range.upperBound {
        guard !observed[index] else {
          before = index
          index += 1
          continue
        }
        let start = index
        while index < range.upperBound, !observed[index] { index += 1 }
        let after = index < range.upperBound ? index : nil
        for gap in start..<index {
          visible[gap] = false
          let source: Int? =
            switch (before, after) {
            case (let before?, let after?): gap - before <= after - gap ? before : after
            default: before ?? after
            }
          (x[gap], y[gap]) = source.map { (x[$0], y[$0]) } ?? (0, 0)
        }
      }
    }
  }
}
