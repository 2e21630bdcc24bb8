internal import Tracks

/// Which tracks are next to each other in the picture, and how they move against each other.
struct Neighbourhood: Sendable {
  static let neighbours = 8
  static let frames = 20
  let count: Int
  /// Mean distance in pixels over common frames, N × N; NaN where there is none.
  let distance: [Float]
  /// Standard deviation in pixels of the difference of positions over common frames; NaN below three.
  let relative: [Float]
  /// Whether one is among the other's nearest.
  let isAdjacent: [Bool]

  init(_ set: TrackSet) {
    let n = set.trackCount
    count = n
    let frames = evenly(Array(0..<set.frameCount), most: Self.frames)
    var distance = [Float](repeating: .nan, count: n * n)
    var relative = distance
    // Positions by track over the frames looked at.
    func pick(_ values: [Float]) -> [[Float]] {
      (0..<n).map { track in frames.map { values[track * set.frameCount + $0] } }
    }
    let (x, y) = (pick(set.x), pick(set.y))
    let seen = (0..<n).map { track in frames.map { set.isObserved(track * set.frameCount + $0) } }
    for i in 0..<n {
      for j in 0..<i {
        var (common, sum, dx, dy, squares) = (0, 0.0, 0.0, 0.0, 0.0)
        for frame in frames.indices where seen[i][frame] && seen[j][frame] {
          let (u, v) = (Double(x[i][frame] - x[j][frame]), Double(y[i][frame] - y[j][frame]))
          let square = u * u + v * v
          common += 1
          sum += square.squareRoot()
          dx += u
          dy += v
          squares += square
        }
        guard common > 0 else { continue }
        let k = Double(common)
        distance[i * n + j] = Float(sum / k)
        distance[j * n + i] = distance[i * n + j]
        guard common >= 3 else { continue }
        let variance = squares / k - (dx / k) * (dx / k) - (dy / k) * (dy / k)
        relative[i * n + j] = Float(max(0, variance).squareRoot())
        relative[j * n + i] = relative[i * n + j]
      }
    }
    var isAdjacent = [Bool](repeating: false, count: n * n)
    for i in 0..<n {
      let others = (0..<n).filter { !distance[i * n + $0].isNaN }
      let order = others.sorted { a, b in
        let (p, q) = (distance[i * n + a], distance[i * n + b])
        return p != q ? p < q : a < b
      }
      for j in order.prefix(Self.neighbours) {
        isAdjacent[i * n + j] = true
        isAdjacent[j * n + i] = true
      }
    }
    (self.distance, self.relative, self.isAdjacent) = (distance, relative, isAdjacent)
  }
}
