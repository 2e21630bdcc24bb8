/// The fixed cut of a matrix into tiles: it depends on the shape and the estimator's stated cost, never on the threads.
struct PairwiseTiles: Sendable, Equatable {
  struct Tile: Sendable, Equatable {
    let rows: Range<Int>
    let columns: Range<Int>
    var count: Int { rows.count * columns.count }
  }

  let rows: Int
  let columns: Int
  /// Whether only tiles on and above the diagonal are computed.
  let symmetric: Bool
  let edge: Int
  let tiles: [Tile]

  /// Tiles of at most 64 × 64, and small enough that one takes about half a second: work stops and is saved between tiles.
  init(rows: Int, columns: Int, symmetric: Bool, secondsPerPair: Double) {
    var edge = 64
    while edge > 4, Double(edge * edge) * secondsPerPair > 0.5 { edge /= 2 }
    var tiles: [Tile] = []
    for row in stride(from: 0, to: rows, by: edge) {
      for column in stride(from: symmetric ? row : 0, to: columns, by: edge) {
        tiles.append(Tile(rows: row..<min(row + edge, rows), columns: column..<min(column + edge, columns)))
      }
    }
    self.rows = rows
    self.columns = columns
    self.symmetric = symmetric
    self.edge = edge
    self.tiles = tiles
  }

  /// Whether the element counts: in a symmetric matrix, those below the diagonal mirror others.
  func owns(_ row: Int, _ column: Int) -> Bool { !symmetric || row <= column }

  /// Pairs that a tile contributes.
  func pairs(_ tile: Tile) -> Int {
    guard symmetric, tile.rows == tile.columns else { return tile.count }
    return tile.rows.count * (tile.rows.count + 1) / 2
  }

  var pairs: Int { symmetric ? rows * (rows + 1) / 2 : rows * columns }
}
