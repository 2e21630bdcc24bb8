internal import Evaluation
internal import LinearAlgebra
internal import Support

/// P–R curves of one matrix: every scored track, or one, as the query.
public struct QueryCurves: Sendable {
  /// The queries of one true object.
  public struct Object: Sendable {
    /// The id in the truth.
    public let id: Int
    /// Mean over its tracks as queries.
    public let averagePrecision: Double
    /// Mean interpolated precision at recall 0, 0.01 … 1.
    public let precision: [Double]
  }

  /// By ascending id.
  public let objects: [Object]
  /// Means over all queries; nil where no query has another track of its object.
  public let averagePrecision: Double?
  public let precision: [Double]?
  /// Tracks that were queries.
  public let queryCount: Int
  /// Right and wrong links by threshold.
  let tables: ThresholdTables
  /// Queries of a matrix of more than 10,000 tracks at most.
  private static let queryLimit = 2000
  /// The one track that was the query.
  let query: Int64?

  init(matrix: some PairRows, truth: [Int], ids: [Int64], query: Int64?, increment: Double) throws {
    var queries = truth.indices.filter { truth[$0] != 0 }
    if let query {
      guard let row = ids.firstIndex(of: query), truth[row] != 0 else {
        throw InvalidOption(
          "query", found: "\(query)",
          expected:
            "the id of a track of the matrix that has a true object; \(ResultMatrix.files[1]) lists its tracks"
        )
      }
      queries = [row]
    }
    // Every so many tracks of a large matrix: a row of 100,000 values is sorted for each query.
    let step = (queries.count + Self.queryLimit - 1) / Self.queryLimit
    if matrix.count > 10_000, step > 1 {
      queries = stride(from: 0, to: queries.count, by: step).map { queries[$0] }
    }
    self.query = query
    var curves: [(id: Int, curve: PrecisionRecallCurve)] = []
    for row in queries {
      if let curve = PrecisionRecallCurve(matrix, query: row, truth: truth) {
        curves.append((truth[row], curve))
      }
    }
    func mean(_ curves: [PrecisionRecallCurve]) -> (precision: [Double], average: Double) {
      var sum = [Double](repeating: 0, count: PrecisionRecallCurve.levels.count)
      for curve in curves { for (index, value) in curve.interpolated.enumerated() { sum[index] += value } }
      let count = Double(curves.count)
      return (sum.map { $0 / count }, curves.reduce(0) { $0 + $1.averagePrecision } / count)
    }
    queryCount = curves.count
    objects = Set(curves.map(\.id)).sorted().map { id in
      let ofObject = mean(curves.filter { $0.id == id }.map(\.curve))
      return Object(id: id, averagePrecision: ofObject.average, precision: ofObject.precision)
    }
    let all = curves.isEmpty ? nil : mean(curves.map(\.curve))
    averagePrecision = all?.average
    precision = all?.precision
    var values = Set<Double>()
    for row in queries {
      for (other, value) in matrix.row(row).enumerated()
      where other != row && truth[other] != 0 && !value.isNaN {
        values.insert(Double(value))
      }
    }
    func counts(_ thresholds: [Double]) -> [ThresholdCounts.Row] {
      ThresholdCounts(matrix, truth: truth, queries: queries, thresholds: thresholds).rows
    }
    let sorted = values.sorted()
    let every = matrix.count > 10_000 ? max(1, sorted.count / 100_000) : 1
    tables = ThresholdTables(
      steps: counts(ThresholdCounts.sweep(matrix, increment: increment)),
      exact: counts(stride(from: 0, to: sorted.count, by: every).map { sorted[$0] }))
  }

  /// The mean over all queries.
  var mean: MeanCurve {
    MeanCurve(precision: precision ?? [], averagePrecision: averagePrecision ?? 0, queryCount: queryCount)
  }
}
