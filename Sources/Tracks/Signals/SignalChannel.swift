public import LinearAlgebra

/// One aspect of the tracks' motion: N variables, one for each track.
public struct SignalChannel: Sendable, Equatable {
  /// `position`, or `velocity, lag 3`.
  public let name: String
  /// N variables of D coordinates (usually x and y), one observation a frame; in pixels for positions and
  /// velocities.
  public let observations: Observations
  /// How many fewer observations there are than frames, as of differences.
  public let missingFrames: Int

  /// A channel from its observations.
  public init(name: String, observations: Observations, missingFrames: Int = 0) {
    self.name = name
    self.observations = observations
    self.missingFrames = missingFrames
  }
}

/// A channel as a named function of the tracks.
public struct ChannelRecipe: Sendable {
  /// The channel's name in progress lines and in run.json; unique within a signal.
  public let name: String
  /// Computes the channel of a set of N tracks of T frames: N variables, in the order of the tracks.
  ///
  /// A track's values must not depend on the other tracks: tracks are also given in parts.
  public let make: @Sendable (TrackSet) throws -> Observations

  /// A recipe from a name and a function.
  public init(_ name: String, make: @escaping @Sendable (TrackSet) throws -> Observations) {
    self.name = name
    self.make = make
  }

  /// Positions (x, y) in pixels, T observations.
  public static let position = ChannelRecipe("position") { tracks in
    try perTrack(tracks, length: tracks.frameCount) { $0 }
  }

  /// Differences of positions `lag` frames apart, in pixels, T − lag observations.
  public static func velocity(lag: Int) -> ChannelRecipe {
    ChannelRecipe("velocity, lag \(lag)") { tracks in
      guard lag >= 1, tracks.frameCount - lag >= 2 else {
        throw TracksError(
          .shapeMismatch,
          "a lag of \(lag) frames leaves \(max(0, tracks.frameCount - lag)) of \(tracks.frameCount) frames to compare; "
            + "expected at least 2: choose a shorter lag, or tracks of more frames")
      }
      return try perTrack(tracks, length: tracks.frameCount - lag, offsets: [0, lag]) { positions in
        zip(positions.dropFirst(lag), positions).map { $0 - $1 }[...]
      }
    }
  }

  /// A channel of two coordinates, each a function of a track's positions along one axis.
  ///
  /// A value is observed where the track is observed in all frames that it is made of; elsewhere it is 0.
  ///
  /// - Parameters:
  ///   - length: The number of values that `values` returns, at least 2.
  ///   - offsets: Value t is made of the positions in frames t + offset; nil: of frames t … t + T − length.
  ///   - values: From a track's T positions along one axis, in pixels, to the channel's values.
  /// - Throws: `TracksError` (shapeMismatch) where fewer than two observations are left.
  public static func perTrack(
    _ tracks: TrackSet, length: Int, offsets: [Int]? = nil,
    _ values: (ArraySlice<Float>) -> ArraySlice<Float>
  ) throws -> Observations {
    let tracks = tracks.whole
    guard length >= 2 else {
      throw TracksError(
        .shapeMismatch,
        "\(tracks.frameCount) frames leave \(max(length, 0)) observations to compare; expected at least 2")
    }
    var all: [Float] = []
    all.reserveCapacity(2 * tracks.trackCount * length)
    for track in 0..<tracks.trackCount {
      let range = tracks.range(ofTrack: track)
      for coordinate in [tracks.x, tracks.y] {
        let channel = values(coordinate[range])
        precondition(channel.count == length, "a channel of another length than announced")
        all += channel
      }
    }
    guard !tracks.isComplete else {
      return Observations(count: tracks.trackCount, dimension: 2, length: length, values: all)
    }
    let observed = observed(
      in: tracks, length: length, offsets: offsets ?? Array(0...(tracks.frameCount - length)))
    for variable in 0..<tracks.trackCount {
      for value in 0..<length where !observed[variable * length + value] {
        all[2 * variable * length + value] = 0
        all[(2 * variable + 1) * length + value] = 0
      }
    }
    var observations = Observations(
      count: tracks.trackCount, dimension: 2, length: length, values: all)
    if observed.contains(false) { observations.observed = observed }
    return observations
  }

  /// Whether each track is observed in all frames that a value is made of, N · length flags.
  private static func observed(in tracks: TrackSet, length: Int, offsets: [Int]) -> [Bool] {
    precondition(
      offsets.allSatisfy { $0 >= 0 && length + $0 <= tracks.frameCount }, "values of frames beyond the video")
    var flags = [Bool](repeating: true, count: tracks.trackCount * length)
    for track in 0..<tracks.trackCount {
      let start = track * tracks.frameCount
      for value in 0..<length {
        for offset in offsets where !tracks.observed[start + value + offset] {
          flags[track * length + value] = false
        }
      }
    }
    return flags
  }
}
