public import LinearAlgebra

/// The published rule: tracks linked by mutual information at or above a threshold, directly or through others, are one object.
///
/// Hu et al. (2024), arXiv 2402.10158.
public struct ConnectedComponents: Clusterer {
  /// The threshold τ in nats, inclusive.
  public let threshold: Float

  public init(threshold: Float) { self.threshold = threshold }

  public var name: String { "components" }

  public func cluster(_ mutualInformation: SymmetricMatrix) throws -> Clustering {
    let labels = try MergeTree(mutualInformation).labels(atThreshold: threshold)
    return Clustering(rawLabels: labels, threshold: threshold, mutualInformation: mutualInformation)
  }
}

extension ConnectedComponents {
  /// The links of the merge tree, by decreasing similarity.
  static func links(_ matrix: SymmetricMatrix) throws -> [ClusteringRule.Link] {
    try MergeTree(matrix).links.map {
      ClusteringRule.Link(a: $0.a, b: $0.b, similarity: Double($0.similarity))
    }
  }
}

extension ClusteringRule {
  /// Everything linked by MI at or above the threshold.
  public static let components = ClusteringRule(
    "components", summary: "connected components of the links with MI at or above the threshold",
    threshold: .given,
    tree: ConnectedComponents.links
  ) { ConnectedComponents(threshold: $0) }
}
