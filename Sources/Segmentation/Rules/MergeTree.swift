public import LinearAlgebra

/// The single-linkage merge tree of a matrix of similarities: the M − 1 links of its maximum spanning tree.
///
/// Cut at τ, it gives the connected components of {similarity ≥ τ} for any τ, so it holds every single-threshold
/// segmentation of a video in 2·(M − 1) numbers. Complexity: O(M²) time, O(M) memory besides the matrix (Prim).
/// An unknown similarity (NaN) is no link: tracks that no chain of known pairs joins are in different trees, and there are
/// fewer links.
public struct MergeTree: Sendable, Equatable {
  /// One link: two tracks and their similarity.
  public struct Link: Sendable, Equatable {
    public let a: Int
    public let b: Int
    public let similarity: Float
  }

  /// Number of tracks.
  public let count: Int
  /// The links by decreasing similarity; ties stay in the order Prim's algorithm found them.
  public let links: [Link]

  /// Builds the tree of a matrix.
  ///
  /// - Throws: `SegmentationError` (notFinite).
  public init(_ similarities: SymmetricMatrix) throws {
    let count = similarities.count
    try requireNoInfinity(similarities)
    self.count = count
    guard count > 1 else {
      links = []
      return
    }
    var best = [Float](repeating: -.infinity, count: count)
    var parent = [Int](repeating: 0, count: count)
    var isInTree = [Bool](repeating: false, count: count)
    var found: [Link] = []
    found.reserveCapacity(count - 1)
    var current = 0
    for _ in 1..<count {
      isInTree[current] = true
      var next = -1
      let row = similarities.row(current)
      for other in 0..<count where !isInTree[other] {
        let similarity = row[row.startIndex + other]
        if similarity > best[other] {
          best[other] = similarity
          parent[other] = current
        }
        if next < 0 || best[other] > best[next] { next = other }
      }
      // Nothing known reaches the rest: another tree begins.
      if best[next] > -.infinity { found.append(Link(a: parent[next], b: next, similarity: best[next])) }
      current = next
    }
    links = found.enumerated()
      .sorted {
        $0.element.similarity != $1.element.similarity
          ? $0.element.similarity > $1.element.similarity : $0.offset < $1.offset
      }
      .map(\.element)
  }

  /// Raw labels of the connected components of {similarity ≥ threshold}.
  public func labels(atThreshold threshold: Float) -> [Int] {
    var sets = DisjointSets(count: count)
    for link in links.prefix(while: { $0.similarity >= threshold }) { sets.union(link.a, link.b) }
    return (0..<count).map { sets.root(of: $0) }
  }
}

/// Refuses a matrix with infinity off its diagonal, naming the first such element; NaN is an unknown pair.
func requireNoInfinity(_ matrix: SymmetricMatrix) throws {
  for row in 0..<matrix.count {
    for column in 0..<row where matrix[row, column].isInfinite {
      throw SegmentationError(
        .notFinite,
        "the mutual information of tracks \(column) and \(row) of the matrix is \(matrix[row, column]); expected a number of nats, or NaN where it is unknown"
      )
    }
  }
}
