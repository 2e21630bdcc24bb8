/// Values that stand in a file where a point has no position: trackers write (0, 0) or −1 before a query's
/// frame and after a track's end.
enum Placeholders {
  /// Values that are placeholders where both coordinates have them exactly.
  private static let values: [Double] = [0, -1, -100, -999, -1000, -9999, -10000]

  /// Marks placeholders: they are hidden, and not valid.
  ///
  /// A hidden point exactly there has no position; where the file has no visibility, only a point that stays
  /// there for two frames or more.
  ///
  /// - Returns: A warning where there are placeholders.
  static func mark(_ set: inout TrackSet) -> String? {
    let sentinels = values.map { (x: Float($0 - set.originX), y: Float($0 - set.originY)) }
    func isSentinel(_ index: Int) -> Bool {
      sentinels.contains { set.x[index] == $0.x && set.y[index] == $0.y }
    }
    var found: [Int] = []
    var tracks = 0
    for track in 0..<set.trackCount {
      let before = found.count
      var run: [Int] = []
      for index in set.range(ofTrack: track) where set.missing.isEmpty || !set.missing[index] {
        if isSentinel(index), !set.hasVisibility || !set.visible[index] {
          run.append(index)
        } else {
          if set.hasVisibility || run.count > 1 { found += run }
          run = []
        }
      }
      if set.hasVisibility || run.count > 1 { found += run }
      if found.count > before { tracks += 1 }
    }
    guard !found.isEmpty else { return nil }
    if set.missing.isEmpty { set.missing = [Bool](repeating: false, count: set.x.count) }
    for index in found {
      set.missing[index] = true
      set.visible[index] = false
      set.valid[index] = false
    }
    let example = found[0]
    return
      "\(percent(found.count, of: set.x.count)) of the entries, in \(tracks) tracks, are placeholders "
      + "(\(set.xText(example)), \(set.yText(example))) and not positions: the point is not tracked in these frames"
  }
}
