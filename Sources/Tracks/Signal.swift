public import LinearAlgebra

/// What of the tracks' motion is compared.
public struct Signal: Sendable, Equatable {
  /// The kinds of signal.
  public enum Kind: String, Sendable, CaseIterable {
    /// Positions, as in the paper.
    case position
    /// Differences of positions `lag` frames apart.
    case velocity
    /// Positions and velocities, a channel each.
    case both
    /// Positions and differences over several lags, a channel each: noise drowns short lags, long ones see past it.
    case multi
  }

  public var kind: Kind
  /// Frames between the two positions of a velocity.
  public var lag: Int

  public init(_ kind: Kind = .both, lag: Int = 1) {
    self.kind = kind
    self.lag = lag
  }

  /// The channels of a set of tracks, each of two coordinates.
  ///
  /// A channel's mutual information is divided by its mean before the channels are added, so that none drowns
  /// another.
  ///
  /// - Throws: `TracksError` (shapeMismatch) where the lag leaves fewer than two frames.
  public func channels(of tracks: TrackSet) throws -> [SignalChannel] {
    try lags(frames: tracks.frameCount).map { try SignalChannel(lag: $0, of: tracks) }
  }

  /// The number of channels for a video of so many frames.
  public func channelCount(frames: Int) -> Int { lags(frames: frames).count }

  /// The lag of every channel, 0 for positions.
  private func lags(frames: Int) -> [Int] {
    switch kind {
    case .position: [0]
    case .velocity: [lag]
    case .both: [0, lag]
    case .multi: [0] + Self.lags(frames: frames)
    }
  }

  /// The lags of `multi`: 1, 2, 3, 5, 8 and a twentieth, tenth and fifth of the video, each under half of it.
  static func lags(frames: Int) -> [Int] {
    let candidates = Set([1, 2, 3, 5, 8, frames / 20, frames / 10, frames / 5])
    return candidates.filter { $0 >= 1 && 2 * $0 < frames }.sorted()
  }
}

/// One aspect of the tracks' motion, as observations of N two-dimensional variables.
public struct SignalChannel: Sendable, Equatable {
  /// `position`, or `velocity, lag 3`.
  public let name: String
  /// N variables of (x, y), one observation a frame; in pixels.
  public let observations: Observations

  /// Positions for lag 0, else differences over `lag` frames.
  init(lag: Int, of tracks: TrackSet) throws {
    let (count, frames) = (tracks.trackCount, tracks.frameCount)
    guard lag >= 0, frames - lag >= 2 else {
      throw TracksError(
        .shapeMismatch,
        "a lag of \(lag) frames leaves \(frames - lag) of \(frames) frames to compare; choose a shorter lag")
    }
    let length = frames - lag
    var values: [Float] = []
    values.reserveCapacity(2 * count * length)
    for track in 0..<count {
      let start = track * frames
      for coordinate in [tracks.x, tracks.y] {
        if lag == 0 {
          values += coordinate[start..<(start + frames)]
        } else {
          for frame in 0..<length {
            values.append(coordinate[start + frame + lag] - coordinate[start + frame])
          }
        }
      }
    }
    name = lag == 0 ? "position" : "velocity, lag \(lag)"
    observations = Observations(count: count, dimension: 2, length: length, values: values)
  }
}
