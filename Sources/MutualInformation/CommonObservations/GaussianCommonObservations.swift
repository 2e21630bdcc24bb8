internal import LinearAlgebra

/// The Gaussian copula over the times at which both variables of a pair are observed, all pairs of a tile by matrix products.
///
/// With z_i(t) the normal scores of variable i over its own times, 0 elsewhere, and m_i(t) ∈ {0, 1} where it is observed,
///
///     n_ij = Σ m_i m_j    S_ij = Σ z_i z_j    s_i|j = Σ z_i m_j    q_i|j = Σ z_i² m_j
///     r_ij = (S_ij/n − s_i|j s_j|i/n²) / √((q_i|j/n − s_i|j²/n²) (q_j|i/n − s_j|i²/n²))
///
/// is the correlation of the scores over the common times, and −½ log(1 − r²) the information in nats. The scores' ranks are
/// those among a variable's own times; centring on the common times removes the first-order effect of that. Every sum over t is
/// a matrix product, six in place of the one of complete samples, and runs over the times that the tile's rows and columns share.
/// A pair with fewer common times than `least` is unknown: NaN.
struct GaussianCommonObservations: MutualInformationEstimator {
  struct Prepared: Sendable {
    let count: Int
    let times: ObservedTimes
    /// The scores of every variable over its span, one after the other; 0 where it is not observed.
    let scores: [Double]
    let starts: [Int]
  }

  /// The least number of common times of a pair.
  let least: Int

  /// A variance over the common times below this share of the scores' is that of a constant.
  private static let leastVariance = 1e-10

  var name: String { GaussianCopula().name }
  var isInvariantToMonotoneMaps: Bool { true }
  var isCheap: Bool { true }
  func supports(dimension: Int) -> Bool { dimension == 1 }
  func predictedSeconds(length: Int) -> Double { 6 * GaussianCopula().predictedSeconds(length: length) }
  func preparedBytes(length: Int, dimension: Int) -> Int { 8 * length + length / 8 }

  func prepare(_ observations: Observations) throws -> Prepared {
    let times = ObservedTimes(observations)
    var (scores, starts): ([Double], [Int]) = ([], [])
    var tables: [Int: NormalScores] = [:]
    for variable in 0..<observations.count {
      let span = times.spans[variable]
      let own = span.filter { times.isObserved(variable, at: $0) }
      starts.append(scores.count)
      let first = observations.range(variable: variable, coordinate: 0).lowerBound
      let ranks =
        if let singles = observations.singles {
          try Ranks(own.map { singles[first + $0] })
        } else {
          try Ranks(own.map { observations.series(variable)[$0] })
        }
      let table = tables[own.count] ?? NormalScores(length: own.count)
      tables[own.count] = table
      var placed = [Double](repeating: 0, count: span.count)
      for (time, rank) in zip(own, ranks.doubled) { placed[time - span.lowerBound] = table[rank] }
      scores += placed
    }
    return Prepared(count: observations.count, times: times, scores: scores, starts: starts)
  }

  func estimate(
    _ x: Prepared, rows: Range<Int>, _ y: Prepared, columns: Range<Int>,
    into tile: UnsafeMutableBufferPointer<Double>
  ) throws {
    precondition(tile.count == rows.count * columns.count, "the tile does not fit its rows and columns")
    tile.update(repeating: .nan)
    let shared = x.span(of: rows).clamped(to: y.span(of: columns))
    guard !shared.isEmpty else { return }
    let (m, n, length) = (rows.count, columns.count, shared.count)
    let (a, b) = (Packed(x, rows, shared), Packed(y, columns, shared))
    // Every sum of a pair, [m × n] each: n, S, and of either side s and q.
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 6 * m * n) { sums in
      guard let out = sums.baseAddress else { return }
      let (common, cross) = (out, out + m * n)
      let (left, right) = (out + 2 * m * n, out + 4 * m * n)
      a.with { a in
        b.with { b in
          // Rows of a pack: scores, their squares, the mask.
          multiply(
            m: m, n: n, k: length, a + 2 * m * length, lda: length, b + 2 * n * length, ldb: length,
            transposeB: true, into: common, ldc: n)
          multiply(
            m: m, n: n, k: length, a, lda: length, b, ldb: length, transposeB: true, into: cross, ldc: n)
          multiply(
            m: 2 * m, n: n, k: length, a, lda: length, b + 2 * n * length, ldb: length, transposeB: true,
            into: left, ldc: n)
          multiply(
            m: m, n: n, k: length, a + 2 * m * length, lda: length, b, ldb: length, transposeB: true,
            into: right, ldc: n)
          multiply(
            m: m, n: n, k: length, a + 2 * m * length, lda: length, b + n * length, ldb: length,
            transposeB: true, into: right + m * n, ldc: n)
        }
      }
      for index in 0..<(m * n) {
        let count = common[index].rounded()
        guard count >= Double(least) else { continue }
        let (meanX, meanY) = (left[index] / count, right[index] / count)
        let varianceX = left[m * n + index] / count - meanX * meanX
        let varianceY = right[m * n + index] / count - meanY * meanY
        guard varianceX > Self.leastVariance, varianceY > Self.leastVariance else {
          tile[index] = 0
          continue
        }
        let covariance = cross[index] / count - meanX * meanY
        tile[index] = CanonicalRows.information(
          correlation: covariance / (varianceX * varianceY).squareRoot())
      }
    }
  }

  /// The scores, squared scores and masks of some variables over some times: three blocks of rows.
  private struct Packed {
    private let values: [Double]

    init(_ set: Prepared, _ variables: Range<Int>, _ times: Range<Int>) {
      let (count, length) = (variables.count, times.count)
      var values = [Double](repeating: 0, count: 3 * count * length)
      values.withUnsafeMutableBufferPointer { values in
        set.scores.withUnsafeBufferPointer { scores in
          for (row, variable) in variables.enumerated() {
            let span = set.times.spans[variable]
            let start = set.starts[variable] &- span.lowerBound
            let first = row &* length &- times.lowerBound
            for time in span.clamped(to: times) where set.times.isObserved(variable, at: time) {
              let score = scores[start &+ time]
              values[first &+ time] = score
              values[count &* length &+ first &+ time] = score * score
              values[2 &* count &* length &+ first &+ time] = 1
            }
          }
        }
      }
      self.values = values
    }

    func with(_ body: (UnsafePointer<Double>) -> Void) {
      values.withUnsafeBufferPointer { if let base = $0.baseAddress { body(base) } }
    }
  }
}

extension GaussianCommonObservations.Prepared {
  /// From the first to the last time at which one of the variables is observed.
  fileprivate func span(of variables: Range<Int>) -> Range<Int> {
    var (first, end) = (Int.max, 0)
    for variable in variables where !times.spans[variable].isEmpty {
      first = min(first, times.spans[variable].lowerBound)
      end = max(end, times.spans[variable].upperBound)
    }
    return first < end ? first..<end : 0..<0
  }
}
