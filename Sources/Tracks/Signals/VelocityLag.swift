/// The frames between the two positions of a velocity, chosen from the tracks' noise.
///
/// The noise of a difference does not depend on the lag, but motion grows with it: the best lag is the
/// shortest over which the power of motion is twenty times that of the noise.
public struct VelocityLag: Sendable, Equatable {
  /// Frames between the two positions.
  public let lag: Int
  /// Standard deviation of the noise of a coordinate, pixels.
  public let noise: Float

  /// The least power of motion over a lag, as a multiple of the power of its noise.
  private static let leastRatio: Float = 20

  /// Chooses for tracks whose positions are finite throughout; lags are at most a tenth of the frames, and 8.
  public init(for tracks: TrackSet) {
    // At most 400 tracks, evenly taken: medians need no more.
    let step = max(1, tracks.trackCount / 400)
    let chosen = Array(stride(from: 0, to: tracks.trackCount, by: step))
    noise = Self.median(
      chosen.map { track in
        let range = tracks.range(ofTrack: track)
        return Self.noise(of: [Array(tracks.x[range]), Array(tracks.y[range])])
      })
    let noisePower = 2 * noise * noise
    let most = max(1, min(8, tracks.frameCount / 10))
    var found = 1
    for lag in [1, 2, 3, 5, 8] where lag <= most {
      found = lag
      let power = Self.median(
        chosen.map { track in
          let range = tracks.range(ofTrack: track)
          let (x, y) = (Array(tracks.x[range]), Array(tracks.y[range]))
          return (Self.variance(ofDifferences: x, lag: lag) + Self.variance(ofDifferences: y, lag: lag)) / 2
        })
      if power >= Self.leastRatio * noisePower { break }
    }
    lag = found
  }

  /// From third differences, which cancel smooth motion: their variance is twenty times the noise's.
  private static func noise(of coordinates: [[Float]]) -> Float {
    var third: [Float] = []
    for p in coordinates where p.count > 3 {
      for t in 3..<p.count {
        let change: Float = p[t] - 3 * p[t - 1] + 3 * p[t - 2] - p[t - 3]
        third.append(abs(change))
      }
    }
    return median(third) / (0.6745 * Float(20).squareRoot())
  }

  private static func variance(ofDifferences p: [Float], lag: Int) -> Float {
    guard p.count > lag + 1 else { return 0 }
    let n = Float(p.count - lag)
    var (sum, squares): (Float, Float) = (0, 0)
    for t in lag..<p.count { sum += p[t] - p[t - lag] }
    let mean = sum / n
    for t in lag..<p.count {
      let d = p[t] - p[t - lag] - mean
      squares += d * d
    }
    return squares / n
  }

  private static func median(_ values: [Float]) -> Float {
    guard !values.isEmpty else { return 0 }
    return values.sorted()[values.count / 2]
  }
}
