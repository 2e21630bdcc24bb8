public import LinearAlgebra

/// Clusters that persist: HDBSCAN's excess-of-mass selection on the distance max(MI) − MI + margin.
///
/// No threshold to choose.
///
/// A cluster is kept where its tracks stay together over a long range of thresholds. Distances are first raised to mutual
/// reachability, so that a single stray link does not join two objects. `clusterWithNoise` gives the labels of scikit-learn's
/// `HDBSCAN(metric="precomputed")` on the same distances; `cluster` gives the tracks it calls noise to the cluster of the
/// track they share most information with. O(M²) time, O(M) memory besides the matrix.
///
/// The distance of an unknown pair (NaN) is infinite: no density joins it. Where the known pairs fall into pieces, each of at least
/// `minimumClusterSize` tracks is clustered by itself; the tracks of smaller pieces have no label.
public struct Persistent: Clusterer {
  /// The neighbour whose distance is a track's core distance, itself counted.
  public var minimumSamples: Int
  /// Smaller clusters are strays rather than objects, whatever the number of tracks.
  public static let leastObjectSize = 5
  /// The least number of tracks that makes an object; nil: max(5, (1 + the mean number of known pairs of a track) / 40), which is
  /// max(5, M / 40) where all pairs are known.
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
    let labels = Self.withoutNoise(try clusterWithNoise(mutualInformation), mutualInformation)
    return Clustering(rawLabels: labels, threshold: nil, mutualInformation: mutualInformation)
  }

  /// Raw labels, nil for noise: what scikit-learn calls −1.
  ///
  /// Where the known pairs fall into pieces, each is clustered by itself; a piece without clusters is one.
  public func clusterWithNoise(_ mutualInformation: SymmetricMatrix) throws -> [Int?] {
    let count = mutualInformation.count
    try requireNoInfinity(mutualInformation)
    let known = mutualInformation.hasUnknown ? 1 - mutualInformation.unknownShare : 1
    let minimumSize = minimumSize(count: count, known: known)
    guard count > 1, count >= minimumSize else { return [Int?](repeating: nil, count: count) }
    let (greatest, median) = Self.greatestAndMedian(mutualInformation)
    let origin = greatest + margin * (greatest - median)
    func labels(of matrix: SymmetricMatrix) -> [Int?] {
      let tree = CondensedTree(
        count: matrix.count, links: spanningTree(matrix, origin: origin), minimumSize: minimumSize)
      return tree.labels(for: tree.stableClusters())
    }
    let pieces = mutualInformation.hasUnknown ? try Self.pieces(mutualInformation) : []
    guard pieces.count > 1 else { return labels(of: mutualInformation) }
    var whole = [Int?](repeating: nil, count: count)
    var offset = 0
    for piece in pieces where piece.count >= minimumSize {
      let own = labels(of: mutualInformation.selecting(piece))
      let isOne = own.allSatisfy { $0 == nil }
      for (track, label) in zip(piece, own) { whole[track] = isOne ? offset : label.map { $0 + offset } }
      offset += 2 * count
    }
    return whole
  }

  /// The least size of a cluster of `count` tracks of which a share of the pairs is known.
  func minimumSize(count: Int, known: Double) -> Int {
    if let minimumClusterSize { return minimumClusterSize }
    let meeting = known < 1 ? 1 + Int(known * Double(count - 1)) : count
    return max(Self.leastObjectSize, meeting / 40)
  }

  /// The tracks of every piece that known pairs join.
  private static func pieces(_ matrix: SymmetricMatrix) throws -> [[Int]] {
    let raw = try MergeTree(matrix).labels(atThreshold: -.infinity)
    return Dictionary(grouping: raw.indices) { raw[$0] }.sorted { $0.key < $1.key }.map(\.value)
  }

  /// The minimum spanning tree of mutual-reachability distances, by increasing distance (Prim; ties keep their order).
  private func spanningTree(_ matrix: SymmetricMatrix, origin: Double) -> [(a: Int, b: Int, distance: Double)]
  {
    let count = matrix.count
    let minimumSamples = min(minimumSamples, count)
    func distance(_ a: Int, _ b: Int) -> Double {
      guard a != b else { return 0 }
      let value = matrix[a, b]
      return value.isNaN ? .infinity : origin - Double(value)
    }
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
        guard !value.isNaN else { continue }
        greatest = max(greatest, value)
        if (row * (row - 1) / 2 + column) % step == 0 { some.append(value) }
      }
    }
    some.sort()
    return (Double(greatest), Double(some.isEmpty ? greatest : some[some.count / 2]))
  }

  /// Gives every noise track to the cluster of the track it shares most information with, −1 where none of these pairs is known; all
  /// in one where no cluster was found.
  static func withoutNoise(_ labels: [Int?], _ matrix: SymmetricMatrix) -> [Int] {
    guard labels.contains(where: { $0 != nil }) else { return [Int](repeating: 0, count: labels.count) }
    return labels.indices.map { track in
      if let label = labels[track] { return label }
      var best = (value: -Float.infinity, label: -1)
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
