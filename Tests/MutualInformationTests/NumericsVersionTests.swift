import LinearAlgebra
import TestSupport
import Testing

@testable import MutualInformation

/// The numbers of a version: whoever changes them raises `PairwiseEngine.numericsVersion`, or stale checkpoints are resumed.
@Suite struct NumericsVersionTests {
  /// Mutual information of three pairs of paths of every version, to seven decimals: what is the same on every processor.
  private static let values: [Int: [String: [Double]]] = [
    2: [
      "ksg": [0.22386395931243896, 0.523155689239502, 0.16604024171829224],
      "histogram": [0.10979707539081573, 0.36422672867774963, 0.06741055101156235],
      "distance": [0.39000222086906433, 0.7079107761383057, 0.36559993028640747],
    ]
  ]

  @Test func numbersBelongToTheirVersion() throws {
    let known = try #require(
      Self.values[PairwiseEngine.numericsVersion],
      "numericsVersion \(PairwiseEngine.numericsVersion) has no numbers here: add those that are printed below"
    )
    let tracks = Samples.tracks(count: 3, length: 80, seed: 11)
    let engine = PairwiseEngine(slicing: Slicing(.shared, count: 3, seed: 5))
    for (name, expected) in known.sorted(by: { $0.key < $1.key }) {
      let matrix = try engine.matrix(of: tracks, using: EstimatorRegistry.standard.make(name)).matrix
      let found = [matrix[0, 1], matrix[0, 2], matrix[1, 2]].map { Double($0) }
      #expect(
        found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < 2e-7 },
        "\(name) gives \(found): raise numericsVersion and add these")
    }
  }
}
