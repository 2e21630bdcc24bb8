public import LinearAlgebra

/// Mutual information of jointly normal variables: −½ Σ log(1 − ρ_i²) over their canonical correlations, in nats.
///
/// Exact for jointly normal variables of any dimension. It sees linear dependence only, and unlike `gaussian` it takes the
/// values as they are: below the truth after monotone maps, at the mercy of outliers. Bias: positive, about d_x d_y / (2T)
/// for independent variables; not corrected. A constant coordinate adds nothing, and d coordinates need 2d + 2 observations.
public struct CanonicalCorrelation: MutualInformationEstimator {
  public struct Prepared: Sendable {
    let rows: CanonicalRows
  }

  public init() {}

  public var name: String { "cca" }
  public func supports(dimension: Int) -> Bool { dimension >= 1 }
  public func predictedSeconds(length: Int) -> Double { 1e-10 * Double(length) + 2e-8 }
  public func preparedBytes(length: Int, dimension: Int) -> Int { 8 * length * dimension }

  public func prepare(_ observations: Observations) throws -> Prepared {
    try observations.requireFinite()
    try CanonicalRows.requireEnough(
      length: observations.length, dimension: observations.dimension, name: "cca")
    return Prepared(
      rows: CanonicalRows(
        count: observations.count, dimension: observations.dimension, length: observations.length,
        values: observations.doubles))
  }

  public func estimate(
    _ x: Prepared, rows: Range<Int>, _ y: Prepared, columns: Range<Int>,
    into tile: UnsafeMutableBufferPointer<Double>
  ) throws {
    x.rows.fill(rows: rows, y.rows, columns: columns, into: tile)
  }
}
