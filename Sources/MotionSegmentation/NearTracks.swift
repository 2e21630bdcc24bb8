internal import Tracks

/// The tracks that are near each other, for matrices of which only such pairs are estimated.
enum NearTracks {
  /// For every track the `count` nearest others by mean distance over frames, and those that have it among theirs; ascending.
  ///
  /// At most forty evenly spread frames are looked at. Of tracks with gaps, the frames in which both are observed count; tracks that
  /// share none are not near.
  static func find(_ count: Int, in tracks: TrackSet) -> [[Int]] {
    guard tracks.isComplete else { return findCommon(count, in: tracks) }
    let tracks = tracks.whole
    let n = tracks.trackCount
    let step = max(tracks.frameCount / 40, 1)
    let frames = Array(stride(from: 0, to: tracks.frameCount, by: step))
    // Frame-major, so that one pass over a frame updates all distances of a track.
    var (x, y) = ([[Float]](), [[Float]]())
    for frame in frames {
      x.append((0..<n).map { tracks.x[$0 * tracks.frameCount + frame] })
      y.append((0..<n).map { tracks.y[$0 * tracks.frameCount + frame] })
    }
    var near = [Set<Int>](repeating: [], count: n)
    var distances = [Float](repeating: 0, count: n)
    for track in 0..<n {
      for other in 0..<n { distances[other] = 0 }
      for frame in frames.indices {
        let (px, py) = (x[frame][track], y[frame][track])
        x[frame].withUnsafeBufferPointer { x in
          y[frame].withUnsafeBufferPointer { y in
            for other in 0..<n {
              let (dx, dy) = (x[other] - px, y[other] - py)
              distances[other] += (dx * dx + dy * dy).squareRoot()
            }
          }
        }
      }
      distances[track] = .infinity
      let order = (0..<n).sorted { distances[$0] != distances[$1] ? distances[$0] < distances[$1] : $0 < $1 }
      for other in order.prefix(count) where other != track {
        near[track].insert(other)
        near[other].insert(track)
      }
    }
    return near.map { $0.sorted() }
  }

  /// The same for tracks with gaps, over every frame that both are observed in.
  private static func findCommon(_ count: Int, in tracks: TrackSet) -> [[Int]] {
    let n = tracks.trackCount
    var near = [Set<Int>](repeating: [], count: n)
    let motions = (0..<n).map { MotionSpan($0, of: tracks) }
    for track in 0..<n {
      let distances = (0..<n).compactMap { other -> (other: Int, distance: Float)? in
        guard other != track else { return nil }
        return motions[track].distance(to: motions[other]).map { (other, $0) }
      }
      for (other, _) in distances.sorted(by: { ($0.distance, $0.other) < ($1.distance, $1.other) }).prefix(
        count)
      {
        near[track].insert(other)
        near[other].insert(track)
      }
    }
    return near.map { $0.sorted() }
  }
}
