/// A k-d tree over points in the weighted maximum norm, max_c w_c |a_c − b_c|: k-th neighbour distances and range counts.
///
/// Balanced, split at the median of the widest extent, leaves of at most `leafSize` points; built in O(n log² n). Distances
/// are computed as w · |a − b|, so that equal differences stay equal whatever the weight, and boxes bound them exactly.
struct KDTree: Sendable {
  static let leafSize = 12

  let dimension: Int
  let weights: [Double]
  /// The points in the tree's order, `[position][coordinate]`.
  private let points: [Double]
  /// The index each position had in the input.
  let indices: [Int32]
  /// Levels below the root; a node of n positions gives the first ⌊n/2⌋ or so to its left child.
  private let depth: Int
  /// `[node][2][coordinate]`: least and greatest coordinates of the node's points; node 1 is the root, 2i and 2i + 1 are
  /// the children of i.
  private let boxes: [Double]

  var count: Int { indices.count }

  /// A tree of `count` points laid out as `[point][coordinate]`.
  init(points input: [Double], dimension: Int, weights: [Double]) {
    let count = dimension > 0 ? input.count / dimension : 0
    var depth = 0
    while (count + (1 << depth) - 1) >> depth > Self.leafSize { depth += 1 }
    var order = (0..<Int32(count)).map { $0 }
    var boxes = [Double](repeating: 0, count: (2 << depth) * 2 * dimension)

    input.withUnsafeBufferPointer { input in
      order.withUnsafeMutableBufferPointer { order in
        boxes.withUnsafeMutableBufferPointer { boxes in
          func build(node: Int, level: Int, _ range: Range<Int>) {
            let box = node * 2 * dimension
            var widest = 0
            var width = -1.0
            for c in 0..<dimension {
              var low = Double.infinity
              var high = -Double.infinity
              for position in range {
                let value = input[Int(order[position]) &* dimension &+ c]
                low = min(low, value)
                high = max(high, value)
              }
              boxes[box + c] = low
              boxes[box + dimension + c] = high
              if (high - low) * weights[c] > width { (widest, width) = (c, (high - low) * weights[c]) }
            }
            guard level < depth else { return }
            let middle = Self.middle(range)
            Self.partition(order, range, at: middle) { input[Int($0) &* dimension &+ widest] }
            build(node: 2 * node, level: level + 1, range.lowerBound..<middle)
            build(node: 2 * node + 1, level: level + 1, middle..<range.upperBound)
          }
          if count > 0 { build(node: 1, level: 0, 0..<count) }
        }
      }
    }
    var points: [Double] = []
    points.reserveCapacity(input.count)
    for index in order { points += input[(Int(index) * dimension)..<((Int(index) + 1) * dimension)] }
    self.points = points
    self.dimension = dimension
    self.weights = weights
    self.depth = depth
    self.boxes = boxes
    indices = order
  }

  private static func middle(_ range: Range<Int>) -> Int { (range.lowerBound + range.upperBound) >> 1 }

  /// Reorders so that what lies before `middle` has keys no greater, and what follows no smaller (Hoare's selection).
  private static func partition(
    _ order: UnsafeMutableBufferPointer<Int32>, _ range: Range<Int>, at middle: Int, key: (Int32) -> Double
  ) {
    var low = range.lowerBound
    var high = range.upperBound - 1
    while low < high {
      let pivot = key(order[(low + high) >> 1])
      var i = low
      var j = high
      while i <= j {
        while key(order[i]) < pivot { i += 1 }
        while key(order[j]) > pivot { j -= 1 }
        if i <= j {
          order.swapAt(i, j)
          i += 1
          j -= 1
        }
      }
      if middle <= j { high = j } else if middle >= i { low = i } else { return }
    }
  }

  /// The distance from every point to its `neighbours`-th nearest other point, by the points' input order.
  func neighbourDistances(_ neighbours: Int) -> [Double] {
    var distances = [Double](repeating: 0, count: count)
    withView { view in
      // The point itself is met at distance 0 as well: one more is kept, and it takes the first place.
      withUnsafeTemporaryAllocation(of: Double.self, capacity: neighbours + 1) { best in
        for position in 0..<count {
          best.update(repeating: .infinity)
          view.search(near: view.points + position * dimension, node: 1, 0..<count, level: 0, best)
          distances[Int(indices[position])] = best[neighbours]
        }
      }
    }
    return distances
  }

  /// How many points lie within `limits[i]` of the tree's own point i (by input order), that point included.
  func countsWithin(_ limits: [Double]) -> [Int32] {
    var counts = [Int32](repeating: 0, count: count)
    withView { view in
      for position in 0..<count {
        let index = Int(indices[position])
        counts[index] = Int32(
          view.countWithin(
            limits[index], of: view.points + position * dimension, node: 1, 0..<count, level: 0))
      }
    }
    return counts
  }

  private func withView(_ body: (View) -> Void) {
    points.withUnsafeBufferPointer { points in
      boxes.withUnsafeBufferPointer { boxes in
        weights.withUnsafeBufferPointer { weights in
          guard let points = points.baseAddress, let boxes = boxes.baseAddress,
            let weights = weights.baseAddress
          else { return }
          body(View(dimension: dimension, depth: depth, points: points, boxes: boxes, weights: weights))
        }
      }
    }
  }

  /// The tree's arrays while a query runs.
  private struct View {
    let dimension: Int
    let depth: Int
    let points: UnsafePointer<Double>
    let boxes: UnsafePointer<Double>
    let weights: UnsafePointer<Double>

    /// The distance from a point to the nearest point a node's box could hold.
    func nearest(_ q: UnsafePointer<Double>, _ node: Int) -> Double {
      let low = boxes + node &* 2 &* dimension
      let high = low + dimension
      var distance = 0.0
      for c in 0..<dimension {
        distance = max(distance, max(low[c] - q[c], q[c] - high[c]) * weights[c])
      }
      return distance
    }

    /// The distance from a point to the farthest point a node's box could hold.
    func farthest(_ q: UnsafePointer<Double>, _ node: Int) -> Double {
      let low = boxes + node &* 2 &* dimension
      let high = low + dimension
      var distance = 0.0
      for c in 0..<dimension {
        distance = max(distance, max(q[c] - low[c], high[c] - q[c]) * weights[c])
      }
      return distance
    }

    func distance(_ q: UnsafePointer<Double>, _ p: UnsafePointer<Double>) -> Double {
      var distance = 0.0
      for c in 0..<dimension { distance = max(distance, abs(p[c] - q[c]) * weights[c]) }
      return distance
    }

    /// Merges a node's points into `best`, the least distances so far in increasing order.
    func search(
      near q: UnsafePointer<Double>, node: Int, _ range: Range<Int>, level: Int,
      _ best: UnsafeMutableBufferPointer<Double>
    ) {
      let last = best.count &- 1
      if level == depth {
        for position in range {
          let d = distance(q, points + position &* dimension)
          guard d < best[last] else { continue }
          var at = last
          while at > 0, best[at &- 1] > d {
            best[at] = best[at &- 1]
            at &-= 1
          }
          best[at] = d
        }
        return
      }
      let middle = KDTree.middle(range)
      let left = nearest(q, 2 &* node)
      let right = nearest(q, 2 &* node &+ 1)
      if left <= right {
        if left < best[last] {
          search(near: q, node: 2 &* node, range.lowerBound..<middle, level: level &+ 1, best)
        }
        if right < best[last] {
          search(near: q, node: 2 &* node &+ 1, middle..<range.upperBound, level: level &+ 1, best)
        }
      } else {
        if right < best[last] {
          search(near: q, node: 2 &* node &+ 1, middle..<range.upperBound, level: level &+ 1, best)
        }
        if left < best[last] {
          search(near: q, node: 2 &* node, range.lowerBound..<middle, level: level &+ 1, best)
        }
      }
    }

    func countWithin(
      _ limit: Double, of q: UnsafePointer<Double>, node: Int, _ range: Range<Int>, level: Int
    ) -> Int {
      if nearest(q, node) > limit { return 0 }
      if farthest(q, node) <= limit { return range.count }
      if level == depth {
        var count = 0
        for position in range where distance(q, points + position &* dimension) <= limit { count &+= 1 }
        return count
      }
      let middle = KDTree.middle(range)
      return countWithin(limit, of: q, node: 2 &* node, range.lowerBound..<middle, level: level &+ 1)
        &+ countWithin(limit, of: q, node: 2 &* node &+ 1, middle..<range.upperBound, level: level &+ 1)
    }
  }
}
