/// The known elements of a large symmetric matrix of which most are unknown, as `mi.npz` holds it.
///
/// Each pair of different indices is held once, by row and then by column, row < column; the diagonal is not held.
public struct SparseMatrix: Sendable, Equatable {
  /// Number of rows, and of columns.
  public let count: Int
  /// The smaller index of each pair, ascending.
  public private(set) var rows: [Int32] = []
  /// The larger index of each pair, ascending within a row.
  public private(set) var columns: [Int32] = []
  /// The element of each pair.
  public private(set) var values: [Float] = []
  /// How many observations each pair has in common.
  public private(set) var common: [Int32] = []

  /// A matrix without known elements.
  public init(count: Int) { self.count = count }

  /// A matrix of pairs in any order, each named once.
  ///
  /// - Returns: nil where the four arrays differ in length, an index is out of range, a pair is named twice or is of one index.
  public init?(count: Int, rows: [Int32], columns: [Int32], values: [Float], common: [Int32]) {
    guard rows.count == values.count, columns.count == values.count, common.count == values.count else {
      return nil
    }
    self.count = count
    let keys = zip(rows, columns).map {
      UInt64(UInt32(bitPattern: min($0, $1))) << 32 | UInt64(UInt32(bitPattern: max($0, $1)))
    }
    guard zip(rows, columns).allSatisfy({ $0 != $1 && min($0, $1) >= 0 && max($0, $1) < count }) else {
      return nil
    }
    let isSorted = zip(keys, keys.dropFirst()).allSatisfy { $0 < $1 }
    let order = isSorted ? nil : keys.indices.sorted { keys[$0] < keys[$1] }
    if let order, zip(order, order.dropFirst()).contains(where: { keys[$0] == keys[$1] }) { return nil }
    self.rows = (0..<keys.count).map { Int32(keys[order?[$0] ?? $0] >> 32) }
    self.columns = (0..<keys.count).map { Int32(keys[order?[$0] ?? $0] & 0xFFFF_FFFF) }
    self.values = order.map { $0.map { values[$0] } } ?? values
    self.common = order.map { $0.map { common[$0] } } ?? common
  }

  /// The known elements of a whole matrix, with the observations that each pair has in common.
  public init(_ matrix: SymmetricMatrix, common: (Int, Int) -> Int) {
    count = matrix.count
    for row in 0..<count {
      for column in (row + 1)..<max(row + 1, count) where !matrix[row, column].isNaN {
        append(row, column, matrix[row, column], common: common(row, column))
      }
    }
  }

  /// Adds a pair that comes after all that are there, row < column.
  public mutating func append(_ row: Int, _ column: Int, _ value: Float, common shared: Int) {
    rows.append(Int32(row))
    columns.append(Int32(column))
    values.append(value)
    common.append(Int32(shared))
  }

  /// Number of known pairs.
  public var pairCount: Int { values.count }

  /// The mean of the known elements; 0 where there is none.
  public var mean: Double {
    values.isEmpty ? 0 : values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
  }

  /// The whole matrix, NaN where an element is unknown, 0 on the diagonal.
  public var dense: SymmetricMatrix {
    var matrix = SymmetricMatrix(count: count, repeating: .nan)
    for index in 0..<count { matrix[index, index] = 0 }
    for index in values.indices { matrix[Int(rows[index]), Int(columns[index])] = values[index] }
    return matrix
  }
}
