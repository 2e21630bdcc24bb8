internal import Tracks

extension TrackSet {
  /// The same tracks with their short gaps bridged: a track that is not observed in at most `longest` frames in a row, and before and
  /// after them, is taken to have moved evenly, so that a window holds it although single frames are missing.
  ///
  /// Tracks without such gaps are as they were.
  func bridgingGaps(longest: Int) -> TrackSet {
    guard observed.contains(false), longest > 0 else { return self }
    var set = self
    for track in 0..<trackCount {
      var last: Int?
      for index in range(ofTrack: track) where observed[index] {
        if let before = last, index - before > 1, index - before - 1 <= longest {
          for gap in (before + 1)..<index {
            let share = Float(gap - before) / Float(index - before)
            set.x[gap] = x[before] + share * (x[index] - x[before])
            set.y[gap] = y[before] + share * (y[index] - y[before])
            set.observed[gap] = true
          }
        }
        last = index
      }
    }
    if !set.observed.contains(false) { set.observed = [] }
    return set
  }

  /// Frames that are bridged at most: a tenth of the video, and never more than eight.
  ///
  /// Chosen on sets with entries removed: longer bridges hide what short videos have, and bend the paths of long ones.
  var longestBridge: Int { min(8, frameCount / 10) }
}
