import Foundation
import LinearAlgebra
import MutualInformation
import NeuralNetwork
import Testing

@testable import InfoNet

/// The whole estimator by NumPy and SciPy in double precision (scripts/reference/infonet.py).
@Suite struct GoldenTests {
  struct Case: Decodable, Sendable {
    let kind: String
    let x: [Float], y: [Float]
    let isPath: Bool
    let observed: [[Bool]]
    let value: Double
  }

  @Test func equalsTheReference() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/infonet.json")
    let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
    #expect(cases.count == 10)
    for item in cases {
      let length = item.x.count
      var set = Observations(count: 2, dimension: 1, length: length, values: item.x + item.y)
      let base = InfoNet(weights: try .load(), sampling: item.isPath ? .path : .independent)
      func value<E: MutualInformationEstimator>(_ estimator: E) throws -> Double {
        let prepared = try estimator.prepare(set)
        return try estimator.estimate(prepared, row: 0, prepared, column: 1)
      }
      let found: Double
      if item.observed.joined().contains(false) {
        set.observed = item.observed.flatMap(\.self)
        found = try value(base.overCommonObservations(atLeast: 8, dimension: 1))
      } else {
        found = try value(base)
      }
      #expect(
        abs(found - item.value) < 2e-4 * max(1, abs(item.value)),
        "\(item.kind), \(length): \(found) against \(item.value); run the script where the weights are new")
    }
  }
}
