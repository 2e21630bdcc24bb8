/// What the coordinates of hidden points are in files of a format.
enum HiddenPositions: Sendable {
  /// The points' true positions, as a renderer knows them.
  case exact
  /// A tracker's guess.
  case predicted

  /// Marks hidden points as not observed where the user, or the format, says that their coordinates are no measurements.
  ///
  /// Guesses are skipped by default: Documentation/tracks.md has the measurement.
  func mark(_ set: inout TrackSet, choice: TrackReadingOptions.Hidden) {
    let skips =
      switch choice {
      case .auto: self == .predicted
      case .use: false
      case .skip: true
      }
    guard skips, set.hasVisibility, set.visible.contains(false) else { return }
    set.observed = set.observed.isEmpty ? set.visible : zip(set.observed, set.visible).map { $0 && $1 }
  }
}
