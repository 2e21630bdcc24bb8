internal import LinearAlgebra

/// The signals of a set of tracks: the aspects of their motion whose mutual information is estimated.
public struct Signal: Sendable, Equatable {
  /// Which channels there are.
  public var kind: SignalKind
  /// Frames between the two positions of a velocity, at least 1.
  public var lag: Int

  /// A signal with its lag in frames.
  public init(_ kind: SignalKind = .both, lag: Int = 1) {
    self.kind = kind
    self.lag = lag
  }

  /// The channels of a set of tracks.
  ///
  /// A channel's mutual information is divided by its mean before the channels are added, so that none
  /// dominates the sum.
  ///
  /// - Parameter videoFrames: The number of frames that the choice of channels follows; nil: that of the tracks, which may be cut
  ///   from a longer video.
  /// - Throws: `TracksError` (shapeMismatch) where the lag leaves fewer than two frames.
  public func channels(of tracks: TrackSet, videoFrames: Int? = nil) throws -> [SignalChannel] {
    try kind.recipes(lag: lag, frames: videoFrames ?? tracks.frameCount).map { recipe in
      let observations = try recipe.make(tracks)
      return SignalChannel(
        name: recipe.name, observations: observations,
        missingFrames: tracks.frameCount - observations.length)
    }
  }

  /// The names of the channels for a video of so many frames.
  public func channelNames(frames: Int) -> [String] { kind.recipes(lag: lag, frames: frames).map(\.name) }

  /// The number of channels for a video of so many frames.
  public func channelCount(frames: Int) -> Int { kind.recipes(lag: lag, frames: frames).count }
}
