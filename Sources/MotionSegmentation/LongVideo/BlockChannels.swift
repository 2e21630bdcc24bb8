internal import LinearAlgebra
internal import MutualInformation
internal import Support
internal import Tracks

/// The mutual information of blocks of tracks of a long video: each pair of blocks is cut to the frames in which its tracks live.
struct BlockChannels: Sendable {
  let signal: Signal
  let estimator: any MutualInformationEstimator
  let engine: PairwiseEngine
  let observer: any RunObserver

  /// The values of every channel for the tracks of one block of `rows` with those of one of `columns`, row by row in nats, NaN where
  /// a pair is unknown.
  ///
  /// The values are those of the whole video: a track's ranks are over all frames in which it is observed, because both windows are
  /// looked at as one.
  func rectangles(
    _ row: TimeBlocks.Block, of rows: TrackSet, _ column: TimeBlocks.Block, of columns: TrackSet,
    by estimator: (any MutualInformationEstimator)? = nil
  ) throws -> [[Float]] {
    let (left, right) = try channels(row, of: rows, column, of: columns)
    return try zip(left, right).map { left, right in
      try engine(left).rectangle(
        rows: left.observations, columns: right.observations, using: estimator ?? self.estimator
      ).values
    }
  }

  /// The same for chosen columns of each row, by their places in the block.
  func selections(
    _ row: TimeBlocks.Block, of rows: TrackSet, _ column: TimeBlocks.Block, of columns: TrackSet,
    chosen: [[Int]]
  ) throws -> [[[Float]]] {
    let (left, right) = try channels(row, of: rows, column, of: columns)
    return try zip(left, right).map { left, right in
      try engine(left).selection(
        of: left.observations, with: right.observations, columns: chosen, using: estimator)
    }
  }

  private func engine(_ channel: SignalChannel) -> PairwiseEngine {
    var engine = engine
    engine.leastCommon = MotionComparison.leastCommonFrames - channel.missingFrames
    engine.shouldStop = { observer.shouldStop }
    engine.checkpointPath = nil
    return engine
  }

  private func channels(
    _ row: TimeBlocks.Block, of rows: TrackSet, _ column: TimeBlocks.Block, of columns: TrackSet
  ) throws -> ([SignalChannel], [SignalChannel]) {
    let frameCount = rows.frameCount
    var window =
      min(
        row.window.lowerBound, column.window.lowerBound)..<max(
        row.window.upperBound, column.window.upperBound)
    // Differences over the longest lag need some frames.
    let least = min(frameCount, 32)
    if window.count < least {
      let first = min(window.lowerBound, frameCount - least)
      window = first..<(first + least)
    }
    func channels(_ block: TimeBlocks.Block, _ tracks: TrackSet) throws -> [SignalChannel] {
      try signal.channels(of: tracks.cut(to: window, tracks: block.tracks), videoFrames: frameCount)
    }
    return (try channels(row, rows), try channels(column, columns))
  }
}
