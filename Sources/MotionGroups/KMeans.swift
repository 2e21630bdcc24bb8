internal import LinearAlgebra

/// k-means with several starts of k-means++; the same points and seed give the same clusters.
enum KMeans {
  /// The cluster of every point, numbered by first point; empty clusters are left out.
  static func cluster(_ points: [[Double]], count: Int, seed: UInt64, starts: Int = 20, steps: Int = 50)
    -> [Int]
  {
    var generator = SeededGenerator(seed: seed, stream: 77)
    var best: (error: Double, labels: [Int])?
    for _ in 0..<starts {
      let found = run(points, from: spreadCentres(points, count: count, &generator), steps: steps)
      if let known = best, known.error <= found.error * (1 + 1e-9) { continue }
      best = found
    }
    var names: [Int: Int] = [:]
    return (best?.labels ?? []).map { label in
      if let name = names[label] { return name }
      names[label] = names.count
      return names.count - 1
    }
  }

  private static func distance(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for place in a.indices { sum += (a[place] - b[place]) * (a[place] - b[place]) }
    return sum
  }

  private static func spreadCentres(
    _ points: [[Double]], count: Int, _ generator: inout SeededGenerator
  ) -> [[Double]] {
    var centres = [points[Int(generator.next() % UInt64(points.count))]]
    var nearest = points.map { distance($0, centres[0]) }
    while centres.count < count {
      let total = nearest.reduce(0, +)
      var left = generator.uniform() * total
      var chosen = points.count - 1
      for index in points.indices {
        left -= nearest[index]
        if left < 0 {
          chosen = index
          break
        }
      }
      centres.append(points[chosen])
      for index in points.indices {
        nearest[index] = min(nearest[index], distance(points[index], points[chosen]))
      }
    }
    return centres
  }

  private static func run(
    _ points: [[Double]], from start: [[Double]], steps: Int
  ) -> (error: Double, labels: [Int]) {
    var centres = start
    var labels = [Int](repeating: -1, count: points.count)
    var errors = [Double](repeating: 0, count: points.count)
    for _ in 0..<steps {
      var changed = false
      for (index, point) in points.enumerated() {
        var best = (0, Double.infinity)
        for (label, centre) in centres.enumerated() {
          let d = distance(point, centre)
          if d < best.1 { best = (label, d) }
        }
        if labels[index] != best.0 { changed = true }
        labels[index] = best.0
        errors[index] = best.1
      }
      guard changed else { break }
      var sums = centres.map { $0.map { _ in 0.0 } }
      var sizes = [Double](repeating: 0, count: centres.count)
      for (index, point) in points.enumerated() {
        sizes[labels[index]] += 1
        for place in point.indices { sums[labels[index]][place] += point[place] }
      }
      for label in centres.indices {
        if sizes[label] > 0 {
          centres[label] = sums[label].map { $0 / sizes[label] }
        } else if let far = errors.indices.max(by: { errors[$0] < errors[$1] }) {
          // An empty cluster starts again at the worst point.
          centres[label] = points[far]
          errors[far] = 0
        }
      }
    }
    return (errors.reduce(0, +), labels)
  }
}
