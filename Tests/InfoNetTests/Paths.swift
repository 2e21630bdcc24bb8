import Distributions
import LinearAlgebra

/// Variables for the tests of estimators.
enum Paths {
  /// `length` observations of correlated normals, smooth paths, ties, a constant (number 6).
  static func variables(length: Int, seed: UInt64) -> Observations {
    var generator = SeededGenerator(seed: seed)
    let base = (0..<length).map { _ in generator.normal() }
    let path = SmoothNoise(time: Double(length) / 20, order: 3).path(count: length, using: &generator)
    let rows: [[Double]] = [
      base, base.map { 0.8 * $0 + 0.6 * generator.normal() },
      base.map { -$0 * $0 + 0.1 * generator.normal() },
      path, zip(path, base).map { $0 + 0.05 * $1 }, base.map { ($0 * 2).rounded() },
      [Double](repeating: 3, count: length), (0..<length).map { _ in generator.normal() },
    ]
    return Observations(
      count: rows.count, dimension: 1, length: length, values: rows.flatMap { $0.map { Float($0) } })
  }

  /// The same with times at which variables are not observed: a tail, a head, runs.
  static func withGaps(_ set: Observations, seed: UInt64) -> Observations {
    var generator = SeededGenerator(seed: seed)
    var gappy = set
    var observed = [Bool](repeating: true, count: set.count * set.length)
    for variable in 0..<set.count {
      let cut = Int.random(in: 0..<(set.length / 3), using: &generator)
      for time in 0..<set.length {
        let isOut =
          switch variable % 3 {
          case 0: time < cut
          case 1: time >= set.length - cut
          default: (time / 7) % 4 == variable % 4
          }
        if isOut { observed[variable * set.length + time] = false }
      }
    }
    gappy.observed = observed
    return gappy
  }
}
