public import LinearAlgebra

/// A rule that groups tracks by their pairwise mutual information.
public protocol Clusterer: Sendable {
  /// The name used on the command line and in tables.
  var name: String { get }

  /// Groups the tracks of a matrix of mutual information (M × M, nats); NaN is an unknown pair, which neither links nor separates.
  ///
  /// Tracks that no chain of known pairs joins are never in one cluster.
  ///
  /// - Throws: `SegmentationError` (notFinite) where the matrix holds infinity.
  func cluster(_ mutualInformation: SymmetricMatrix) throws -> Clustering

  /// Groups the tracks of a sparse matrix of mutual information: pairs that it does not hold are unknown.
  func cluster(_ pairs: SparseMatrix) throws -> Clustering
}

/// Tracks grouped into clusters.
public struct Clustering: Sendable, Equatable {
  /// The cluster of every track: 0, 1, …, by decreasing size, then by first member; −1 for a track whose known pairs do not say.
  public let labels: [Int]
  /// How firmly each track belongs, in [-1, 1]: (a − b) / max(|a|, |b|) with a its mean mutual information to its own
  /// cluster and b that to the best other one (a silhouette on similarities); 0 where there is no other.
  public let scores: [Float]
  /// The threshold that was cut at, in nats, where the rule has a single one.
  public let threshold: Float?

  /// Renumbers raw labels by size and scores them against the matrix.
  init(rawLabels: [Int], threshold: Float?, mutualInformation: SymmetricMatrix) {
    labels = Self.numberedBySize(rawLabels)
    scores = Self.silhouettes(labels, mutualInformation)
    self.threshold = threshold
  }

  /// Labels 0, 1, … with scores that were found otherwise.
  public init(labels: [Int], scores: [Float], threshold: Float? = nil) {
    (self.labels, self.scores, self.threshold) = (labels, scores, threshold)
  }

  /// Number of clusters.
  public var count: Int { (labels.max() ?? -1) + 1 }

  /// Labels 0, 1, … by decreasing number of members, then by first member.
  public static func numberedBySize(_ raw: [Int]) -> [Int] {
    var first: [Int: Int] = [:]
    var size: [Int: Int] = [:]
    for (index, label) in raw.enumerated() where label >= 0 {
      if first[label] == nil { first[label] = index }
      size[label, default: 0] += 1
    }
    let order = first.keys.sorted { a, b in
      let (sizeA, sizeB) = (size[a] ?? 0, size[b] ?? 0)
      return sizeA != sizeB ? sizeA > sizeB : (first[a] ?? 0) < (first[b] ?? 0)
    }
    let rank = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    return raw.map { $0 < 0 ? -1 : rank[$0] ?? 0 }
  }

  private static func silhouettes(_ labels: [Int], _ matrix: SymmetricMatrix) -> [Float] {
    let clusters = (labels.max() ?? -1) + 1
    guard clusters > 1 else { return [Float](repeating: 0, count: labels.count) }
    var sizes = [Int](repeating: 0, count: clusters)
    for label in labels where label >= 0 { sizes[label] += 1 }
    var scores = [Float](repeating: 0, count: labels.count)
    var sums = [Double](repeating: 0, count: clusters)
    var known = [Int](repeating: 0, count: clusters)
    for track in labels.indices where labels[track] >= 0 {
      for cluster in sums.indices { (sums[cluster], known[cluster]) = (0, 0) }
      for (other, value) in zip(labels.indices, matrix.row(track))
      where other != track && labels[other] >= 0 && !value.isNaN {
        sums[labels[other]] += Double(value)
        known[labels[other]] += 1
      }
      let own = labels[track]
      guard sizes[own] > 1, known[own] > 0 else { continue }
      let a = sums[own] / Double(known[own])
      var b = -Double.infinity
      for cluster in sums.indices where cluster != own && known[cluster] > 0 {
        b = max(b, sums[cluster] / Double(known[cluster]))
      }
      guard b > -.infinity else { continue }
      let scale = max(abs(a), abs(b))
      scores[track] = scale > 0 ? Float((a - b) / scale) : 0
    }
    return scores
  }
}
