/// Tracks that do not move.
///
/// All ranks of a constant are ties, so its mutual information means nothing: static tracks are a class of
/// their own, found by the extent of their motion.
public struct StaticTracks: Sendable, Equatable {
  /// Extent in pixels up to which a track is static whatever its noise: rounding and compression move points
  /// so far.
  public var staticExtent: Float
  /// Extent in pixels beyond which a track moves whatever its noise.
  public var movingExtent: Float

  /// Limits for a picture of this size: 0.75 pixels of a 480 × 270 picture, and a hundredth of the diagonal.
  public init(width: Float, height: Float) {
    let diagonal = (width * width + height * height).squareRoot()
    staticExtent = 0.75 * diagonal / 550.7
    movingExtent = 0.01 * diagonal
  }

  /// Whether each track is static: the span of its middle 90 % of positions, in x and in y, is at most
  /// `staticExtent`, or at most four standard deviations of its frame-to-frame noise.
  ///
  /// Only frames in which the track is observed count, and for the noise only three in a row.
  public func find(in tracks: TrackSet) -> [Bool] {
    (0..<tracks.trackCount).map { track in
      let range = tracks.range(ofTrack: track)
      guard !tracks.observed.isEmpty else {
        return isStatic(Array(tracks.x[range])) && isStatic(Array(tracks.y[range]))
      }
      let frames = range.filter { tracks.observed[$0] }
      return isStatic(frames.map { tracks.x[$0] }, frames: frames)
        && isStatic(frames.map { tracks.y[$0] }, frames: frames)
    }
  }

  /// - Parameter frames: The frame of each position; nil: one after the other.
  private func isStatic(_ positions: [Float], frames: [Int]? = nil) -> Bool {
    guard positions.count > 1 else { return true }
    let sorted = positions.sorted()
    let margin = positions.count / 20
    let extent = sorted[sorted.count - 1 - margin] - sorted[margin]
    if extent <= staticExtent { return true }
    if extent > movingExtent || positions.count < 8 { return false }
    // Second differences cancel smooth motion: their variance is six times the noise's.
    var second: [Float] = []
    for frame in 2..<positions.count where frames.map({ $0[frame] - $0[frame - 2] == 2 }) ?? true {
      let change: Float = positions[frame] - 2 * positions[frame - 1] + positions[frame - 2]
      second.append(abs(change))
    }
    guard !second.isEmpty else { return false }
    second.sort()
    let noise = second[second.count / 2] / (0.6745 * Float(6).squareRoot())
    return extent <= 4 * noise
  }
}
