internal import LinearAlgebra

/// The spanning forest of the known pairs of a sparse matrix that has the least total distance (Borůvka).
///
/// O(E log N) time for E pairs, O(N) memory besides the pairs. Of equal distances the pair that is listed first counts.
struct SpanningForest: Sendable {
  /// A link by increasing distance.
  struct Link: Sendable {
    let a: Int
    let b: Int
    let distance: Double
    /// The pair among those of the matrix.
    let pair: Int
  }

  let links: [Link]

  /// - Parameter distance: The distance of a pair, by its index and the two tracks.
  init(_ pairs: SparseMatrix, distance: (_ pair: Int, _ a: Int, _ b: Int) -> Double) {
    var sets = DisjointSets(count: pairs.count)
    var found: [Link] = []
    while true {
      // The root of every track, and the nearest pair that leads out of each set.
      let root = (0..<pairs.count).map { sets.root(of: $0) }
      var best = [(distance: Double, pair: Int)](repeating: (.infinity, -1), count: pairs.count)
      for pair in 0..<pairs.pairCount {
        let (a, b) = (Int(pairs.rows[pair]), Int(pairs.columns[pair]))
        let (rootA, rootB) = (root[a], root[b])
        guard rootA != rootB else { continue }
        let distance = distance(pair, a, b)
        if best[rootA].pair < 0 || distance < best[rootA].distance { best[rootA] = (distance, pair) }
        if best[rootB].pair < 0 || distance < best[rootB].distance { best[rootB] = (distance, pair) }
      }
      var joined = false
      for (distance, pair) in best where pair >= 0 {
        let (a, b) = (Int(pairs.rows[pair]), Int(pairs.columns[pair]))
        guard sets.root(of: a) != sets.root(of: b) else { continue }
        sets.union(a, b)
        found.append(Link(a: a, b: b, distance: distance, pair: pair))
        joined = true
      }
      if !joined { break }
    }
    links = found.sorted { ($0.distance, $0.pair) < ($1.distance, $1.pair) }
  }
}
