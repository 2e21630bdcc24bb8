import LinearAlgebra
import Segmentation
import Testing

/// Matrices in which some pairs are unknown (NaN): they neither link nor separate.
@Suite struct UnknownPairsTests {
  static let clusterers = ClustererConformanceTests.clusterers
  static let unknown = Float.nan

  /// Blocks of similarity 2.5 within and 0.2 across, a share of the pairs unknown.
  private func blocks(_ ids: [Int], unknown share: Double, seed: UInt64) -> SymmetricMatrix {
    var generator = SeededGenerator(seed: seed)
    var matrix = SymmetricMatrix(count: ids.count)
    for row in ids.indices {
      for column in 0..<row {
        let value = Float((ids[row] == ids[column] ? 2.5 : 0.2) + generator.uniform(-0.1, 0.1))
        matrix[row, column] = generator.uniform() < share ? .nan : value
      }
    }
    return matrix
  }

  @Test(arguments: clusterers.indices, [0.2, 0.5, 0.8]) func blocksAreFoundThroughOthers(
    index: Int, share: Double
  ) throws {
    let ids = (0..<60).map { $0 % 3 }
    let clustering = try Self.clusterers[index].cluster(blocks(ids, unknown: share, seed: 4))
    #expect(isSamePartition(clustering.labels, ids), "\(Self.clusterers[index].name)")
    #expect(clustering.scores.allSatisfy { $0 > 0.5 && $0 <= 1 })
  }

  @Test(arguments: clusterers.indices) func piecesThatNeverMetStayApart(index: Int) throws {
    // Tracks 0 … 19 are seen early, 20 … 39 late; either half has two objects.
    let ids = (0..<40).map { ($0 / 20) * 2 + $0 % 2 }
    var matrix = blocks(ids, unknown: 0, seed: 5)
    for row in 20..<40 { for column in 0..<20 { matrix[row, column] = .nan } }
    let labels = try Self.clusterers[index].cluster(matrix).labels
    #expect(isSamePartition(labels, ids), "\(Self.clusterers[index].name)")
    // One object in either half: two clusters, because nothing says that they are one.
    var alike = SymmetricMatrix(count: 40, repeating: 2)
    for row in 20..<40 { for column in 0..<20 { alike[row, column] = .nan } }
    let halves = try Self.clusterers[index].cluster(alike).labels
    #expect(isSamePartition(halves, (0..<40).map { $0 / 20 }), "\(Self.clusterers[index].name)")
  }

  @Test(arguments: clusterers.indices) func anOverlapJoinsWhatNeverMet(index: Int) throws {
    // Early, late, and ten tracks that are seen throughout.
    var matrix = SymmetricMatrix(count: 50, repeating: 2)
    for row in 20..<40 { for column in 0..<20 { matrix[row, column] = .nan } }
    let labels = try Self.clusterers[index].cluster(matrix).labels
    #expect(Set(labels) == [0], "\(Self.clusterers[index].name)")
  }

  @Test func aTrackWithoutAnyKnownPairHasNoLabelOrItsOwn() throws {
    var matrix = blocks((0..<30).map { $0 % 2 }, unknown: 0, seed: 6)
    for other in 0..<29 { matrix[29, other] = .nan }
    #expect(try Persistent().cluster(matrix).labels[29] == -1)
    for rule in [ConnectedComponents(threshold: 1), AverageLinkage(threshold: 1)] as [any Clusterer] {
      #expect(try rule.cluster(matrix).labels[29] == 2)
    }
  }

  /// Average linkage against the definition: of all pairs of clusters the one with the greatest mean over known pairs merges.
  @Test(arguments: [0.0, 0.3, 0.7]) func averageLinkageIsTheDefinition(share: Double) throws {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<20 {
      let count = 14
      var matrix = SymmetricMatrix(count: count)
      for row in 0..<count {
        for column in 0..<row {
          matrix[row, column] = generator.uniform() < share ? .nan : Float(generator.uniform())
        }
      }
      var clusters = (0..<count).map { [$0] }
      let threshold = 0.45
      func mean(_ a: [Int], _ b: [Int]) -> Double? {
        let known = a.flatMap { i in b.map { matrix[i, $0] } }.filter { !$0.isNaN }
        return known.isEmpty ? nil : known.reduce(0.0) { $0 + Double($1) } / Double(known.count)
      }
      while true {
        var best: (value: Double, a: Int, b: Int)?
        for a in clusters.indices {
          for b in 0..<a {
            if let value = mean(clusters[a], clusters[b]), value > best?.value ?? -1 { best = (value, a, b) }
          }
        }
        guard let best, best.value >= threshold else { break }
        clusters[best.b] += clusters[best.a]
        clusters.remove(at: best.a)
      }
      var expected = [Int](repeating: 0, count: count)
      for (label, cluster) in clusters.enumerated() { for track in cluster { expected[track] = label } }
      let labels = try AverageLinkage(threshold: Float(threshold)).cluster(matrix).labels
      #expect(isSamePartition(labels, expected))
    }
  }

  @Test func theMergeTreeIsAForest() throws {
    var matrix = SymmetricMatrix(count: 5, repeating: .nan)
    matrix[0, 1] = 3
    matrix[2, 3] = 1
    let tree = try MergeTree(matrix)
    #expect(tree.links.map(\.similarity) == [3, 1])
    let labels = tree.labels(atThreshold: -100)
    #expect(labels[0] == labels[1] && labels[2] == labels[3] && Set(labels).count == 3)
    matrix[0, 4] = .infinity
    #expect(throws: SegmentationError.self) { _ = try MergeTree(matrix) }
  }

  @Test func remainingTracksJoinByWhatIsKnown() {
    let labels = [0, 0, 1, 1, -1]
    let found = RemainderLabels.assign(
      rectangle: [
        .nan, 2, 1, .nan, 9,  // knows one of each
        .nan, .nan, .nan, 0.5, .nan,
        .nan, .nan, .nan, .nan, 9,  // knows only a track without label
      ], labels: labels)
    #expect(found.map(\.label) == [0, 1, -1])
    #expect(found[0].score == 0.5 && found[1].score == 0 && found[2].score == 0)
    let chosen = RemainderLabels.shortlist(
      rectangle: [.nan, 2, 1, .nan, 9, .nan, .nan, .nan, .nan, .nan], labels: labels)
    #expect(chosen == [[1, 2], []])
    #expect(
      RemainderLabels.assign(values: [[2, 1], []], columns: chosen, labels: labels).map(\.label) == [0, -1])
  }

  /// The sparse form of a rule gives the clusters and scores of the whole matrix.
  @Test(arguments: clusterers.indices, [0.3, 0.7, 0.95]) func sparseIsDense(index: Int, share: Double) throws
  {
    let clusterer = Self.clusterers[index]
    // With few known pairs many reachabilities are equal, and either form of `persistent` breaks these ties in its own way.
    guard share < 0.9 || clusterer.name != "persistent" else { return }
    for seed in 0..<10 {
      let ids = (0..<80).map { $0 % 4 }
      let matrix = blocks(ids, unknown: share, seed: UInt64(20 + seed))
      let dense = try clusterer.cluster(matrix)
      let sparse = try clusterer.cluster(SparseMatrix(matrix) { _, _ in 9 })
      #expect(dense.labels == sparse.labels, "\(clusterer.name), \(share)")
      for (a, b) in zip(dense.scores, sparse.scores) { #expect(abs(a - b) < 1e-5) }
    }
  }

  @Test func sparseMatricesAreSortedAndChecked() {
    let matrix = SparseMatrix(
      count: 4, rows: [3, 0, 2], columns: [1, 2, 1], values: [1, 2, 3], common: [9, 8, 7])
    #expect(matrix?.rows == [0, 1, 1] && matrix?.columns == [2, 2, 3])
    #expect(matrix?.values == [2, 3, 1] && matrix?.common == [8, 7, 9])
    #expect(matrix?.mean == 2 && matrix?.dense[3, 1] == 1 && matrix?.dense[0, 1].isNaN == true)
    #expect(SparseMatrix(count: 4, rows: [3, 1], columns: [1, 3], values: [1, 1], common: [9, 9]) == nil)
    #expect(SparseMatrix(count: 4, rows: [3], columns: [3], values: [1], common: [9]) == nil)
    #expect(SparseMatrix(count: 4, rows: [3], columns: [4], values: [1], common: [9]) == nil)
    #expect(SparseMatrix(count: 4, rows: [3], columns: [1], values: [], common: [9]) == nil)
  }

  /// Clusters in a row, each of which meets the next: links join those of one object.
  @Test func clustersThatFollowEachOtherAreJoined() {
    var generator = SeededGenerator(seed: 9)
    // Track t lives from t to t + 12; even tracks are one object, odd ones another; clusters are ten tracks long.
    let count = 200
    var pairs = SparseMatrix(count: count)
    for row in 0..<count {
      for column in (row + 1)..<max(row + 1, min(count, row + 12)) {
        let value = ((row - column) % 2 == 0 ? 2.0 : 0.4) + generator.uniform(-0.3, 0.3)
        pairs.append(row, column, Float(value), common: 12 - (column - row))
      }
    }
    let raw = (0..<count).map { ($0 / 20) * 2 + $0 % 2 }
    let local = Clustering(
      labels: Clustering.numberedBySize(raw), scores: [Float](repeating: 0, count: count))
    #expect(local.count == 20)
    let linked = local.linked(by: pairs)
    #expect(isSamePartition(linked.labels, (0..<count).map { $0 % 2 }))
    #expect(linked.scores.allSatisfy { $0 > 0.3 })
    // Pieces that never meet stay apart.
    var halves = SparseMatrix(count: count)
    for pair in 0..<pairs.pairCount where (pairs.rows[pair] < 100) == (pairs.columns[pair] < 100) {
      halves.append(
        Int(pairs.rows[pair]), Int(pairs.columns[pair]), pairs.values[pair], common: Int(pairs.common[pair]))
    }
    #expect(local.linked(by: halves).count == 4)
    #expect(local.linked(by: SparseMatrix(count: count)).labels == local.labels)
  }
}
