public import LinearAlgebra

/// Clusters that persist: HDBSCAN's excess-of-mass selection on the distance max(MI) − MI + margin.
///
/// No threshold to choose.
///
/// A cluster is kept where its tracks stay together over a long range of thresholds. Distances are first raised to mutual
/// reachability, so that a single stray link does not join two objects. `clusterWithNoise` gives the labels of scikit-learn's
/// `HDBSCAN(metric="precomputed")` on the same distances; `cluster` gives the tracks it calls noise to the cluster of the
/// track they share most information with. O(M²) time, O(M) memory besides the matrix.
public struct Persistent: Clusterer {
  /// The neighbour whose distance is a track's core distance, itself counted.
  public var minimumSamples: Int
  /// Smaller clusters are strays rather than objects, whatever the number of tracks.
  public static let leastObjectSize = 5
  /// The least number of tracks that makes an object; nil: max(5, M / 40).
  public var minimumClusterSize: Int?

  /// What is added to every distance, as a multiple of max(MI) − median(MI).
  ///
  /// Without it the density 1/distance has no bound, and the rounding errors that set the most alike tracks
  /// apart outweigh everything else; Documentation/clustering.md has the measurements.
  public var margin: Double = 1

  public init(minimumSamples: Int = 3, minimumClusterSize: Int? = nil) {
    self.minimumSamples = minimumSamples
    self.minimumClusterSize = minimumClusterSize
  }

  public var name: String { "persistent" }

  public func cluster(_ mutualInformation: SymmetricMatrix) throws -> Clustering {
    let labels = try Self.withoutNoise(clusterWithNoise(mutualInformation), mutualInformation)
    return Clustering(rawLabels: labels, threshold: nil, mutualInformation: mutualInformation)
  }

  /// Raw labels, nil for noise: what scikit-learn calls −1.
  public func clusterWithNoise(_ mutualInformation: SymmetricMatrix) throws -> [Int?] {
    let count = mutualInformation.count
    try requireFinite(mutualInformation)
    let minimumSize = minimumClusterSize ?? max(Self.leastObjectSize, count / 40)
    guard count > 1, count >= minimumSize else { return [Int?](repeating: nil, count: count) }
    let links = spanningTree(mutualInformation)
    let tree = CondensedTree(count: count, links: links, minimumSize: minimumSize)
    return tree.labels(for: tree.stableClusters())
  }

  /// The minimum spanning tree of mutual-reachability distances, by increasing distance (Prim; ties keep their order).
  private func spanningTree(_ matrix: SymmetricMatrix) -> [(a: Int, b: Int, distance: Double)] {
    let count = matrix.count
    let (greatest, median) = Self.greatestAndMedian(matrix)
    let origin = greatest + margin * (greatest - median)
    let minimumSamples = min(minimumSamples, count)
    func distance(_ a: Int, _ b: Int) -> Double { a == b ? 0 : origin - Double(matrix[a, b]) }
    let core = (0..<count).map { row -> Double in
      (0..<count).map { distance(row, $0) }.sorted()[minimumSamples - 1]
    }
    var best = [Double](repeating: .infinity, count: count)
    var parent = [Int](repeating: 0, count: count)
    var isInTree = [Bool](repeating: false, count: count)
    var links: [(a: Int, b: Int, distance: Double)] = []
    var current = 0
    for _ in 1..<count {
      isInTree[current] = true
      var next = -1
      for other in 0..<count where !isInTree[other] {
        let reachability = max(distance(current, other), core[current], core[other])
        if reachability < best[other] {
          best[other] = reachability
          parent[other] = current
        }
        if next < 0 || best[other] < best[next] { next = other }
      }
      links.append((parent[next], next, best[next]))
      current = next
    }
    return links.enumerated()
      .sorted {
        $0.element.distance != $1.element.distance
          ? $0.element.distance < $1.element.distance : $0.offset < $1.offset
      }
      .map(\.element)
  }

  /// The greatest and the median element off the diagonal; of large matrices the median of every so many elements.
  private static func greatestAndMedian(_ matrix: SymmetricMatrix) -> (Double, Double) {
    var greatest = -Float.infinity
    var some: [Float] = []
    let step = max(1, matrix.count * matrix.count / 2_000_000)
    for row in 0..<matrix.count {
      for column in 0..<row {
        let value = matrix[row, column]
        greatest = max(greatest, value)
        if (row * (row - 1) / 2 + column) % step == 0 { some.append(value) }
      }
    }
    some.sort()
    return (Double(greatest), Double(some.isEmpty ? greatest : some[some.count / 2]))
  }

  /// Gives every noise track to the cluster of the track it shares most information with; all in one where none was found.
  static func withoutNoise(_ labels: [Int?], _ matrix: SymmetricMatrix) -> [Int] {
    guard labels.contains(where: { $0 != nil }) else { return [Int](repeating: 0, count: labels.count) }
    return labels.indices.map { track in
      if let label = labels[track] { return label }
      var best = (value: -Float.infinity, label: 0)
      for (other, value) in zip(labels.indices, matrix.row(track)) {
        if let label = labels[other], value > best.value { best = (value, label) }
      }
      return best.label
    }
  }
}

extension ClusteringRule {
  /// Clusters that persist over thresholds; needs none.
  public static let persistent = ClusteringRule(
    "persistent", summary: "clusters that persist over thresholds; no threshold to set",
    threshold: .automatic
  ) { _ in Persistent() }
}
