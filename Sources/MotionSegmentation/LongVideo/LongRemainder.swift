internal import LinearAlgebra
internal import MutualInformation
internal import Segmentation
internal import Support
internal import Tracks

/// Labels of the tracks of a long video that are not in the matrix, by their known mutual information with those that are.
enum LongRemainder {
  /// A cluster and a score for each of `others`, −1 for a track without a known pair.
  ///
  /// - Parameters:
  ///   - sample: The tracks of the matrix, with the cluster of each in `labels`.
  static func labels(
    of others: [Int], in tracks: TrackSet, sample: [Int], labels: [Int], combination: ChannelCombination,
    by blocks: BlockChannels
  ) throws -> [(label: Int, score: Float)] {
    guard !others.isEmpty else { return [] }
    let (left, right) = (TimeBlocks(of: tracks, choosing: others), TimeBlocks(of: tracks, choosing: sample))
    let meetings = TimeBlocks.meetings(left, right, least: MotionComparison.leastCommonFrames)
    let column = Dictionary(uniqueKeysWithValues: sample.enumerated().map { ($1, $0) })
    let isCheap = blocks.estimator.isCheap
    let update = blocks.observer.begin(
      stage: "MI of the other tracks", total: meetings.count, unit: "blocks")
    // The best columns of every track: three of each cluster at most.
    var best = [Int: [(column: Int, value: Float)]](minimumCapacity: others.count)
    for (done, (i, j)) in meetings.enumerated() {
      let (a, b) = (left.blocks[i], right.blocks[j])
      let values = combination.combine(
        try blocks.rectangles(a, of: tracks, b, of: tracks, by: isCheap ? nil : GaussianCopula()))
      for (row, track) in a.tracks.enumerated() {
        var known = best[track] ?? []
        for (place, other) in b.tracks.enumerated() {
          let value = values[row * b.tracks.count + place]
          if !value.isNaN, let column = column[other], labels[column] >= 0 { known.append((column, value)) }
        }
        best[track] = thinned(known, labels: labels)
      }
      update(done + 1)
    }
    if !isCheap {
      best = try refined(best, left, right, meetings, column: column, in: tracks, combination, by: blocks)
    }
    let ordered = others.map { best[$0] ?? [] }
    return RemainderLabels.assign(
      values: ordered.map { $0.map(\.value) }, columns: ordered.map { $0.map(\.column) }, labels: labels)
  }

  /// The three greatest values of each cluster.
  private static func thinned(
    _ known: [(column: Int, value: Float)], labels: [Int]
  ) -> [(column: Int, value: Float)] {
    var counts: [Int: Int] = [:]
    return known.sorted { ($1.value, $0.column) < ($0.value, $1.column) }.filter {
      counts[labels[$0.column], default: 0] += 1
      return (counts[labels[$0.column]] ?? 0) <= 3
    }
  }

  /// The estimator's own values of the nine best columns of each track.
  private static func refined(
    _ best: [Int: [(column: Int, value: Float)]], _ left: TimeBlocks, _ right: TimeBlocks,
    _ meetings: [(Int, Int)], column: [Int: Int], in tracks: TrackSet, _ combination: ChannelCombination,
    by blocks: BlockChannels
  ) throws -> [Int: [(column: Int, value: Float)]] {
    var refined: [Int: [(column: Int, value: Float)]] = [:]
    let wanted = best.mapValues { Set($0.prefix(9).map(\.column)) }
    for (i, j) in meetings {
      let (a, b) = (left.blocks[i], right.blocks[j])
      let chosen = a.tracks.map { track in
        b.tracks.indices.filter { column[b.tracks[$0]].map { wanted[track]?.contains($0) == true } ?? false }
      }
      guard chosen.contains(where: { !$0.isEmpty }) else { continue }
      let channels = try blocks.selections(a, of: tracks, b, of: tracks, chosen: chosen)
      for (row, track) in a.tracks.enumerated() {
        let values = combination.combine(channels.map { $0[row] })
        for (place, value) in zip(chosen[row], values) where !value.isNaN {
          if let column = column[b.tracks[place]] { refined[track, default: []].append((column, value)) }
        }
      }
    }
    return refined
  }
}
