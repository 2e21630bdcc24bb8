/// Whether the flags of visibility are plausible.
enum VisibilityCheck {
  /// A warning where no point is visible, or where most tracks begin hidden: trackers start on visible
  /// points.
  ///
  /// A track begins in the first frame in which it has a position.
  static func warning(for set: TrackSet, isInverted: Bool) -> String? {
    guard set.trackCount > 0, set.frameCount > 0 else { return nil }
    let remedy =
      isInverted
      ? "if the flags of the file are right, remove --invert-visibility"
      : "if the flags mean the opposite, use --invert-visibility"
    guard set.visible.contains(true) else { return "no point is marked as visible in any frame: \(remedy)" }
    var (hidden, begun) = (0, 0)
    for track in 0..<set.trackCount {
      let first = set.range(ofTrack: track).first {
        set.x[$0].isFinite && set.y[$0].isFinite && (set.missing.isEmpty || !set.missing[$0])
          && set.isObserved($0)
      }
      guard let first else { continue }
      begun += 1
      if !set.visible[first] { hidden += 1 }
    }
    guard 2 * hidden > begun else { return nil }
    return "\(percent(hidden, of: begun)) of the tracks begin hidden: \(remedy)"
  }
}
