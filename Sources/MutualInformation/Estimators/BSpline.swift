internal import Glibc
public import LinearAlgebra

/// Mutual information of ranks in soft bins: M B-splines of order 3 over the ranks, in nats.
///
/// Daub et al. (2004). Every observation is shared among three neighbouring bins; the plug-in value of the soft joint table loses what it would
/// show of independent variables on average, (Σ_i Var B_i / E B_i)² / 2T. Nearly unbiased at independence, below the truth
/// for strong dependence: three bins blur more than one. Ranks: increasing maps leave it.
public struct BSpline: MutualInformationEstimator {
  public struct Prepared: Sendable {
    let count: Int
    let length: Int
    /// `[variable][bin][observation]`.
    let weights: [Float]
    /// `[variable][bin]`: means of the weights.
    let masses: [Double]
    /// Σ_i Var B_i / E B_i of every variable; 0 for a constant.
    let freedom: [Double]
  }

  /// Splines a side.
  public let bins: Int

  /// Asks for `bins` splines a side, 3 … 64.
  ///
  /// Throws `invalidOption`.
  public init(bins: Int = 10) throws {
    guard (3...64).contains(bins) else {
      throw MutualInformationError(.invalidOption, "bspline: \(bins) splines; expected 3 to 64")
    }
    self.bins = bins
  }

  public var name: String { "bspline" }
  public var options: String { "bins=\(bins) order=3" }
  public var isInvariantToMonotoneMaps: Bool { true }
  public var handlesTies: Bool { true }
  public func supports(dimension: Int) -> Bool { dimension == 1 }
  public func predictedSeconds(length: Int) -> Double { 1e-6 + 4e-9 * Double(length) }
  public func preparedBytes(length: Int, dimension: Int) -> Int { 4 * length * bins }

  public func prepare(_ observations: Observations) throws -> Prepared {
    guard observations.dimension == 1 else {
      throw MutualInformationError(
        .shapeMismatch,
        "found variables of \(observations.dimension) coordinates; bspline takes one coordinate: slice the variables"
      )
    }
    try observations.requireFinite()
    let length = observations.length
    var weights = [Float](repeating: 0, count: observations.count * bins * length)
    var masses: [Double] = []
    var freedom: [Double] = []
    for variable in 0..<observations.count {
      let ranks = try observations.ranks(variable)
      var sums = [Double](repeating: 0, count: bins)
      var squares = sums
      for (time, u) in ranks.uniform.enumerated() {
        let (first, shares) = Self.shares(u, bins: bins)
        for (offset, share) in shares.enumerated() {
          weights[(variable * bins + first + offset) * length + time] = share
          sums[first + offset] += Double(share)
          squares[first + offset] += Double(share) * Double(share)
        }
      }
      let n = Double(max(length, 1))
      masses += sums.map { $0 / n }
      var total = 0.0
      for bin in 0..<bins where sums[bin] > 0 {
        let mean = sums[bin] / n
        total += (squares[bin] / n - mean * mean) / mean
      }
      freedom.append(ranks.isConstant ? 0 : total)
    }
    return Prepared(
      count: observations.count, length: length, weights: weights, masses: masses, freedom: freedom)
  }

  /// The three quadratic B-splines over clamped knots that are not 0 at u in [0, 1], from bin `first` on (de Boor).
  static func shares(_ u: Float, bins: Int) -> (first: Int, shares: [Float]) {
    let intervals = bins - 2
    let position = min(max(u, 0), 1) * Float(intervals)
    let interval = min(Int(position), intervals - 1)
    /// Knots 0,0,0,1,2,…,n,n,n in units of an interval.
    func knot(_ index: Int) -> Float { Float(min(max(index - 2, 0), intervals)) }
    var values: [Float] = [1, 0, 0]
    for degree in 1...2 {
      var saved: Float = 0
      for r in 0..<degree {
        let right = knot(interval + 2 + r + 1) - position
        let left = position - knot(interval + 2 + 1 - degree + r)
        let term = right + left > 0 ? values[r] / (right + left) : 0
        values[r] = saved + right * term
        saved = left * term
      }
      values[degree] = saved
    }
    return (interval, values)
  }

  public func estimate(
    _ x: Prepared, rows: Range<Int>, _ y: Prepared, columns: Range<Int>,
    into tile: UnsafeMutableBufferPointer<Double>
  ) throws {
    precondition(x.length == y.length, "the two sets differ in length")
    precondition(tile.count == rows.count * columns.count, "the tile does not fit its rows and columns")
    guard x.length >= minimumObservations else { return tile.update(repeating: 0) }
    let (length, n, size) = (x.length, Double(x.length), bins * x.length)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: bins * bins) { joint in
      guard let table = joint.baseAddress else { return }
      x.weights.withUnsafeBufferPointer { a in
        y.weights.withUnsafeBufferPointer { b in
          guard let a = a.baseAddress, let b = b.baseAddress else { return }
          var index = 0
          for row in rows {
            for column in columns {
              defer { index += 1 }
              guard x.freedom[row] > 0, y.freedom[column] > 0 else {
                tile[index] = 0
                continue
              }
              // In an order that the weights decide: exchanging X and Y changes no bit.
              let (left, right) = (a + row * size, b + column * size)
              var (first, second) = (left, right)
              var (masses, others) = (x.masses[(row * bins)...], y.masses[(column * bins)...])
              if let t = (0..<size).first(where: { left[$0] != right[$0] }), right[t] < left[t] {
                swap(&first, &second)
                swap(&masses, &others)
              }
              multiply(
                m: bins, n: bins, k: length, alpha: 1 / Float(length), first, lda: length, second,
                ldb: length,
                transposeB: true, into: table, ldc: bins)
              var value = 0.0
              for i in 0..<bins {
                for j in 0..<bins {
                  value += term(
                    Double(table[i * bins + j]), masses[masses.startIndex + i], others[others.startIndex + j])
                }
              }
              tile[index] = value - x.freedom[row] * y.freedom[column] / (2 * n)
            }
          }
        }
      }
    }
  }

  private func term(_ p: Double, _ a: Double, _ b: Double) -> Double {
    p > 0 && a > 0 && b > 0 ? p * log(p / (a * b)) : 0
  }
}
