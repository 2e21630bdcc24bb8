internal import CKernels
internal import LinearAlgebra

/// What Kraskov's formula 1 makes of equal distances, for one pair of variables after the other.
///
/// Break ties at random: each of the `equal` observations at the k-th neighbour's distance r is moved outwards or inwards a
/// little, each with the same law, and one of them becomes the k-th neighbour. It is the `place`-th of them in order, place =
/// k − (others nearer than r). On average n_x then counts, besides the others nearer than r in X, the share (place − 1) /
/// equal of those at r in X and jointly, and the share place / (equal + 1) of those at r in X that are farther in Y. Without
/// ties equal = place = 1, and n_x is formula 1's own count.
struct EqualDistances {
  /// Of the observations with more than k − 1 others equal to them in both variables: how many have how many equal ones,
  /// themselves included.
  private var cells: [UInt32]
  private var ties: [ck_ksg_tie] = []
  /// Σ ψ(n_x + 1) + ψ(n_y + 1) over the ties, in units of 2⁻³²: sums of integers do not depend on their order.
  private var sum: Int64 = 0

  init(length: Int) {
    cells = Array(repeating: 0, count: length + 1)
  }

  /// Whether a series repeats values or lies on a grid: at least three, and a tenth, of the gaps between its sorted values are the
  /// smallest gap.
  static func mayOccur(_ series: [Double], _ ranks: Ranks) -> Bool {
    if ranks.tiedCount > 0 { return true }
    let sorted = ranks.order.map { series[Int($0)] }
    let gaps = zip(sorted.dropFirst(), sorted).map { $0 - $1 }
    guard let least = gaps.min() else { return false }
    let equal = gaps.count { $0 <= least * (1 + 1e-6) }
    return equal > 2 && 10 * equal > gaps.count
  }

  /// One coordinate each: the arguments are those of `ck_ksg_tied_counts`.
  mutating func scan(
    _ xs: UnsafePointer<Double>, _ ys: UnsafePointer<Double>, _ positions: [Int32],
    _ ySorted: UnsafePointer<Double>, neighbours: Int, weights: (x: Double, y: Double), best: inout [Double],
    counts: inout [UInt32]
  ) {
    let length = positions.count
    ties = Array(repeating: ck_ksg_tie(), count: length)
    let found = ck_ksg_tied_counts(
      xs, ys, positions, ySorted, Int32(length), Int32(neighbours), weights.x, weights.y, &best, &counts,
      &cells,
      &ties)
    for tie in ties.prefix(Int(found)) { add(tie) }
  }

  /// Several coordinates: trees say which observations have ties, and those are compared with all others.
  mutating func search(
    joint: KDTree, points: [Double], split: Int, distances: [Double], neighbours: Int, x: KDTree, y: KDTree,
    counts: inout [UInt32]
  ) {
    let below = distances.map { $0 > 0 ? $0.nextDown : 0 }
    let (insideX, insideY) = (x.countsWithin(below), y.countsWithin(below))
    let (withinX, withinY) = (x.countsWithin(distances), y.countsWithin(distances))
    let within = joint.countsWithin(distances)
    for (i, distance) in distances.enumerated() {
      let edges = (x: withinX[i] - insideX[i], y: withinY[i] - insideY[i])
      if distance == 0 || edges.x + edges.y == 1 {
        counts[Int(insideX[i])] += 1
        counts[Int(insideY[i])] += 1
        if distance == 0 { cells[Int(within[i])] += 1 }
        continue
      }
      var tie = Self.compare(i, with: points, joint.weights, split: split, distance: distance)
      (tie.inside_x, tie.inside_y) = (insideX[i] - 1, insideY[i] - 1)
      (tie.edge_x, tie.edge_y) = (edges.x, edges.y)
      // `compare` left the others nearer in `place`.
      tie.place = Int32(neighbours) - tie.place
      add(tie)
    }
  }

  /// The observations at `distance` from observation i, and in `place` the number of others nearer than that.
  private static func compare(
    _ i: Int, with points: [Double], _ weights: [Double], split: Int, distance: Double
  ) -> ck_ksg_tie {
    let dimension = weights.count
    var tie = ck_ksg_tie()
    points.withUnsafeBufferPointer { points in
      weights.withUnsafeBufferPointer { weights in
        for j in 0..<(points.count / dimension) where j != i {
          var (dx, dy) = (0.0, 0.0)
          for c in 0..<dimension {
            let d = abs(points[j &* dimension &+ c] - points[i &* dimension &+ c]) * weights[c]
            if c < split { dx = max(dx, d) } else { dy = max(dy, d) }
          }
          let d = max(dx, dy)
          if d < distance { tie.place += 1 }
          guard d == distance else { continue }
          tie.equal += 1
          if dx == distance { tie.equal_x += 1 }
          if dy == distance { tie.equal_y += 1 }
        }
      }
    }
    return tie
  }

  private mutating func add(_ tie: ck_ksg_tie) {
    func others(_ inside: Int32, _ edge: Int32, _ equal: Int32) -> Double {
      Double(inside) + Double(tie.place - 1) * Double(equal) / Double(tie.equal)
        + Double(tie.place) * Double(edge - equal) / Double(tie.equal + 1)
    }
    let x = digamma(others(tie.inside_x, tie.edge_x, tie.equal_x) + 1)
    let y = digamma(others(tie.inside_y, tie.edge_y, tie.equal_y) + 1)
    sum += Int64(((x + y) * 0x1p32).rounded())
  }

  /// Σ ψ(n_x + 1) + ψ(n_y + 1) over the ties.
  var marginalSum: Double { Double(sum) * 0x1p-32 }

  /// The mean of ψ(k), or of ψ(equal observations) where more than k are equal; exactly ψ(k) where none are.
  func jointMean(neighbours: Int, _ digammas: [Double]) -> Double {
    var (sum, count) = (0.0, 0)
    for (size, number) in cells.enumerated() where number > 0 {
      sum += Double(number) * digammas[size]
      count += Int(number)
    }
    guard count > 0 else { return digammas[neighbours] }
    let length = cells.count - 1
    return (sum + Double(length - count) * digammas[neighbours]) / Double(length)
  }
}
