internal import LinearAlgebra
internal import Tracks

/// A stretch of frames, and the tracks that are observed throughout it.
struct MotionWindow: Sendable {
  let start: Int
  /// W, frames.
  let length: Int
  /// The tracks observed in every frame of the window, ascending.
  let tracks: [Int]
  /// The mean of these tracks: W values of x, then W of y.
  let mean: [Double]
  /// A row of 2 W values for each of these tracks: x, then y, less the mean track.
  let rows: [Double]

  /// D = 2 W, the length of a row.
  var dimension: Int { 2 * length }

  init(_ set: TrackSet, start: Int, length: Int) {
    self.start = start
    self.length = length
    tracks = (0..<set.trackCount).filter { Self.isObserved(set, track: $0, start: start, length: length) }
    var values: [Double] = []
    values.reserveCapacity(tracks.count * 2 * length)
    for track in tracks { values += Self.positions(set, track: track, start: start, length: length) }
    var mean = [Double](repeating: 0, count: 2 * length)
    for row in tracks.indices {
      for place in mean.indices { mean[place] += values[row * 2 * length + place] }
    }
    if !tracks.isEmpty { for place in mean.indices { mean[place] /= Double(tracks.count) } }
    for row in tracks.indices {
      for place in mean.indices { values[row * 2 * length + place] -= mean[place] }
    }
    self.mean = mean
    rows = values
  }

  /// The row of a track of another set over the same frames; nil where it is not observed throughout.
  func row(of track: Int, in set: TrackSet) -> [Double]? {
    guard Self.isObserved(set, track: track, start: start, length: length) else { return nil }
    var values = Self.positions(set, track: track, start: start, length: length)
    for place in mean.indices { values[place] -= mean[place] }
    return values
  }

  private static func isObserved(_ set: TrackSet, track: Int, start: Int, length: Int) -> Bool {
    guard !set.observed.isEmpty else { return true }
    let first = track * set.frameCount + start
    return !set.observed[first..<(first + length)].contains(false)
  }

  private static func positions(_ set: TrackSet, track: Int, start: Int, length: Int) -> [Double] {
    let frames = (track * set.frameCount + start)..<(track * set.frameCount + start + length)
    return set.x[frames].map(Double.init) + set.y[frames].map(Double.init)
  }
}

/// Which windows of a set of tracks are compared.
struct MotionWindows: Sendable {
  /// Frames of a window where tracks are seen that long.
  static let usualLength = 30
  /// Frames of the shortest window where tracks are short.
  static let leastLength = 6

  let length: Int
  let starts: [Int]

  /// Half-overlapping windows of 30 frames; where tracks are short, of 0.6 times the 5 % quantile of their longest unbroken runs.
  ///
  /// - Parameter most: Of more windows, so many evenly spread ones are taken.
  init(_ set: TrackSet, usualLength: Int = usualLength, most: Int) {
    let frames = set.frameCount
    let runs = (0..<set.trackCount).map { Self.longestRun(set, track: $0) }.sorted()
    let short = runs.isEmpty ? frames : runs[runs.count / 20]
    let fitting = short >= frames ? frames : max(Self.leastLength, Int((0.6 * Double(short)).rounded()))
    length = max(1, min(usualLength, frames, fitting))
    var starts = Array(stride(from: 0, through: max(0, frames - length), by: max(1, length / 2)))
    if let last = starts.last, last != frames - length { starts.append(frames - length) }
    self.starts = evenly(starts, most: most)
  }

  private static func longestRun(_ set: TrackSet, track: Int) -> Int {
    guard !set.observed.isEmpty else { return set.frameCount }
    var (run, longest) = (0, 0)
    for index in set.range(ofTrack: track) {
      run = set.observed[index] ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}

/// At most so many values of a list, evenly spread, the first and the last among them.
func evenly<Value>(_ values: [Value], most: Int) -> [Value] {
  guard values.count > most, most > 1 else {
    return values.count > most ? Array(values.prefix(most)) : values
  }
  return (0..<most).map {
    values[Int((Double($0) * Double(values.count - 1) / Double(most - 1)).rounded())]
  }
}
