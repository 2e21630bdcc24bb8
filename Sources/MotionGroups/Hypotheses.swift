internal import LinearAlgebra

/// Kinds of motion models that a few tracks define.
enum MotionModel: Int, CaseIterable, Sendable {
  /// Tracks that are affine combinations of three: a plane under an affine camera.
  case plane
  /// Of four: a rigid body under an affine camera.
  case body
  /// A similarity of the picture: complex combinations of two.
  case similarity

  /// Tracks drawn for a hypothesis.
  var draws: Int {
    switch self {
    case .plane: 3
    case .body: 4
    case .similarity: 2
    }
  }
  /// Dimensions of the hull around its first track.
  var dimensions: Int { self == .body ? 3 : 2 }
}

/// Motion models drawn from the tracks of one window, and how far every track is from them.
struct Hypotheses: Sendable {
  let count: Int
  /// Squared distances in pixels², a row of `count` for each track of the window.
  let distances: [Double]

  /// Draws models and measures them.
  ///
  /// A model is the affine hull y₀ + span(q₁ … q_d) of a seed and of tracks among its neighbours; every track is the seed equally
  /// often. The distance of y is |y − y₀|² − Σ (q_k · (y − y₀))².
  ///
  /// - Parameter neighbours: For each track of the window, the tracks that are most like it, in places of the window.
  init(
    _ model: MotionModel, count: Int, window: MotionWindow, neighbours: [[Int]],
    generator: inout SeededGenerator
  ) {
    self.count = count
    let (n, d) = (window.tracks.count, window.dimension)
    var order = Array(0..<n)
    order.shuffle(using: &generator)
    let depth = model.dimensions
    // Direction k of every hypothesis, and its product with the seed.
    var directions = [[Double]](repeating: [Double](repeating: 0, count: count * d), count: depth)
    var seeds = [Double](repeating: 0, count: count * d)
    for hypothesis in 0..<count {
      let seed = order[hypothesis % n]
      for place in 0..<d { seeds[hypothesis * d + place] = window.rows[seed * d + place] }
      var others = neighbours[seed]
      let wanted = min(model.draws - 1, others.count)
      for index in 0..<wanted {
        let chosen = index + Int(generator.next() % UInt64(others.count - index))
        others.swapAt(index, chosen)
      }
      var spans = others.prefix(wanted).map { other in
        (0..<d).map { window.rows[other * d + $0] - window.rows[seed * d + $0] }
      }
      if model == .similarity, let span = spans.first {
        // A quarter turn of the picture: (x, y) becomes (−y, x).
        spans.append(span[(d / 2)...].map { -$0 } + span[..<(d / 2)])
      }
      for (k, unit) in Self.orthonormal(spans).enumerated() {
        for place in 0..<d { directions[k][hypothesis * d + place] = unit[place] }
      }
    }
    distances = Self.distances(window, seeds: seeds, directions: directions, count: count)
  }

  /// Gram–Schmidt; a direction that the others already span becomes zero.
  private static func orthonormal(_ spans: [[Double]]) -> [[Double]] {
    var units: [[Double]] = []
    for span in spans {
      let length = dot(span, span).squareRoot()
      var rest = span
      for unit in units {
        let overlap = dot(rest, unit)
        for place in rest.indices { rest[place] -= overlap * unit[place] }
      }
      let left = dot(rest, rest).squareRoot()
      units.append(left > 1e-6 * length + 1e-12 ? rest.map { $0 / left } : rest.map { _ in 0 })
    }
    return units
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for place in a.indices { sum += a[place] * b[place] }
    return sum
  }

  private static func distances(
    _ window: MotionWindow, seeds: [Double], directions: [[Double]], count: Int
  ) -> [Double] {
    let (n, d) = (window.tracks.count, window.dimension)
    func squares(_ rows: [Double], _ other: [Double], _ number: Int) -> [Double] {
      (0..<number).map { row in
        var sum = 0.0
        for place in 0..<d { sum += rows[row * d + place] * other[row * d + place] }
        return sum
      }
    }
    let own = squares(window.rows, window.rows, n)
    let seedSquares = squares(seeds, seeds, count)
    var result = [Double](repeating: 0, count: n * count)
    multiply(
      m: n, n: count, k: d, alpha: -2, window.rows, lda: d, seeds, ldb: d, transposeB: true, into: &result,
      ldc: count)
    for track in 0..<n {
      for hypothesis in 0..<count {
        result[track * count + hypothesis] += own[track] + seedSquares[hypothesis]
      }
    }
    var product = [Double](repeating: 0, count: n * count)
    for direction in directions {
      multiply(
        m: n, n: count, k: d, window.rows, lda: d, direction, ldb: d, transposeB: true, into: &product,
        ldc: count)
      let offset = squares(direction, seeds, count)
      for track in 0..<n {
        for hypothesis in 0..<count {
          let along = product[track * count + hypothesis] - offset[hypothesis]
          result[track * count + hypothesis] -= along * along
        }
      }
    }
    for place in result.indices { result[place] = max(0, result[place]) }
    return result
  }
}
