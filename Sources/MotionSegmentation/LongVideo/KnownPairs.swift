internal import LinearAlgebra
internal import MutualInformation
internal import Support
internal import Tracks

/// The known pairs of the tracks of a long video, in blocks of time: the cost grows with what is known.
struct KnownPairs {
  private(set) var pairs: SparseMatrix
  let channels: [MotionMatrix.Channel]
  let combination: ChannelCombination

  /// Estimates every pair of tracks with enough common frames.
  ///
  /// - Throws: `MutualInformationError` (interrupted) where the observer asked to stop; nothing is kept then.
  init(of tracks: TrackSet, by blocks: BlockChannels, names: [String]) throws {
    let observer = blocks.observer
    let times = TimeBlocks(of: tracks)
    let least = MotionComparison.leastCommonFrames
    let meetings = TimeBlocks.meetings(times, times, least: least).filter { $0.0 <= $0.1 }
    observer.say(
      "MI of the pairs that are seen together: \(meetings.count) of \(times.blocks.count * (times.blocks.count + 1) / 2) blocks of "
        + "tracks meet")
    let update = observer.begin(stage: "MI of known pairs", total: meetings.count, unit: "blocks")
    let lives = Lives(tracks)
    var (rows, columns, common): ([Int32], [Int32], [Int32]) = ([], [], [])
    var values = [[Float]](repeating: [], count: names.count)
    for (done, (i, j)) in meetings.enumerated() {
      let (a, b) = (times.blocks[i], times.blocks[j])
      let found = try blocks.rectangles(a, of: tracks, b, of: tracks)
      for (row, track) in a.tracks.enumerated() {
        for column in (i == j ? row + 1 : 0)..<b.tracks.count {
          let place = row * b.tracks.count + column
          guard found.contains(where: { !$0[place].isNaN }) else { continue }
          let other = b.tracks[column]
          rows.append(Int32(min(track, other)))
          columns.append(Int32(max(track, other)))
          common.append(Int32(lives.common(track, other)))
          for channel in found.indices { values[channel].append(found[channel][place]) }
        }
      }
      update(done + 1)
    }
    let means = values.map { values in
      let known = values.filter { !$0.isNaN }
      return known.isEmpty ? 0 : known.reduce(0.0) { $0 + Double($1) } / Double(known.count)
    }
    combination = ChannelCombination(means: means)
    channels = zip(names, means).map { MotionMatrix.Channel(name: $0, mean: $1) }
    let combined = combination.combine(values)
    values = []
    // Every pair is in one pair of blocks, so that none is named twice.
    pairs =
      SparseMatrix(
        count: tracks.trackCount, rows: rows, columns: columns, values: combined, common: common)
      ?? SparseMatrix(count: tracks.trackCount)
  }
}

/// In which frames tracks live, for counting those that two have in common.
struct Lives: Sendable {
  private let tracks: TrackSet
  private let lives: [Range<Int>]
  private let hasGap: [Bool]

  init(_ tracks: TrackSet) {
    self.tracks = tracks
    let lives = (0..<tracks.trackCount).map { tracks.life(ofTrack: $0) }
    hasGap = lives.enumerated().map { track, life in
      life.contains { !Self.isObserved(track, $0, tracks) }
    }
    self.lives = lives
  }

  /// The number of frames in which both tracks are observed.
  func common(_ a: Int, _ b: Int) -> Int {
    let shared = lives[a].clamped(to: lives[b])
    guard hasGap[a] || hasGap[b] else { return shared.count }
    return shared.count { Self.isObserved(a, $0, tracks) && Self.isObserved(b, $0, tracks) }
  }

  private static func isObserved(_ track: Int, _ frame: Int, _ tracks: TrackSet) -> Bool {
    tracks.index(ofTrack: track, frame: frame).map { tracks.isObserved($0) } ?? false
  }
}
