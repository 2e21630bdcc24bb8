internal import LinearAlgebra

/// An estimator over the times at which both variables of a pair are observed: their values there are gathered, and the base
/// estimator sees a complete sample.
///
/// Ranks, trees and effective sample sizes are those of the common times, in their order; a gap counts as no time. A pair with
/// fewer common times than `least` is unknown: NaN. Pairs with equally many common times are handed over together.
struct CommonObservations<Base: MutualInformationEstimator>: MutualInformationEstimator {
  struct Prepared: Sendable {
    let observations: Observations
    let times: ObservedTimes
  }

  let base: Base
  /// The least number of common times of a pair.
  let least: Int

  /// Pairs that are handed over together at most.
  private static var batch: Int { 256 }

  var name: String { base.name }
  var options: String { base.options }
  var isInvariantToMonotoneMaps: Bool { base.isInvariantToMonotoneMaps }
  var readsTime: Bool { base.readsTime }
  var isMutualInformation: Bool { base.isMutualInformation }
  var handlesTies: Bool { base.handlesTies }
  var prefersWholeVectors: Bool { base.prefersWholeVectors }
  var isCheap: Bool { false }
  func supports(dimension: Int) -> Bool { base.supports(dimension: dimension) }
  /// Every pair prepares two variables.
  func predictedSeconds(length: Int) -> Double {
    base.predictedSeconds(length: length) + 1e-7 * Double(length)
  }
  func preparedBytes(length: Int, dimension: Int) -> Int { 8 * length * dimension + length / 8 }

  func prepare(_ observations: Observations) throws -> Prepared {
    Prepared(observations: observations, times: ObservedTimes(observations))
  }

  func estimate(
    _ x: Prepared, rows: Range<Int>, _ y: Prepared, columns: Range<Int>,
    into tile: UnsafeMutableBufferPointer<Double>
  ) throws {
    let pairs = rows.flatMap { row in columns.map { (row, $0) } }
    try estimate(x, y, pairs, into: tile)
  }

  func estimatePairs(
    _ x: Prepared, _ y: Prepared, _ range: Range<Int>, into values: UnsafeMutableBufferPointer<Double>
  ) throws {
    try estimate(x, y, range.map { ($0, $0) }, into: values)
  }

  private func estimate(
    _ x: Prepared, _ y: Prepared, _ pairs: [(Int, Int)], into values: UnsafeMutableBufferPointer<Double>
  ) throws {
    precondition(values.count == pairs.count, "a value for each pair")
    let counts = pairs.map { x.times.commonCount($0.0, y.times, $0.1) }
    values.update(repeating: .nan)
    // Of equally long samples the first pairs come first, so that batches do not depend on anything but the tile.
    let known = counts.indices.filter { counts[$0] >= least }.sorted { (counts[$0], $0) < (counts[$1], $1) }
    var start = 0
    while start < known.count {
      let length = counts[known[start]]
      var end = start
      while end < known.count, end - start < Self.batch, counts[known[end]] == length { end += 1 }
      let batch = known[start..<end]
      start = end
      let times = batch.map { x.times.commonTimes(pairs[$0].0, y.times, pairs[$0].1) }
      let left = try base.prepare(x.observations.gathering(batch.map { pairs[$0].0 }, at: times))
      let right = try base.prepare(y.observations.gathering(batch.map { pairs[$0].1 }, at: times))
      try withUnsafeTemporaryAllocation(of: Double.self, capacity: batch.count) { out in
        out.initialize(repeating: 0)
        try base.estimatePairs(left, right, 0..<batch.count, into: out)
        for (place, index) in batch.enumerated() { values[index] = out[place] }
      }
    }
  }
}

extension Observations {
  /// One variable for each entry of `variables`, at the times listed for it, which are equally many.
  fileprivate func gathering(_ variables: [Int], at times: [[Int]]) -> Observations {
    let length = times.first?.count ?? 0
    func gathered<Value>(_ values: [Value]) -> [Value] {
      var gathered: [Value] = []
      gathered.reserveCapacity(variables.count * dimension * length)
      for (variable, times) in zip(variables, times) {
        for coordinate in 0..<dimension {
          let first = range(variable: variable, coordinate: coordinate).lowerBound
          for time in times { gathered.append(values[first &+ time]) }
        }
      }
      return gathered
    }
    if let singles {
      return Observations(
        count: variables.count, dimension: dimension, length: length, values: gathered(singles))
    }
    return Observations(
      count: variables.count, dimension: dimension, length: length, doubles: gathered(doubles))
  }
}
