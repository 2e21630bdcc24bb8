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

  /// Chooses for tracks whose positions are finite where they are observed; lags are at most a tenth of the frames in which half
  /// of the tracks are observed, and 8.
  ///
  /// Only differences of observed positions count, and only tracks that have some.
  public init(for tracks: TrackSet) {
    // At most 400 tracks, evenly taken: medians need no more.
    let step = max(1, tracks.trackCount / 400)
    let isComplete = tracks.isComplete
    let chosen = stride(from: 0, to: tracks.trackCount, by: step).map { track in
      let range = tracks.range(ofTrack: track)
      return Path(
        x: Array(tracks.x[range]), y: Array(tracks.y[range]),
        observed: isComplete ? nil : Array(tracks.observed[range]))
    }
    noise = Self.median(chosen.compactMap(\.noise))
    let noisePower = 2 * noise * noise
    let length = Self.median(chosen.map(\.length))
    let most = max(1, min(8, length / 10))
    var found = 1
    for lag in [1, 2, 3, 5, 8] where lag <= most {
      found = lag
      let power = Self.median(chosen.compactMap { $0.power(lag: lag) })
      if power >= Self.leastRatio * noisePower { break }
    }
    lag = found
  }

  /// The positions of one track.
  private struct Path {
    let x: [Float]
    let y: [Float]
    /// Nil: in every frame.
    let observed: [Bool]?

    /// The number of frames in which the track is observed.
    var length: Int { observed?.count { $0 } ?? x.count }

    private func isObserved(_ frames: Int...) -> Bool {
      guard let observed else { return true }
      return frames.allSatisfy { observed[$0] }
    }

    /// From third differences, which cancel smooth motion: their variance is twenty times the noise's; nil without any.
    var noise: Float? {
      var third: [Float] = []
      for p in [x, y] where p.count > 3 {
        for t in 3..<p.count where isObserved(t, t - 1, t - 2, t - 3) {
          let change: Float = p[t] - 3 * p[t - 1] + 3 * p[t - 2] - p[t - 3]
          third.append(abs(change))
        }
      }
      guard !third.isEmpty else { return nil }
      return VelocityLag.median(third) / (0.6745 * Float(20).squareRoot())
    }

    /// The mean variance of the two coordinates' differences; nil where there are fewer than two.
    func power(lag: Int) -> Float? {
      guard let x = variance(ofDifferences: x, lag: lag), let y = variance(ofDifferences: y, lag: lag) else {
        return nil
      }
      return (x + y) / 2
    }

    private func variance(ofDifferences p: [Float], lag: Int) -> Float? {
      guard p.count > lag + 1 else { return nil }
      let frames = (lag..<p.count).filter { isObserved($0, $0 - lag) }
      guard frames.count > 1 else { return nil }
      let n = Float(frames.count)
      var (sum, squares): (Float, Float) = (0, 0)
      for t in frames { sum += p[t] - p[t - lag] }
      let mean = sum / n
      for t in frames {
        let d = p[t] - p[t - lag] - mean
        squares += d * d
      }
      return squares / n
    }
  }

  fileprivate static func median<Value: Comparable & ExpressibleByIntegerLiteral>(_ values: [Value]) -> Value
  {
    guard !values.isEmpty else { return 0 }
    return values.sorted()[values.count / 2]
  }
}
