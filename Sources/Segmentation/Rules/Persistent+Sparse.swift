public import LinearAlgebra

extension Persistent {
  /// The clusters of the known pairs: the same as of the whole matrix with NaN in place of the unknown ones, but for tracks whose
  /// links are equally long.
  ///
  /// O(E log N) time for E pairs.
  public func cluster(_ pairs: SparseMatrix) throws -> Clustering {
    try requireFinite(pairs)
    let labels = Self.withoutNoise(clusterWithNoise(pairs), pairs)
    return Clustering(rawLabels: labels, threshold: nil, pairs: pairs)
  }

  private func clusterWithNoise(_ pairs: SparseMatrix) -> [Int?] {
    let count = pairs.count
    let minimumSize = minimumSize(count: count, known: 1 - PairMatrix.sparse(pairs).unknownShare)
    guard count > 1, count >= minimumSize, let greatest = pairs.values.max() else {
      return [Int?](repeating: nil, count: count)
    }
    let step = max(1, pairs.pairCount / 1_000_000)
    let some = stride(from: 0, to: pairs.pairCount, by: step).map { pairs.values[$0] }.sorted()
    let origin = Double(greatest) + margin * (Double(greatest) - Double(some[some.count / 2]))
    let core = coreDistances(pairs, origin: origin)
    let forest = SpanningForest(pairs) { pair, a, b in
      max(origin - Double(pairs.values[pair]), core[a], core[b])
    }
    var sets = DisjointSets(count: count)
    for link in forest.links { sets.union(link.a, link.b) }
    let root = (0..<count).map { sets.root(of: $0) }
    let links = Dictionary(grouping: forest.links) { root[$0.a] }
    var labels = [Int?](repeating: nil, count: count)
    var place = [Int](repeating: 0, count: count)
    var offset = 0
    for (piece, tracks) in Dictionary(grouping: 0..<count, by: { root[$0] }).sorted(by: {
      $0.value[0] < $1.value[0]
    })
    where tracks.count >= max(2, minimumSize) {
      for (local, track) in tracks.enumerated() { place[track] = local }
      let tree = CondensedTree(
        count: tracks.count, links: (links[piece] ?? []).map { (place[$0.a], place[$0.b], $0.distance) },
        minimumSize: minimumSize)
      let own = tree.labels(for: tree.stableClusters())
      let isOne = own.allSatisfy { $0 == nil }
      for (track, label) in zip(tracks, own) { labels[track] = isOne ? offset : label.map { $0 + offset } }
      offset += 2 * count
    }
    return labels
  }

  /// The distance of every track to its `minimumSamples`-th neighbour, itself counted; infinite where so many are not known.
  private func coreDistances(_ pairs: SparseMatrix, origin: Double) -> [Double] {
    let neighbours = min(minimumSamples, pairs.count) - 1
    guard neighbours > 0 else { return [Double](repeating: 0, count: pairs.count) }
    // The greatest values of each track, in decreasing order.
    var best = [Float](repeating: -.infinity, count: pairs.count * neighbours)
    func add(_ track: Int, _ value: Float) {
      var place = (track + 1) * neighbours - 1
      guard value > best[place] else { return }
      while place > track * neighbours, best[place - 1] < value {
        best[place] = best[place - 1]
        place -= 1
      }
      best[place] = value
    }
    for (pair, value) in pairs.values.enumerated() {
      add(Int(pairs.rows[pair]), value)
      add(Int(pairs.columns[pair]), value)
    }
    return (0..<pairs.count).map { track in origin - Double(best[(track + 1) * neighbours - 1]) }
  }

  /// Gives every noise track to the cluster of the track it shares most information with, −1 where none of these pairs is known; all
  /// in one where no cluster was found.
  private static func withoutNoise(_ labels: [Int?], _ pairs: SparseMatrix) -> [Int] {
    guard labels.contains(where: { $0 != nil }) else { return [Int](repeating: 0, count: labels.count) }
    var best = [(value: Float, label: Int)](repeating: (-.infinity, -1), count: labels.count)
    for (pair, value) in pairs.values.enumerated() {
      let (a, b) = (Int(pairs.rows[pair]), Int(pairs.columns[pair]))
      if let label = labels[b], value > best[a].value { best[a] = (value, label) }
      if let label = labels[a], value > best[b].value { best[b] = (value, label) }
    }
    return zip(labels, best).map { $0 ?? $1.label }
  }
}
