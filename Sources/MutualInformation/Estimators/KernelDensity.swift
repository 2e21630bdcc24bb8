internal import CKernels
internal import Glibc
public import LinearAlgebra

/// Mutual information from kernel densities: the mean of log p̂(x,y) / (p̂(x) p̂(y)) over the sample, in nats.
///
/// Gaussian kernels with the sample's covariance times Silverman's factor (n (d + 2) / 4)^(−1/(d + 4)), d that of each
/// density, as SciPy's `gaussian_kde`. Every observation counts itself, so that the estimate is biased upwards for small
/// samples and many dimensions; smoothing biases it downwards for strong dependence. O(T²). A constant coordinate is left
/// out; coordinates that others determine make the joint density degenerate, and are kept apart by a ridge of 1e-9.
public struct KernelDensity: MutualInformationEstimator {
  public struct Prepared: Sendable {
    let count: Int
    let dimension: Int
    let length: Int
    /// `[variable][coordinate][observation]`: standardised; zeros for a constant.
    let values: [Float]
    /// `[variable]`: log of the variable's own density at every observation; empty for a variable without information.
    let logDensities: [[Double]]
  }

  public init() {}

  public var name: String { "kde" }
  public func supports(dimension: Int) -> Bool { dimension >= 1 }
  public func predictedSeconds(length: Int) -> Double { 1e-9 * Double(length) * Double(length) }
  public func preparedBytes(length: Int, dimension: Int) -> Int { (4 * dimension + 8) * length }

  public func prepare(_ observations: Observations) throws -> Prepared {
    try observations.requireFinite()
    let (length, dimension) = (observations.length, observations.dimension)
    if length >= minimumObservations, length < 2 * dimension + 2 {
      throw MutualInformationError(
        .tooFewObservations,
        "\(length) observations of \(dimension) coordinates: kde needs at least \(2 * dimension + 2) observations, or slices"
      )
    }
    var values: [Float] = []
    values.reserveCapacity(observations.valueCount)
    var densities: [[Double]] = []
    for variable in 0..<observations.count {
      var isInformative = false
      let start = values.count
      for coordinate in 0..<dimension {
        let series = observations.series(variable, coordinate)
        let moments = Moments(of: series, lostDegrees: 1)
        let (mean, scale) = (moments.mean, moments.isConstant ? 0 : 1 / moments.deviation)
        if scale > 0 { isInformative = true }
        for value in series { values.append(Float((value - mean) * scale)) }
      }
      let own = Array(values[start...])
      densities.append(
        isInformative && length >= minimumObservations
          ? Self.logDensities([(own, dimension)], length: length) : [])
    }
    return Prepared(
      count: observations.count, dimension: dimension, length: length, values: values, logDensities: densities
    )
  }

  public func estimate(
    _ x: Prepared, rows: Range<Int>, _ y: Prepared, columns: Range<Int>,
    into tile: UnsafeMutableBufferPointer<Double>
  ) throws {
    precondition(x.length == y.length, "the two sets differ in length")
    precondition(tile.count == rows.count * columns.count, "the tile does not fit its rows and columns")
    var index = 0
    for row in rows {
      for column in columns {
        defer { index += 1 }
        let (px, py) = (x.logDensities[row], y.logDensities[column])
        guard !px.isEmpty, !py.isEmpty else {
          tile[index] = 0
          continue
        }
        func part(_ set: Prepared, _ variable: Int) -> ([Float], Int) {
          let size = set.dimension * set.length
          return (Array(set.values[(variable * size)..<((variable + 1) * size)]), set.dimension)
        }
        // In an order that the values decide, so that exchanging X and Y changes no bit.
        var parts = [part(x, row), part(y, column)]
        if parts[1].0.lexicographicallyPrecedes(parts[0].0) { parts.swapAt(0, 1) }
        let joint = Self.logDensities(parts, length: x.length)
        var sum = 0.0
        for t in 0..<x.length { sum += joint[t] - (px[t] + py[t]) }
        tile[index] = sum / Double(x.length)
      }
    }
  }

  /// Log of the density of the given coordinates together, at every observation.
  private static func logDensities(_ parts: [(values: [Float], dimension: Int)], length: Int) -> [Double] {
    // Constants say nothing and would make the covariance singular.
    var series: [[Float]] = []
    for (values, dimension) in parts {
      for c in 0..<dimension {
        let one = Array(values[(c * length)..<((c + 1) * length)])
        if one.contains(where: { $0 != 0 }) { series.append(one) }
      }
    }
    let d = series.count
    let factor = pow(Double(length) * Double(d + 2) / 4, -1 / Double(d + 4))
    let (white, logDeterminant) = whitened(series, length: length, scale: 1 / factor)
    let constant =
      -0.5 * Double(d) * log(2 * .pi) - Double(d) * log(factor) - 0.5 * logDeterminant - log(Double(length))
    var result = [Double](repeating: 0, count: length)
    var distances = [Float](repeating: 0, count: length)
    var kernels = distances
    for t in 0..<length {
      for s in 0..<length { distances[s] = 0 }
      for row in white {
        let here = row[t]
        row.withUnsafeBufferPointer { row in
          for s in 0..<length {
            let difference = row[s] - here
            distances[s] -= 0.5 * difference * difference
          }
        }
      }
      ck_exp(distances, &kernels, length)
      var sums = SIMD8<Double>.zero
      var s = 0
      while s + 8 <= length {
        for lane in 0..<8 { sums[lane] += Double(kernels[s + lane]) }
        s += 8
      }
      var sum = sums.sum()
      while s < length {
        sum += Double(kernels[s])
        s += 1
      }
      result[t] = constant + log(sum)
    }
    return result
  }

  /// L⁻¹ of the covariance applied to the series and scaled, and log det of the covariance.
  private static func whitened(
    _ series: [[Float]], length: Int, scale: Double
  ) -> (rows: [[Float]], logDeterminant: Double) {
    let d = series.count
    var covariance = [Double](repeating: 0, count: d * d)
    for i in 0..<d {
      for j in 0...i {
        var sum = 0.0
        for t in 0..<length { sum += Double(series[i][t]) * Double(series[j][t]) }
        covariance[i * d + j] = sum / Double(length - 1) + (i == j ? 1e-9 : 0)
      }
    }
    let cholesky = CholeskyFactor(covariance, count: d, pivotFloor: 1e-12)
    let factor = cholesky.elements
    let logDeterminant = cholesky.diagonal.reduce(0) { $0 + 2 * log($1) }
    var rows: [[Double]] = []
    for i in 0..<d {
      var row = series[i].map(Double.init)
      for j in 0..<i {
        let share = factor[i * d + j]
        for t in 0..<length { row[t] -= share * rows[j][t] }
      }
      rows.append(row.map { $0 / factor[i * d + i] })
    }
    return (rows.map { $0.map { Float($0 * scale) } }, logDeterminant)
  }
}
