/// Points in square cells, for the nearest few of a place.
struct NearSeeds {
  private let x: [Float]
  private let y: [Float]
  private let cell: Float
  private let columns: Int
  private let rows: Int
  private let left: Float
  private let top: Float
  /// Where each cell's points begin among `members`.
  private var starts: [Int]
  private var members: [Int]

  /// About two points a cell; coordinates are finite.
  init(x: [Float], y: [Float]) {
    (self.x, self.y) = (x, y)
    (left, top) = (x.min() ?? 0, y.min() ?? 0)
    let (width, height) = ((x.max() ?? 0) - left + 1, (y.max() ?? 0) - top + 1)
    cell = max((2 * width * height / Float(max(x.count, 1))).squareRoot(), max(width, height) / 512)
    (columns, rows) = (Int(width / cell) + 1, Int(height / cell) + 1)
    starts = [Int](repeating: 0, count: columns * rows + 1)
    members = [Int](repeating: 0, count: x.count)
    let cells = x.indices.map { Int((y[$0] - top) / cell) * columns + Int((x[$0] - left) / cell) }
    for cell in cells { starts[cell + 1] += 1 }
    for cell in 0..<(columns * rows) { starts[cell + 1] += starts[cell] }
    var next = starts
    for (point, cell) in cells.enumerated() {
      members[next[cell]] = point
      next[cell] += 1
    }
  }

  /// The `count` nearest points (fewer where there are fewer), nearest first, ties by index, without point `own`.
  func nearest(
    _ count: Int, x px: Float, y py: Float, without own: Int = -1
  ) -> [(squared: Float, point: Int)] {
    var found: [(squared: Float, point: Int)] = []
    let (column, row) = (clamped((px - left) / cell, columns), clamped((py - top) / cell, rows))
    for ring in 0...max(columns, rows) {
      for r in max(0, row - ring)...min(rows - 1, row + ring) {
        let isWhole = abs(r - row) == ring
        var c = max(0, column - ring)
        while c <= min(columns - 1, column + ring) {
          if isWhole || abs(c - column) == ring { look(r * columns + c, px, py, own, count, &found) }
          c += 1
        }
      }
      // Cells beyond this ring are at least so far away.
      let beyond = Float(ring) * cell
      if found.count == count, let last = found.last, last.squared <= beyond * beyond { break }
    }
    return found
  }

  private func look(
    _ cell: Int, _ px: Float, _ py: Float, _ own: Int, _ count: Int,
    _ found: inout [(squared: Float, point: Int)]
  ) {
    for index in starts[cell]..<starts[cell + 1] where members[index] != own {
      let point = members[index]
      let (dx, dy) = (x[point] - px, y[point] - py)
      let squared = dx * dx + dy * dy
      if found.count == count {
        guard let last = found.last, (squared, point) < (last.squared, last.point) else { continue }
        found.removeLast()
      }
      var place = found.count
      while place > 0, (squared, point) < (found[place - 1].squared, found[place - 1].point) { place -= 1 }
      found.insert((squared, point), at: place)
    }
  }

  private func clamped(_ value: Float, _ count: Int) -> Int { Int(min(max(value, 0), Float(count - 1))) }
}
