public import LinearAlgebra

extension Clustering {
  /// Joins clusters that live one after the other: in a long video a cluster of pairs is local in time, an object is not.
  ///
  /// Between two clusters, and within each, the mean mutual information of the known pairs is taken, each pair weighted by its number
  /// of common frames. The two clusters with the greatest ratio of the mean across to the lesser of the means within are joined while
  /// that is at least `leastRatio`, and means are taken anew. Clusters without a known pair between them are never joined.
  ///
  /// On 100,000 tracks of three bodies, 60 frames each, ratios of clusters of one body were above 0.53 in 99 %, those of two bodies below
  /// 0.46 in 99 % (Documentation/clustering.md).
  public func linked(by pairs: SparseMatrix, leastRatio: Double = 0.5) -> Clustering {
    guard count > 1 else { return self }
    var within = [Sum](repeating: Sum(), count: count)
    var across = [[Int: Sum]](repeating: [:], count: count)
    for (pair, value) in pairs.values.enumerated() {
      let (a, b) = (labels[Int(pairs.rows[pair])], labels[Int(pairs.columns[pair])])
      guard a >= 0, b >= 0 else { continue }
      let sum = Sum(total: Double(value) * Double(pairs.common[pair]), weight: Double(pairs.common[pair]))
      if a == b {
        within[a].add(sum)
      } else {
        across[a][b, default: Sum()].add(sum)
        across[b][a, default: Sum()].add(sum)
      }
    }
    func ratio(_ a: Int, _ b: Int) -> Double {
      guard let shared = across[a][b], let own = within[a].mean, let other = within[b].mean,
        let mean = shared.mean, min(own, other) > 0
      else { return -.infinity }
      return mean / min(own, other)
    }
    // The best partner of each cluster that is left; the lesser index first where ratios are equal.
    func best(_ cluster: Int) -> (ratio: Double, other: Int) {
      across[cluster].keys.sorted().reduce((ratio: -Double.infinity, other: -1)) { best, other in
        let value = ratio(cluster, other)
        return value > best.ratio ? (value, other) : best
      }
    }
    var parent = Array(0..<count)
    var partner = parent.map { best($0) }
    while let first = partner.indices.max(by: { partner[$0].ratio < partner[$1].ratio }),
      partner[first].ratio >= leastRatio
    {
      let (a, b) = (min(first, partner[first].other), max(first, partner[first].other))
      parent[b] = a
      within[a].add(within[b])
      if let shared = across[a][b] { within[a].add(shared) }
      for (other, sum) in across[b] where other != a {
        across[a][other, default: Sum()].add(sum)
        across[other][a, default: Sum()].add(sum)
        across[other][b] = nil
      }
      across[a][b] = nil
      across[b] = [:]
      partner[b] = (-.infinity, -1)
      for cluster in Set(across[a].keys).union([a]) { partner[cluster] = best(cluster) }
    }
    func root(_ cluster: Int) -> Int {
      var cluster = cluster
      while parent[cluster] != cluster { cluster = parent[cluster] }
      return cluster
    }
    return Clustering(
      rawLabels: labels.map { $0 < 0 ? -1 : root($0) }, threshold: threshold, pairs: pairs)
  }
}

/// A weighted mean as it grows.
private struct Sum {
  var total = 0.0
  var weight = 0.0

  var mean: Double? { weight > 0 ? total / weight : nil }

  mutating func add(_ other: Sum) {
    total += other.total
    weight += other.weight
  }
}
