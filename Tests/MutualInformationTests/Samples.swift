import Foundation
import LinearAlgebra
import MutualInformation
import TestSupport

/// Seeded samples that the tests of this module share.
enum Samples {
  /// Two sets of `count` variables, pair b bivariate normal with a correlation (in the first coordinates; others independent).
  static func normal(
    correlation: Double, count: Int = 1, dimension: Int = 1, length: Int, seed: UInt64
  ) -> (x: Observations, y: Observations) {
    var generator = SeededGenerator(seed: seed)
    var (x, y): ([Float], [Float]) = ([], [])
    for _ in 0..<count {
      for _ in 0..<dimension {
        for _ in 0..<length {
          let (a, b) = (generator.normal(), generator.normal())
          x.append(Float(a))
          y.append(Float(correlation * a + (1 - correlation * correlation).squareRoot() * b))
        }
      }
    }
    return (
      Observations(count: count, dimension: dimension, length: length, values: x),
      Observations(count: count, dimension: dimension, length: length, values: y)
    )
  }

  /// Random walks in the plane, a few of them sharing their motion, quantised to eighths as tracks are.
  static func tracks(count: Int, length: Int, seed: UInt64) -> Observations {
    var generator = SeededGenerator(seed: seed)
    var paths = [[Double]](repeating: [], count: 6)
    for path in paths.indices {
      var position = 0.0
      for _ in 0..<length {
        position += generator.normal()
        paths[path].append(position)
      }
    }
    var values: [Float] = []
    for track in 0..<count {
      for coordinate in 0..<2 {
        let path = paths[2 * (track % 3) + coordinate]
        values += path.map { Float((($0 + generator.normal()) * 8).rounded() / 8) }
      }
    }
    return Observations(count: count, dimension: 2, length: length, values: values)
  }

  static func one(_ values: [Float], dimension: Int = 1) -> Observations {
    Observations(count: 1, dimension: dimension, length: values.count / dimension, values: values)
  }

  /// The values of a golden file written by scripts/reference.
  static func golden<Case: Decodable>(_ name: String, of type: Case.Type) throws -> [Case] {
    let path = Fixtures.projectRoot + "/Tests/MutualInformationTests/Golden/" + name
    return try JSONDecoder().decode([Case].self, from: Data(contentsOf: URL(fileURLWithPath: path)))
  }
}

extension MutualInformationEstimator {
  /// I(X;Y) of the first variables of two sets.
  func value(_ x: Observations, _ y: Observations) throws -> Double { try estimate(prepare(x), prepare(y)) }

  /// One tile of several variables.
  func tile(_ x: Observations, _ rows: Range<Int>, _ y: Observations, _ columns: Range<Int>) throws
    -> [Double]
  {
    var values = [Double](repeating: .nan, count: rows.count * columns.count)
    let (a, b) = (try prepare(x), try prepare(y))
    try values.withUnsafeMutableBufferPointer { try estimate(a, rows: rows, b, columns: columns, into: $0) }
    return values
  }

  /// Variable b of x with variable b of y, for b in a range.
  func pairs(_ x: Observations, _ y: Observations, _ range: Range<Int>) throws -> [Double] {
    var values = [Double](repeating: .nan, count: range.count)
    let (a, b) = (try prepare(x), try prepare(y))
    try values.withUnsafeMutableBufferPointer { try estimatePairs(a, b, range, into: $0) }
    return values
  }
}
