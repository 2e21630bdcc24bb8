public import LinearAlgebra
public import Support

/// A rule that groups tracks, as a user chooses it by name.
///
/// A new rule is a `Clusterer` in a file of its own with its `static let` here beside it, and one line in `allCases`.
public struct ClusteringRule: ListedChoice {
  /// How a rule comes to its threshold.
  public enum Threshold: Sendable, Equatable {
    /// It finds thresholds itself, and takes none.
    case automatic
    /// It cuts at one that the user gives, in nats.
    case given
  }

  /// What a rule groups by.
  public enum Basis: Sendable {
    /// The matrix of pairwise mutual information.
    case matrix
    /// The matrix, and the tracks themselves.
    case tracks
  }

  /// One link of a tree of merges: a track of either side, and the similarity in nats down to which they are together.
  public struct Link: Sendable {
    public let a: Int
    public let b: Int
    public let similarity: Double

    public init(a: Int, b: Int, similarity: Double) {
      self.a = a
      self.b = b
      self.similarity = similarity
    }
  }

  public let name: String
  public let summary: String
  public let threshold: Threshold
  public let basis: Basis
  private let makeClusterer: @Sendable (_ threshold: Float) -> any Clusterer
  private let tree: (@Sendable (SymmetricMatrix) throws -> [Link])?

  /// - Parameters:
  ///   - make: The clusterer at a threshold in nats, which automatic rules do not read.
  ///   - tree: The M − 1 links that a cut at any threshold follows; nil where the rule is not a cut of one tree.
  public init(
    _ name: String, summary: String, threshold: Threshold, basis: Basis = .matrix,
    tree: (@Sendable (SymmetricMatrix) throws -> [Link])? = nil,
    make: @escaping @Sendable (_ threshold: Float) -> any Clusterer
  ) {
    self.name = name
    self.summary = summary
    self.threshold = threshold
    self.basis = basis
    self.tree = tree
    makeClusterer = make
  }

  /// The rules in the order they are listed.
  public static let allCases: [ClusteringRule] = [.auto, .persistent, .components, .average]

  /// The rule with its threshold in nats, where it takes one.
  ///
  /// - Returns: nil where a threshold is given to a rule that takes none, or missing for one that does.
  public func clusterer(threshold value: Double?) -> (any Clusterer)? {
    switch (threshold, value) {
    case (.automatic, nil): makeClusterer(.nan)
    case (.given, let value?): makeClusterer(Float(value))
    default: nil
    }
  }

  /// The tree that this rule cuts at a threshold; for a rule that is not a cut, the connected components' tree.
  public func links(of matrix: SymmetricMatrix) throws -> [Link] {
    try (tree ?? ConnectedComponents.links)(matrix)
  }

  /// The tree of a matrix in either form; of a sparse one the connected components' tree.
  public func links(of matrix: PairMatrix) throws -> [Link] {
    switch matrix {
    case .dense(let matrix): try links(of: matrix)
    case .sparse(let pairs):
      SpanningForest(pairs) { pair, _, _ in -Double(pairs.values[pair]) }.links.map {
        Link(a: $0.a, b: $0.b, similarity: Double(pairs.values[$0.pair]))
      }
    }
  }

  /// The rule whose cut `links(of:)` is: itself, or `components`.
  public var cut: ClusteringRule { tree == nil ? .components : self }
}
