import Foundation
import LinearAlgebra
import Segmentation
import TestSupport
import Testing

/// Our groupings against scikit-learn's HDBSCAN, SciPy's average linkage and SciPy's connected components, on matrices that
/// scripts/reference/clustering.py made.
@Suite struct ReferenceTests {
  struct Case: Decodable {
    struct Persistence: Decodable {
      let margin: Double
      let samples: Int
      let size: Int
      let labels: [Int]
    }
    struct Cut: Decodable {
      let threshold: Float
      let labels: [Int]
    }
    let count: Int
    let upper: [Float]
    let persistent: [Persistence]
    let average: [Cut]
    let components: [Cut]

    var matrix: SymmetricMatrix {
      var matrix = SymmetricMatrix(count: count, repeating: upper.max() ?? 0)
      var next = 0
      for row in 0..<count {
        for column in (row + 1)..<max(count, row + 1) {
          matrix[row, column] = upper[next]
          next += 1
        }
      }
      return matrix
    }
  }

  let cases: [Case]

  init() throws {
    let path = Fixtures.projectRoot + "/Tests/SegmentationTests/Golden/clustering.json"
    cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: URL(fileURLWithPath: path)))
  }

  @Test func persistentClustersAreThoseOfScikitLearn() throws {
    var compared = 0
    for (index, golden) in cases.enumerated() {
      for expected in golden.persistent {
        var clusterer = Persistent(minimumSamples: expected.samples, minimumClusterSize: expected.size)
        clusterer.margin = expected.margin
        let labels = try clusterer.clusterWithNoise(golden.matrix).map { $0 ?? -1 }
        #expect(isSamePartition(labels, expected.labels), "matrix \(index), \(expected.size) tracks at least")
        #expect(
          labels.map { $0 < 0 } == expected.labels.map { $0 < 0 },
          "the same tracks are noise: matrix \(index)")
        compared += 1
      }
    }
    #expect(compared >= 40)
  }

  @Test func averageLinkageIsThatOfSciPy() throws {
    for (index, golden) in cases.enumerated() {
      for cut in golden.average {
        let labels = try AverageLinkage(threshold: cut.threshold).cluster(golden.matrix).labels
        #expect(isSamePartition(labels, cut.labels), "matrix \(index) at \(cut.threshold)")
      }
    }
  }

  @Test func componentsAreThoseOfSciPyAndTheThresholdIsInclusive() throws {
    for (index, golden) in cases.enumerated() {
      for cut in golden.components {
        // These thresholds are elements of the matrix.
        let labels = try ConnectedComponents(threshold: cut.threshold).cluster(golden.matrix).labels
        #expect(isSamePartition(labels, cut.labels), "matrix \(index) at \(cut.threshold)")
      }
    }
  }
}

/// Whether two labelings group alike, whatever the labels.
func isSamePartition(_ a: [Int], _ b: [Int]) -> Bool {
  guard a.count == b.count else { return false }
  let pairs = Set(zip(a, b).map { [$0, $1] })
  return pairs.count == Set(a).count && pairs.count == Set(b).count
}
