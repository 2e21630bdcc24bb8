/// The frames that most tracks share, where many tracks have no position in some of them.
public enum CommonFrames {
  /// The least number of frames of an interval: fewer show too little motion.
  private static let least = 12

  /// The interval of frames in which the tracks without a gap have the most positions; nil where at least
  /// half of the tracks have positions throughout: then these alone are compared, over all frames.
  ///
  /// O(N · T) for each of at most 64 first frames.
  public static func find(in tracks: TrackSet) -> Range<Int>? {
    let (count, length) = (tracks.trackCount, tracks.frameCount)
    guard !tracks.missing.isEmpty, length > least else { return nil }
    let whole = (0..<count).count { track in !tracks.range(ofTrack: track).contains { tracks.missing[$0] } }
    guard 2 * whole < count else { return nil }
    var best = (positions: whole * length, frames: 0..<length)
    // Intervals begin and end where tracks do: at most 64 of either, evenly spread, are tried.
    let step = max(1, length / 64)
    for start in stride(from: 0, through: length - least, by: step) {
      var alive = [Int](repeating: 0, count: length + 1)
      for track in 0..<count {
        let first = track * length
        var end = start
        while end < length, !tracks.missing[first + end] { end += 1 }
        alive[end] += 1
      }
      var without = 0
      for end in start..<length {
        without += alive[end]
        let frames = end + 1 - start
        // Tracks that reach `end` without a gap.
        let positions = (count - without) * frames
        if frames >= least, positions > best.positions { best = (positions, start..<(end + 1)) }
      }
    }
    return best.frames == 0..<length ? nil : best.frames
  }
}
