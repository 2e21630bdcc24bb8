/// Positions that a tracker repeats where it has lost a point: fillers, and no measurements.
///
/// Only for formats whose coordinates are a tracker's: a rendered point may truly stand still.
enum FrozenPositions {
  /// The least number of repeats at an end of a track that are fillers where the file has no visibility.
  private static let leastRepeats = 3

  /// Marks fillers as not observed.
  ///
  /// Where the file has visibility, a filler is a hidden entry that has exactly the position of the last visible entry before
  /// it, or of the first one after it, without another position in between; at least two in a row. Where it has none, fillers
  /// are the exact repeats in which a track begins or ends; a track that repeats a position elsewhere is taken as it is, since
  /// its coordinates are rounded.
  ///
  /// - Returns: A warning where there are fillers in a file without visibility.
  static func mark(_ set: inout TrackSet) -> String? {
    var found: [Int] = []
    var tracks = 0
    for track in 0..<set.trackCount {
      let range = set.range(ofTrack: track)
      let fillers = set.hasVisibility ? hidden(range, set) : ends(range, set)
      if !fillers.isEmpty { tracks += 1 }
      found += fillers
    }
    guard !found.isEmpty else { return nil }
    if set.observed.isEmpty { set.observed = [Bool](repeating: true, count: set.x.count) }
    for index in found { set.observed[index] = false }
    guard !set.hasVisibility else { return nil }
    return
      "\(percent(found.count, of: set.x.count)) of the entries, in \(tracks) tracks, repeat the first or the last position of "
      + "the track exactly and are not taken as positions"
  }

  private static func isSame(_ a: Int, _ b: Int, _ set: TrackSet) -> Bool {
    set.x[a] == set.x[b] && set.y[a] == set.y[b]
  }

  /// Hidden entries that repeat the visible one at either end of their run.
  private static func hidden(_ range: Range<Int>, _ set: TrackSet) -> [Int] {
    var found: [Int] = []
    var index = range.lowerBound
    while index < range.upperBound {
      guard !set.visible[index] else {
        index += 1
        continue
      }
      let start = index
      while index < range.upperBound, !set.visible[index] { index += 1 }
      var forward = start
      if start > range.lowerBound {
        while forward < index, isSame(forward, start - 1, set) { forward += 1 }
      }
      var backward = index
      if index < range.upperBound {
        while backward > forward, isSame(backward - 1, index, set) { backward -= 1 }
      }
      if forward - start > 1 { found += start..<forward }
      if index - backward > 1 { found += backward..<index }
    }
    return found
  }

  /// The repeats with which a track that otherwise always moves begins or ends.
  private static func ends(_ range: Range<Int>, _ set: TrackSet) -> [Int] {
    guard range.count > 2 else { return [] }
    var first = range.lowerBound
    while first + 1 < range.upperBound, isSame(first, first + 1, set) { first += 1 }
    var last = range.upperBound - 1
    while last > first, isSame(last, last - 1, set) { last -= 1 }
    let (before, after) = (first - range.lowerBound, range.upperBound - 1 - last)
    guard max(before, after) >= leastRepeats, last - first >= 2 else { return [] }
    for index in (first + 1)...last where isSame(index, index - 1, set) { return [] }
    return (before >= leastRepeats ? Array(range.lowerBound..<first) : [])
      + (after >= leastRepeats ? Array((last + 1)..<range.upperBound) : [])
  }
}
