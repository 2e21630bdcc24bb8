public import LinearAlgebra

extension Clusterer {
  /// Groups the tracks of a sparse matrix of mutual information in nats: pairs that it does not hold are unknown.
  ///
  /// The same clusters as of the whole matrix. A rule that has no way of its own needs that matrix in memory.
  ///
  /// - Throws: `SegmentationError`: notFinite where a value is not a number; tooLarge where the whole matrix would be.
  public func cluster(_ pairs: SparseMatrix) throws -> Clustering {
    try requireFinite(pairs)
    guard pairs.count <= SparseMatrix.largestDense else {
      throw SegmentationError(
        .tooLarge,
        "the clustering “\(name)” needs the MI of all pairs in memory, and \(pairs.count) tracks have too many; expected at most "
          + "\(SparseMatrix.largestDense) tracks, or the clustering persistent or components")
    }
    return try cluster(pairs.dense)
  }
}

extension Clusterer {
  /// Groups the tracks of a matrix in either form.
  public func cluster(_ matrix: PairMatrix) throws -> Clustering {
    switch matrix {
    case .dense(let matrix): try cluster(matrix)
    case .sparse(let pairs): try cluster(pairs)
    }
  }
}

extension SparseMatrix {
  /// Tracks of which the whole matrix is made where a rule needs it.
  static let largestDense = 20_000
}

/// Refuses values that are not finite, naming the first pair.
func requireFinite(_ pairs: SparseMatrix) throws {
  guard let bad = pairs.values.firstIndex(where: { !$0.isFinite }) else { return }
  throw SegmentationError(
    .notFinite,
    "the mutual information of tracks \(pairs.rows[bad]) and \(pairs.columns[bad]) of the matrix is \(pairs.values[bad]); "
      + "expected a number of nats")
}

extension Clustering {
  /// Renumbers raw labels by size and scores them against the known pairs.
  init(rawLabels: [Int], threshold: Float?, pairs: SparseMatrix) {
    let labels = Self.numberedBySize(rawLabels)
    self.init(labels: labels, scores: Self.silhouettes(labels, pairs), threshold: threshold)
  }

  /// As of the whole matrix; tracks are taken in parts, so that the sums of all clusters fit in 64 MB.
  private static func silhouettes(_ labels: [Int], _ pairs: SparseMatrix) -> [Float] {
    let clusters = (labels.max() ?? -1) + 1
    var scores = [Float](repeating: 0, count: labels.count)
    guard clusters > 1 else { return scores }
    let part = max(1, 4_000_000 / clusters)
    for start in stride(from: 0, to: labels.count, by: part) {
      let tracks = start..<min(labels.count, start + part)
      var sums = [Double](repeating: 0, count: tracks.count * clusters)
      var known = [Int](repeating: 0, count: tracks.count * clusters)
      func add(_ track: Int, _ other: Int, _ value: Float) {
        guard tracks.contains(track), labels[track] >= 0, labels[other] >= 0 else { return }
        let place = (track - start) * clusters + labels[other]
        sums[place] += Double(value)
        known[place] += 1
      }
      for (pair, value) in pairs.values.enumerated() {
        add(Int(pairs.rows[pair]), Int(pairs.columns[pair]), value)
        add(Int(pairs.columns[pair]), Int(pairs.rows[pair]), value)
      }
      for track in tracks where labels[track] >= 0 {
        let first = (track - start) * clusters
        let own = labels[track]
        guard known[first + own] > 0 else { continue }
        let a = sums[first + own] / Double(known[first + own])
        var b = -Double.infinity
        for cluster in 0..<clusters where cluster != own && known[first + cluster] > 0 {
          b = max(b, sums[first + cluster] / Double(known[first + cluster]))
        }
        let scale = max(abs(a), abs(b))
        if b > -.infinity, scale > 0 { scores[track] = Float((a - b) / scale) }
      }
    }
    return scores
  }
}

extension ConnectedComponents {
  /// The components of the known pairs at or above the threshold.
  public func cluster(_ pairs: SparseMatrix) throws -> Clustering {
    try requireFinite(pairs)
    var sets = DisjointSets(count: pairs.count)
    for (pair, value) in pairs.values.enumerated() where value >= threshold {
      sets.union(Int(pairs.rows[pair]), Int(pairs.columns[pair]))
    }
    return Clustering(
      rawLabels: (0..<pairs.count).map { sets.root(of: $0) }, threshold: threshold, pairs: pairs)
  }
}
