public import LinearAlgebra

/// Mutual information under a Gaussian copula: −½ log(1 − r²) of the normal scores Φ⁻¹(rank/(T+1)), in nats.
///
/// Exact where some monotone maps make the pair jointly normal; below the truth otherwise (dependence that is not monotone is
/// unseen). For several coordinates, −½ log det(I − C Cᵀ), with C the cross-correlation of the whitened scores: the sum over
/// canonical correlations. All pairs of a tile are one matrix product, in Float64: near |r| = 1, 1 − r² has what precision
/// the product leaves.
///
/// Bias: positive, about d_x d_y / (2T) for independent variables; not corrected. Each 1 − r² is kept above 1e-12, which
/// caps the estimate at 13.8 nats a coordinate. A constant variable gives 0.
public struct GaussianCopula: MutualInformationEstimator {
  public struct Prepared: Sendable {
    let rows: CanonicalRows
  }

  public init() {}

  /// −½ log(1 − r²) of a correlation of normal scores, nats, as this estimator caps it.
  package static func information(correlation r: Double) -> Double {
    CanonicalRows.information(correlation: r)
  }

  public var name: String { "gaussian" }
  public var isInvariantToMonotoneMaps: Bool { true }
  public var isCheap: Bool { true }
  public func supports(dimension: Int) -> Bool { dimension >= 1 }
  public func predictedSeconds(length: Int) -> Double { 1e-10 * Double(length) + 2e-8 }
  public func preparedBytes(length: Int, dimension: Int) -> Int { 8 * length * dimension }

  public func prepare(_ observations: Observations) throws -> Prepared {
    try observations.requireFinite()
    let (length, dimension) = (observations.length, observations.dimension)
    try CanonicalRows.requireEnough(length: length, dimension: dimension, name: "the Gaussian copula")
    let scores = NormalScores(length: length)
    var values = [Double](repeating: 0, count: observations.valueCount)
    for variable in 0..<(length >= minimumObservations ? observations.count : 0) {
      for coordinate in 0..<dimension {
        let ranks = try observations.ranks(variable, coordinate)
        let base = observations.range(variable: variable, coordinate: coordinate).lowerBound
        for (time, rank) in ranks.doubled.enumerated() { values[base + time] = scores[rank] }
      }
    }
    return Prepared(
      rows: CanonicalRows(count: observations.count, dimension: dimension, length: length, values: values))
  }

  public func estimate(
    _ x: Prepared, rows: Range<Int>, _ y: Prepared, columns: Range<Int>,
    into tile: UnsafeMutableBufferPointer<Double>
  ) throws {
    x.rows.fill(rows: rows, y.rows, columns: columns, into: tile)
  }

  public func overCommonObservations(atLeast least: Int, dimension: Int) -> any MutualInformationEstimator {
    dimension == 1
      ? GaussianCommonObservations(least: least) : CommonObservations(base: self, least: least)
  }
}
