/// The assignment of rows to columns with the greatest sum (the Hungarian method, shortest augmenting paths, O(n² m)).
public enum Assignment {
  /// The column of every row, or nil where there are more rows than columns and the row goes without.
  ///
  /// `weights` are given row by row, and finite.
  public static func greatest(_ weights: [Double], rows: Int, columns: Int) -> [Int?] {
    precondition(weights.count == rows * columns, "weights do not fill rows × columns")
    guard rows > 0, columns > 0 else { return [Int?](repeating: nil, count: rows) }
    guard rows <= columns else {
      var transposed = [Double](repeating: 0, count: weights.count)
      for i in 0..<rows { for j in 0..<columns { transposed[j * rows + i] = weights[i * columns + j] } }
      var result = [Int?](repeating: nil, count: rows)
      for (column, row) in greatest(transposed, rows: columns, columns: rows).enumerated() {
        if let row { result[row] = column }
      }
      return result
    }
    // Potentials u, v and the row that each column is given to; column 0 and row 0 stand for “none”.
    var (u, v) = ([Double](repeating: 0, count: rows + 1), [Double](repeating: 0, count: columns + 1))
    var owner = [Int](repeating: 0, count: columns + 1)
    var way = owner
    for row in 1...rows {
      owner[0] = row
      var column = 0
      var least = [Double](repeating: .infinity, count: columns + 1)
      var isUsed = [Bool](repeating: false, count: columns + 1)
      repeat {
        isUsed[column] = true
        let here = owner[column]
        var (delta, next) = (Double.infinity, 0)
        for j in 1...columns where !isUsed[j] {
          let cost = -weights[(here - 1) * columns + j - 1] - u[here] - v[j]
          if cost < least[j] { (least[j], way[j]) = (cost, column) }
          if least[j] < delta { (delta, next) = (least[j], j) }
        }
        for j in 0...columns {
          if isUsed[j] {
            u[owner[j]] += delta
            v[j] -= delta
          } else {
            least[j] -= delta
          }
        }
        column = next
      } while owner[column] != 0
      repeat {
        let previous = way[column]
        owner[column] = owner[previous]
        column = previous
      } while column != 0
    }
    var result = [Int?](repeating: nil, count: rows)
    for j in 1...columns where owner[j] > 0 { result[owner[j] - 1] = j - 1 }
    return result
  }
}
