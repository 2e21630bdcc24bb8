import LinearAlgebra
import Segmentation
import Testing

/// What every rule promises, run over all of them.
@Suite struct ClustererConformanceTests {
  /// Every rule of the list, at 1 nat where it takes a threshold.
  static let clusterers: [any Clusterer] = ClusteringRule.allCases.compactMap {
    $0.clusterer(threshold: $0.threshold == .given ? 1 : nil)
  }

  @Test func everyRuleOfTheListIsTested() {
    #expect(Self.clusterers.count == ClusteringRule.allCases.count && Self.clusterers.count >= 3)
    #expect(Set(Self.clusterers.map(\.name)) == Set(ClusteringRule.allCases.map(\.name)))
    // A threshold is neither left out nor given where it has no meaning.
    #expect(ClusteringRule.persistent.clusterer(threshold: 1) == nil)
    #expect(ClusteringRule.average.clusterer(threshold: nil) == nil)
  }

  /// Blocks of high similarity with a little noise.
  private func blocks(_ sizes: [Int], seed: UInt64) -> SymmetricMatrix {
    var generator = SeededGenerator(seed: seed)
    let ids = sizes.enumerated().flatMap { [Int](repeating: $0.offset, count: $0.element) }
    var matrix = SymmetricMatrix(count: ids.count)
    for row in ids.indices {
      for column in 0..<row {
        matrix[row, column] = Float((ids[row] == ids[column] ? 2.5 : 0.2) + generator.uniform(-0.1, 0.1))
      }
    }
    return matrix
  }

  @Test(arguments: clusterers.indices) func blocksAreFoundAndOrderedBySize(index: Int) throws {
    let clustering = try Self.clusterers[index].cluster(blocks([8, 20, 12], seed: 1))
    let expected =
      [Int](repeating: 2, count: 8) + [Int](repeating: 0, count: 20) + [Int](repeating: 1, count: 12)
    #expect(clustering.labels == expected, "\(Self.clusterers[index].name)")
    #expect(clustering.scores.allSatisfy { $0 > 0.5 && $0 <= 1 })
  }

  @Test(arguments: clusterers.indices) func theOrderOfTracksDoesNotMatter(index: Int) throws {
    let matrix = blocks([9, 14, 11, 6], seed: 2)
    var generator = SeededGenerator(seed: 3)
    let order = (0..<matrix.count).shuffled(using: &generator)
    let labels = try Self.clusterers[index].cluster(matrix).labels
    let shuffled = try Self.clusterers[index].cluster(matrix.selecting(order)).labels
    #expect(isSamePartition(order.map { labels[$0] }, shuffled))
  }

  @Test(arguments: clusterers.indices) func smallAndDegenerateMatrices(index: Int) throws {
    let clusterer = Self.clusterers[index]
    #expect(try clusterer.cluster(SymmetricMatrix(count: 0)).labels == [])
    for count in 1...3 {
      let labels = try clusterer.cluster(SymmetricMatrix(count: count, repeating: 2)).labels
      #expect(labels == [Int](repeating: 0, count: count), "\(clusterer.name), \(count)")
    }
    let equal = try clusterer.cluster(SymmetricMatrix(count: 50, repeating: 2))
    #expect(equal.labels == [Int](repeating: 0, count: 50), "all pairs alike are one object")
    #expect(equal.scores.allSatisfy { $0 == 0 })
  }

  @Test(arguments: clusterers.indices) func infinityIsRefused(index: Int) {
    for value in [Float.infinity, -.infinity] {
      var matrix = blocks([5, 5], seed: 4)
      matrix[7, 2] = value
      let error = #expect(throws: SegmentationError.self) { try Self.clusterers[index].cluster(matrix) }
      #expect(error?.code == .notFinite)
      #expect(error?.message.contains("2 and 7") == true)
    }
  }

  @Test(arguments: clusterers.indices) func tiesAreDeterministicAndScoresStayInRange(index: Int) throws {
    var generator = SeededGenerator(seed: 5)
    var matrix = SymmetricMatrix(count: 60)
    for row in 0..<60 {
      for column in 0..<row { matrix[row, column] = Float(Int(generator.uniform(0, 4))) }
    }
    let first = try Self.clusterers[index].cluster(matrix)
    #expect(try first == Self.clusterers[index].cluster(matrix))
    #expect(Set(first.labels) == Set(0..<first.count), "labels are contiguous")
    let sizes = (0..<first.count).map { label in first.labels.count { $0 == label } }
    #expect(sizes == sizes.sorted(by: >))
    #expect(first.scores.allSatisfy { $0 >= -1 && $0 <= 1 })
  }

  /// Tracks of a rigid body without noise differ by rounding errors alone, which must not split it.
  @Test func roundingErrorsDoNotSplitAnObject() throws {
    var generator = SeededGenerator(seed: 6)
    var matrix = blocks([60, 40, 40], seed: 7)
    for row in 0..<60 {
      for column in 0..<row {
        let sameHalf = row % 2 == column % 2
        matrix[row, column] = 13.8 - Float(generator.uniform(0, 1e-6)) - (sameHalf ? 0 : 1e-4)
      }
    }
    #expect(try Persistent().cluster(matrix).count == 3)
  }
}

@Suite struct MergeTreeTests {
  @Test func cutsEqualTheDefinition() throws {
    var generator = SeededGenerator(seed: 8)
    var matrix = SymmetricMatrix(count: 25)
    for row in 0..<25 {
      for column in 0..<row { matrix[row, column] = Float((generator.normal() * 20).rounded() / 20) }
    }
    let tree = try MergeTree(matrix)
    #expect(tree.links.count == 24)
    #expect(tree.links.map(\.similarity) == tree.links.map(\.similarity).sorted(by: >))
    for threshold in tree.links.map(\.similarity) + [-100, 100] {
      // Flood fill from each track.
      var labels = [Int](repeating: -1, count: 25)
      for start in 0..<25 where labels[start] < 0 {
        var stack = [start]
        while let track = stack.popLast() {
          labels[track] = start
          for other in 0..<25 where labels[other] < 0 && other != track && matrix[track, other] >= threshold {
            labels[other] = start
            stack.append(other)
          }
        }
      }
      #expect(isSamePartition(tree.labels(atThreshold: threshold), labels))
    }
  }
}
