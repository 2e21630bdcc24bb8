public import LinearAlgebra

/// Distance correlation, from 0 to 1: a measure of dependence, **not** mutual information, and not nats.
///
/// Székely et al. (2007): √(dCov²(X,Y) / √(dVar²(X) dVar²(Y))) with Euclidean distances, any dimension; 0 in the limit exactly for independent
/// variables, 1 for linear dependence. The sample value is biased upwards, about 1/√T for independent variables. O(T²).
/// It reads values, not ranks. A constant variable gives 0.
public struct DistanceCorrelation: MutualInformationEstimator {
  public struct Prepared: Sendable {
    let count: Int
    let dimension: Int
    let length: Int
    /// `[variable][coordinate][observation]`, scaled to standard deviation 1 over all coordinates together.
    let values: [Float]
    /// `[variable][observation]`: mean distance to all observations.
    let rowMeans: [Double]
    /// `[variable]`: mean of those.
    let means: [Double]
    /// `[variable]`: dVar².
    let variances: [Double]
  }

  public init() {}

  public var name: String { "distance" }
  public var isMutualInformation: Bool { false }
  public var handlesTies: Bool { true }
  public func supports(dimension: Int) -> Bool { dimension >= 1 }
  public func predictedSeconds(length: Int) -> Double { 1e-9 * Double(length) * Double(length) }
  public func preparedBytes(length: Int, dimension: Int) -> Int { (4 * dimension + 8) * length }

  public func prepare(_ observations: Observations) throws -> Prepared {
    try observations.requireFinite()
    let (length, dimension) = (observations.length, observations.dimension)
    var values = [Float](repeating: 0, count: observations.valueCount)
    var (rowMeans, means, variances): ([Double], [Double], [Double]) = ([], [], [])
    for variable in 0..<observations.count {
      let size = dimension * length
      let range = (variable * size)..<((variable + 1) * size)
      for coordinate in 0..<dimension {
        let series = Self.withoutOffset(observations.series(variable, coordinate))
        let first = range.lowerBound + coordinate * length
        for (time, value) in series.enumerated() { values[first + time] = Float(value) }
      }
      // Distances keep their ratios under scaling; near 1 they keep their digits too.
      let most = values[range].reduce(Float(0)) { max($0, abs($1)) }
      if most > 0 { for i in range { values[i] /= most } }
      let own = Array(values[range])
      var rows = [Double](repeating: 0, count: length)
      var squares = 0.0
      Self.forEachRow(own, dimension, own, dimension, length: length) { t, a, _ in
        var sum = 0.0
        for value in a {
          sum += Double(value)
          squares += Double(value) * Double(value)
        }
        rows[t] = sum / Double(max(length, 1))
      }
      let mean = rows.reduce(0, +) / Double(max(length, 1))
      let n = Double(max(length, 1))
      let spread = rows.reduce(0) { $0 + $1 * $1 } / n
      means.append(mean)
      variances.append(max(0, squares / (n * n) - 2 * spread + mean * mean))
      rowMeans += rows
    }
    return Prepared(
      count: observations.count, dimension: dimension, length: length, values: values, rowMeans: rowMeans,
      means: means, variances: variances)
  }

  public func estimate(
    _ x: Prepared, rows: Range<Int>, _ y: Prepared, columns: Range<Int>,
    into tile: UnsafeMutableBufferPointer<Double>
  ) throws {
    precondition(x.length == y.length, "the two sets differ in length")
    precondition(tile.count == rows.count * columns.count, "the tile does not fit its rows and columns")
    let (length, n) = (x.length, Double(x.length))
    guard length >= minimumObservations else { return tile.update(repeating: 0) }
    func part(_ set: Prepared, _ variable: Int) -> [Float] {
      let size = set.dimension * length
      return Array(set.values[(variable * size)..<((variable + 1) * size)])
    }
    var index = 0
    for row in rows {
      let a = part(x, row)
      for column in columns {
        defer { index += 1 }
        let scale = (x.variances[row] * y.variances[column]).squareRoot()
        guard scale > 1e-20 else {
          tile[index] = 0
          continue
        }
        var products = 0.0
        Self.forEachRow(a, x.dimension, part(y, column), y.dimension, length: length) { _, a, b in
          var sums = SIMD8<Float>.zero
          var s = 0
          while s &+ 8 <= length {
            for lane in 0..<8 { sums[lane] += a[s &+ lane] * b[s &+ lane] }
            s &+= 8
          }
          var sum = Double(sums.sum())
          while s < length {
            sum += Double(a[s] * b[s])
            s &+= 1
          }
          products += sum
        }
        var cross = 0.0
        for t in 0..<length { cross += x.rowMeans[row * length + t] * y.rowMeans[column * length + t] }
        let covariance = products / (n * n) - 2 * cross / n + x.means[row] * y.means[column]
        tile[index] = (max(0, covariance) / scale).squareRoot()
      }
    }
  }

  /// The values about the middle of their range where an offset is larger than that range; otherwise as they are.
  ///
  /// Distances do not see an offset, and single precision has no digits to spare for one.
  private static func withoutOffset(_ series: [Double]) -> [Double] {
    guard let least = series.min(), let most = series.max() else { return series }
    let middle = 0.5 * least + 0.5 * most
    guard abs(middle) > most - least else { return series }
    return series.map { $0 - middle }
  }

  /// The distances of every observation to all, of both variables.
  private static func forEachRow(
    _ x: [Float], _ dx: Int, _ y: [Float], _ dy: Int, length: Int,
    _ body: (Int, UnsafeBufferPointer<Float>, UnsafeBufferPointer<Float>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * max(length, 1)) { room in
      guard let base = room.baseAddress else { return }
      let (a, b) = (base, base + length)
      for t in 0..<length {
        distances(x, dx, from: t, length: length, into: a)
        distances(y, dy, from: t, length: length, into: b)
        body(
          t, UnsafeBufferPointer(start: a, count: length), UnsafeBufferPointer(start: b, count: length))
      }
    }
  }

  private static func distances(
    _ values: [Float], _ dimension: Int, from t: Int, length: Int, into out: UnsafeMutablePointer<Float>
  ) {
    values.withUnsafeBufferPointer { values in
      if dimension == 1 {
        let here = values[t]
        for s in 0..<length { out[s] = abs(values[s] - here) }
        return
      }
      for s in 0..<length { out[s] = 0 }
      for c in 0..<dimension {
        let here = values[c * length + t]
        for s in 0..<length {
          let difference = values[c * length + s] - here
          out[s] += difference * difference
        }
      }
      for s in 0..<length { out[s] = out[s].squareRoot() }
    }
  }
}
