/// Whether the flags of visibility make sense.
enum VisibilityCheck {
  /// Warns where no point is seen, or where most tracks begin hidden: trackers are started on points that are seen.
  ///
  /// A track begins where it first has a position. PointOdyssey's tracks begin anywhere.
  static func warn(_ set: inout TrackSet, isInverted: Bool) {
    guard set.trackCount > 0, set.frameCount > 0, !set.format.hasPrefix("PointOdyssey") else { return }
    let remedy =
      isInverted
      ? "if the file's flags mean what they say, leave out --invert-visibility"
      : "if the flags mean the opposite, use --invert-visibility"
    guard set.visible.contains(true) else {
      set.warnings.append(
        "no point is marked as visible in any frame: \(remedy)")
      return
    }
    var (hidden, begun) = (0, 0)
    for track in 0..<set.trackCount {
      let first = set.range(ofTrack: track).first {
        set.x[$0].isFinite && set.y[$0].isFinite && (set.missing.isEmpty || !set.missing[$0])
      }
      guard let first else { continue }
      begun += 1
      if !set.visible[first] { hidden += 1 }
    }
    if 2 * hidden > begun {
      set.warnings.append(
        "\(percent(hidden, of: begun)) of the tracks begin hidden: \(remedy)"
      )
    }
  }
}
