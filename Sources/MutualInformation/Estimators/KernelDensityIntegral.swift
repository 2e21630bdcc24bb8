internal import CKernels
internal import Glibc
public import LinearAlgebra

/// Mutual information of kernel densities, integrated: ∬ p̂(x,y) log p̂(x,y) / (p̂(x) p̂(y)) dx dy, in nats.
///
/// The densities are those of `kde` (Gaussian kernels, Silverman's factor for one and for two dimensions); the integral is a
/// sum over a grid in the whitened coordinates of the joint kernel, spaced by half a bandwidth. Where `kde` averages over the
/// sample, whose points raise the density at their own places, this is the information of the smooth density itself: smaller,
/// and biased downwards wherever smoothing blurs the dependence. One coordinate a variable.
public struct KernelDensityIntegral: MutualInformationEstimator {
  public struct Prepared: Sendable {
    let count: Int
    let length: Int
    /// `[variable][observation]`: standardised; zeros for a constant.
    let values: [Float]
    /// `[variable]`: log of its own density; nil for a constant.
    let densities: [LogDensityTable?]
  }

  /// log p̂ of one standardised variable, tabulated.
  struct LogDensityTable: Sendable {
    let low: Double
    let step: Double
    let values: [Double]

    init(_ sample: ArraySlice<Float>) {
      let bandwidth = pow(Double(sample.count) * 0.75, -0.2)
      let low = Double(sample.min() ?? 0) - 6 * bandwidth
      let high = Double(sample.max() ?? 0) + 6 * bandwidth
      let nodes = min(max(Int((high - low) / bandwidth * 12), 64), 4096)
      let step = (high - low) / Double(nodes - 1)
      let constant = -0.5 * log(2 * .pi) - log(bandwidth) - log(Double(sample.count))
      let points = Array(sample)
      var exponents = [Float](repeating: 0, count: points.count)
      var kernels = exponents
      values = (0..<nodes).map { node in
        let place = Float(low + Double(node) * step)
        let scale = Float(1 / bandwidth)
        for (index, point) in points.enumerated() {
          let distance = (point - place) * scale
          exponents[index] = -0.5 * distance * distance
        }
        ck_exp(exponents, &kernels, kernels.count)
        let sum = kernels.reduce(0.0) { $0 + Double($1) }
        return constant + log(max(sum, 1e-300))
      }
      (self.low, self.step) = (low, step)
    }

    func callAsFunction(_ x: Double) -> Double {
      let place = min(max((x - low) / step, 0), Double(values.count) - 1.000001)
      let index = Int(place)
      let share = place - Double(index)
      return values[index] * (1 - share) + values[index + 1] * share
    }
  }

  public init() {}

  public var name: String { "kde-integral" }
  public func supports(dimension: Int) -> Bool { dimension == 1 }
  public func predictedSeconds(length: Int) -> Double { 2e-4 + 4e-7 * Double(length) }
  public func preparedBytes(length: Int, dimension: Int) -> Int { 4 * length + 32_768 }

  public func prepare(_ observations: Observations) throws -> Prepared {
    try observations.requireFinite()
    precondition(observations.dimension == 1, "kde-integral takes variables of one coordinate")
    let length = observations.length
    var values: [Float] = []
    var densities: [LogDensityTable?] = []
    for variable in 0..<observations.count {
      let series = observations.series(variable, 0)
      let moments = Moments(of: series, lostDegrees: 1)
      let informative = length >= minimumObservations && !moments.isConstant
      let (mean, scale) = (moments.mean, informative ? 1 / moments.deviation : 0)
      let standard = series.map { Float(($0 - mean) * scale) }
      values += standard
      densities.append(informative ? LogDensityTable(standard[...]) : nil)
    }
    return Prepared(count: observations.count, length: length, values: values, densities: densities)
  }

  public func estimate(
    _ x: Prepared, rows: Range<Int>, _ y: Prepared, columns: Range<Int>,
    into tile: UnsafeMutableBufferPointer<Double>
  ) throws {
    precondition(x.length == y.length, "the two sets differ in length")
    precondition(tile.count == rows.count * columns.count, "the tile does not fit its rows and columns")
    let n = x.length
    var index = 0
    for row in rows {
      for column in columns {
        defer { index += 1 }
        guard let px = x.densities[row], let py = y.densities[column] else {
          tile[index] = 0
          continue
        }
        let a = x.values[(row * n)..<((row + 1) * n)]
        let b = y.values[(column * n)..<((column + 1) * n)]
        // In an order that the values decide, so that exchanging X and Y changes no bit.
        tile[index] =
          b.lexicographicallyPrecedes(a)
          ? Self.integral(Array(b), py, Array(a), px) : Self.integral(Array(a), px, Array(b), py)
      }
    }
  }

  private static func integral(
    _ x: [Float], _ px: LogDensityTable, _ y: [Float], _ py: LogDensityTable
  ) -> Double {
    let n = x.count
    var covariance = 0.0
    for t in 0..<n { covariance += Double(x[t]) * Double(y[t]) / Double(n - 1) }
    // Kept apart by a ridge of 1e-9, as `kde` does.
    let rest = max(1 + 1e-9 - covariance * covariance, 1e-9).squareRoot()
    let second = (0..<n).map { Float((Double(y[$0]) - covariance * Double(x[$0])) / rest) }
    let bandwidth = pow(Double(n), -1.0 / 6)
    let (columns, rows) = (Axis(x, bandwidth), Axis(second, bandwidth))
    let (left, right) = (columns.kernels(x), rows.kernels(second))
    var joint = [Float](repeating: 0, count: columns.count * rows.count)
    multiply(
      m: columns.count, n: rows.count, k: n, left, lda: n, right, ldb: n, transposeB: true, into: &joint,
      ldc: rows.count)
    // Sums that make the joint density a density on the grid: its mass is 1 by construction, but for the grid's edge.
    let mass = joint.reduce(0.0) { $0 + Double($1) }
    let cell = columns.step * rows.step * rest
    var sum = 0.0
    for i in 0..<columns.count {
      let u = columns.low + Double(i) * columns.step
      let logX = px(u)
      for j in 0..<rows.count {
        let share = Double(joint[i * rows.count + j]) / mass
        guard share > 1e-12 else { continue }
        let v = covariance * u + rest * (rows.low + Double(j) * rows.step)
        sum += share * (log(share / cell) - logX - py(v))
      }
    }
    return sum
  }

  /// Nodes along one whitened coordinate, spaced by at most half a bandwidth.
  private struct Axis {
    let low: Double
    let step: Double
    let count: Int
    let bandwidth: Double

    init(_ sample: [Float], _ bandwidth: Double) {
      low = Double(sample.min() ?? 0) - 5 * bandwidth
      let high = Double(sample.max() ?? 0) + 5 * bandwidth
      count = min(max(Int(((high - low) / (bandwidth / 2)).rounded(.up)), 24), 512)
      step = (high - low) / Double(count - 1)
      self.bandwidth = bandwidth
    }

    /// exp(−½ ((z − node) / bandwidth)²), `[node][observation]`.
    func kernels(_ sample: [Float]) -> [Float] {
      let n = sample.count
      var exponents = [Float](repeating: 0, count: count * n)
      for node in 0..<count {
        let place = Float(low + Double(node) * step)
        let scale = Float(1 / bandwidth)
        for t in 0..<n {
          let distance = (sample[t] - place) * scale
          exponents[node * n + t] = -0.5 * distance * distance
        }
      }
      var result = exponents
      ck_exp(exponents, &result, result.count)
      return result
    }
  }
}
