/// Tracks that do not move.
///
/// The ranks of a constant are ties: such tracks have no mutual information worth the name, and are a class of
/// their own, found by the extent of their motion.
public struct StaticTracks: Sendable, Equatable {
  /// Extent in pixels up to which a track counts as still whatever its noise: rounding and compression move points so far.
  public var stillness: Float
  /// Extent in pixels beyond which a track moves whatever its noise.
  public var certainMotion: Float

  /// Limits for a picture of this size: 0.75 pixels of a 480 × 270 picture, and a hundredth of the diagonal.
  public init(width: Float, height: Float) {
    let diagonal = (width * width + height * height).squareRoot()
    stillness = 0.75 * diagonal / 550.7
    certainMotion = 0.01 * diagonal
  }

  /// Whether each track is static: the span of its middle 90 % of positions, in x and in y, is within the stillness or
  /// within four standard deviations of its frame-to-frame noise.
  public func find(in tracks: TrackSet) -> [Bool] {
    (0..<tracks.trackCount).map { track in
      let range = tracks.range(ofTrack: track)
      return isStill(Array(tracks.x[range])) && isStill(Array(tracks.y[range]))
    }
  }

  private func isStill(_ positions: [Float]) -> Bool {
    guard positions.count > 1 else { return true }
    let sorted = positions.sorted()
    let margin = positions.count / 20
    let extent = sorted[sorted.count - 1 - margin] - sorted[margin]
    if extent <= stillness { return true }
    if extent > certainMotion || positions.count < 8 { return false }
    // Second differences cancel smooth motion: their variance is six times the noise's.
    var second: [Float] = []
    for frame in 2..<positions.count {
      let change: Float = positions[frame] - 2 * positions[frame - 1] + positions[frame - 2]
      second.append(abs(change))
    }
    second.sort()
    let noise = second[second.count / 2] / (0.6745 * Float(6).squareRoot())
    return extent <= 4 * noise
  }
}
