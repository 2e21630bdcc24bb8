/// Values of the pairs of a set: rows of them, NaN where a pair is unknown.
public protocol PairRows: Sendable {
  /// Number of rows, and of columns.
  var count: Int { get }
  /// One row: a value for each column; what is on the diagonal means nothing.
  func row(_ index: Int) -> ArraySlice<Float>
  /// The least and the greatest known value of two different indices; nil where none is known.
  var range: ClosedRange<Float>? { get }
}

extension SymmetricMatrix: PairRows {
  public var range: ClosedRange<Float>? {
    var (low, high) = (Float.infinity, -Float.infinity)
    for row in 0..<count {
      for column in 0..<row {
        low = min(low, self[row, column])
        high = max(high, self[row, column])
      }
    }
    return low <= high ? low...high : nil
  }
}

/// Rows of a sparse matrix, found by index.
public struct SparseRows: PairRows {
  private let matrix: SparseMatrix
  /// Of every index, the pairs that it is the larger one of: their places, index after index.
  private let pairs: [Int32]
  private let firsts: [Int]
  /// Where the pairs of each row begin that it is the smaller index of.
  private let starts: [Int]

  /// Sorts the pairs by their larger index: O(E) for E pairs.
  public init(_ matrix: SparseMatrix) {
    self.matrix = matrix
    var firsts = [Int](repeating: 0, count: matrix.count + 1)
    var starts = firsts
    for pair in 0..<matrix.pairCount {
      firsts[Int(matrix.columns[pair]) + 1] += 1
      starts[Int(matrix.rows[pair]) + 1] += 1
    }
    for index in 0..<matrix.count {
      firsts[index + 1] += firsts[index]
      starts[index + 1] += starts[index]
    }
    var next = firsts
    var pairs = [Int32](repeating: 0, count: matrix.pairCount)
    for pair in 0..<matrix.pairCount {
      let column = Int(matrix.columns[pair])
      pairs[next[column]] = Int32(pair)
      next[column] += 1
    }
    (self.firsts, self.starts, self.pairs) = (firsts, starts, pairs)
  }

  public var count: Int { matrix.count }

  public func row(_ index: Int) -> ArraySlice<Float> {
    var row = [Float](repeating: .nan, count: count)
    for pair in starts[index]..<starts[index + 1] { row[Int(matrix.columns[pair])] = matrix.values[pair] }
    for place in firsts[index]..<firsts[index + 1] {
      let pair = Int(pairs[place])
      row[Int(matrix.rows[pair])] = matrix.values[pair]
    }
    return row[...]
  }

  public var range: ClosedRange<Float>? {
    guard let low = matrix.values.min(), let high = matrix.values.max() else { return nil }
    return low...high
  }
}

/// The pairwise values of a run: of all pairs, or, where most are unknown, of the known ones alone.
public enum PairMatrix: Sendable, Equatable {
  case dense(SymmetricMatrix)
  case sparse(SparseMatrix)

  /// Number of rows, and of columns.
  public var count: Int {
    switch self {
    case .dense(let matrix): matrix.count
    case .sparse(let matrix): matrix.count
    }
  }

  /// The mean over known pairs of different indices; 0 where there is none.
  public var mean: Double {
    switch self {
    case .dense(let matrix): matrix.offDiagonalMean
    case .sparse(let matrix): matrix.mean
    }
  }

  /// The share of pairs that are unknown.
  public var unknownShare: Double {
    switch self {
    case .dense(let matrix): return matrix.unknownShare
    case .sparse(let matrix):
      let pairs = Double(matrix.count) * Double(matrix.count - 1) / 2
      return pairs > 0 ? 1 - Double(matrix.pairCount) / pairs : 0
    }
  }

  /// The whole matrix; nil where it is not held.
  public var dense: SymmetricMatrix? {
    if case .dense(let matrix) = self { matrix } else { nil }
  }

  /// The values by rows.
  public var rows: any PairRows {
    switch self {
    case .dense(let matrix): matrix
    case .sparse(let matrix): SparseRows(matrix)
    }
  }
}
