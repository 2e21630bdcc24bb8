public import LinearAlgebra

/// Average linkage cut at a threshold: clusters merge while their mean mutual information is at or above it.
///
/// One stray pair of high mutual information does not join two objects, as it does in `ConnectedComponents`. Unknown pairs (NaN) do
/// not count in the mean; clusters without a known pair between them never merge.
/// Nearest-neighbour chains: O(M²) time, one copy of the matrix.
public struct AverageLinkage: Clusterer {
  /// The threshold τ in nats, inclusive.
  public let threshold: Float

  public init(threshold: Float) { self.threshold = threshold }

  public var name: String { "average" }

  public func cluster(_ mutualInformation: SymmetricMatrix) throws -> Clustering {
    let merges = try Self.merges(mutualInformation)
    var sets = DisjointSets(count: mutualInformation.count)
    for merge in merges where merge.similarity >= Double(threshold) { sets.union(merge.a, merge.b) }
    return Clustering(
      rawLabels: (0..<mutualInformation.count).map { sets.root(of: $0) }, threshold: threshold,
      mutualInformation: mutualInformation)
  }

  /// One merge: a member of each cluster, and the clusters' mean similarity.
  public struct Merge: Sendable {
    public let a: Int
    public let b: Int
    public let similarity: Double
  }

  /// All merges (M − 1, or fewer with unknown pairs), in the order the chains find them; average linkage has no inversions, so a
  /// cut needs no order.
  public static func merges(_ matrix: SymmetricMatrix) throws -> [Merge] {
    try requireNoInfinity(matrix)
    let count = matrix.count
    guard count > 1 else { return [] }
    // Unknown means are −∞, which is never the best.
    var similarity = matrix.elements.map { $0.isNaN ? -.infinity : Double($0) }
    // With unknown pairs, the known pairs between two clusters weigh their mean; otherwise the clusters' sizes do.
    var known = matrix.hasUnknown ? matrix.elements.map { $0.isNaN ? 0 : 1.0 } : nil
    var size = [Int](repeating: 1, count: count)
    var isActive = [Bool](repeating: true, count: count)
    var chain: [Int] = []
    var merges: [Merge] = []
    merges.reserveCapacity(count - 1)
    var firstActive = 0
    while merges.count < count - 1 {
      if chain.isEmpty {
        while firstActive < count, !isActive[firstActive] { firstActive += 1 }
        guard firstActive < count else { break }
        chain.append(firstActive)
      }
      let top = chain[chain.count - 1]
      let previous = chain.count > 1 ? chain[chain.count - 2] : -1
      // The previous link of the chain wins ties: otherwise equal similarities would make the chain go round.
      var nearest = previous
      var best = previous >= 0 ? similarity[top * count + previous] : -Double.infinity
      for other in 0..<count where isActive[other] && other != top && similarity[top * count + other] > best {
        best = similarity[top * count + other]
        nearest = other
      }
      guard nearest >= 0 else {
        // No known pair leads out of this cluster: it is done.
        isActive[top] = false
        chain.removeLast()
        continue
      }
      guard nearest == previous else {
        chain.append(nearest)
        continue
      }
      chain.removeLast(2)
      merges.append(Merge(a: top, b: nearest, similarity: best))
      let (a, b) = (Double(size[top]), Double(size[nearest]))
      for other in 0..<count where isActive[other] && other != top && other != nearest {
        let (s, t) = (similarity[top * count + other], similarity[nearest * count + other])
        let mean: Double
        if let pairs = known {
          let (m, n) = (pairs[top * count + other], pairs[nearest * count + other])
          mean = m == 0 ? t : n == 0 ? s : (m * s + n * t) / (m + n)
          known?[nearest * count + other] = m + n
          known?[other * count + nearest] = m + n
        } else {
          mean = (a * s + b * t) / (a + b)
        }
        similarity[nearest * count + other] = mean
        similarity[other * count + nearest] = mean
      }
      size[nearest] += size[top]
      isActive[top] = false
    }
    return merges
  }
}

extension ClusteringRule {
  /// Average linkage cut at the threshold.
  public static let average = ClusteringRule(
    "average", summary: "average linkage cut at the threshold", threshold: .given,
    tree: { try AverageLinkage.merges($0).map { Link(a: $0.a, b: $0.b, similarity: $0.similarity) } }
  ) { AverageLinkage(threshold: $0) }
}
