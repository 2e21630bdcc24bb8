internal import Tracks

/// The tracks of a long video in blocks of those that begin at about the same time, so that only blocks that meet are compared.
struct TimeBlocks: Sendable {
  /// Some tracks, and the frames from the first to the last in which one of them is observed.
  struct Block: Sendable {
    /// Indices in the set of tracks.
    let tracks: [Int]
    let window: Range<Int>
  }

  let blocks: [Block]

  /// Tracks of a block.
  static let size = 1024

  /// Sorts the tracks by their first observed frame; tracks that are never observed are in no block.
  init(of tracks: TrackSet, choosing chosen: [Int]? = nil) {
    let lives = (chosen ?? Array(0..<tracks.trackCount)).compactMap {
      track -> (track: Int, life: Range<Int>)? in
      let life = tracks.life(ofTrack: track)
      return life.isEmpty ? nil : (track, life)
    }.sorted {
      ($0.life.lowerBound, $0.life.upperBound, $0.track) < ($1.life.lowerBound, $1.life.upperBound, $1.track)
    }
    blocks = stride(from: 0, to: lives.count, by: Self.size).map { start in
      let part = lives[start..<min(start + Self.size, lives.count)]
      let end = part.map(\.life.upperBound).max() ?? 0
      return Block(tracks: part.map(\.track), window: part[start].life.lowerBound..<end)
    }
  }

  /// The pairs of blocks of two lists that share at least `least` frames.
  static func meetings(_ a: TimeBlocks, _ b: TimeBlocks, least: Int) -> [(Int, Int)] {
    a.blocks.indices.flatMap { i in
      b.blocks.indices.compactMap { j in
        a.blocks[i].window.clamped(to: b.blocks[j].window).count >= least ? (i, j) : nil
      }
    }
  }
}

extension TrackSet {
  /// The frames from the first to the last in which a track is observed; empty where it never is.
  func life(ofTrack track: Int) -> Range<Int> {
    let range = range(ofTrack: track)
    guard let first = range.first(where: { isObserved($0) }), let last = range.last(where: { isObserved($0) })
    else { return 0..<0 }
    let offset = frames(ofTrack: track).lowerBound - range.lowerBound
    return (first + offset)..<(last + 1 + offset)
  }
}
