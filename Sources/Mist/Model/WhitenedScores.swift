internal import LinearAlgebra
internal import MutualInformation

/// One vector's normal scores, coordinate by coordinate, made uncorrelated and of variance 1.
///
/// Scores are functions of ranks: increasing maps of a coordinate leave them as they are, and shifts and scales with them.
struct WhitenedScores: Sendable {
  let dimension: Int
  let length: Int
  /// `[coordinate][observation]`; a coordinate that the ones before it determine is nearly 0.
  let rows: [[Double]]
  /// Sums over the coordinates in units of 1/4096: whole numbers, whose sums are the same in every order.
  let sums: [Int]
  /// Whether a coordinate varies at all.
  let isConstant: Bool

  /// Takes the ranks of every coordinate; sums go through the observations in this order.
  ///
  /// With an order made of the ranks alone the result does not depend on the order of the observations, to the last bit.
  init(_ ranks: [Ranks], scores: NormalScores, order: [Int]) {
    dimension = ranks.count
    length = ranks.first?.count ?? 0
    isConstant = ranks.allSatisfy(\.isConstant)
    let n = Double(max(length, 1))
    let plain = ranks.map { ranks -> [Double] in
      var row = ranks.doubled.map { scores[$0] }
      let mean = order.reduce(0) { $0 + row[$1] } / n
      for t in row.indices { row[t] -= mean }
      let power = order.reduce(0) { $0 + row[$1] * row[$1] } / n
      let scale = power > 1e-12 ? 1 / power.squareRoot() : 0
      for t in row.indices { row[t] *= scale }
      return row
    }
    // A tenth of one observation's weight keeps coordinates apart that so few observations cannot tell apart.
    let ridge = 0.1 / n
    let covariance = plain.indices.flatMap { i in
      plain.indices.map { j in Self.dot(plain[i], plain[j], order) / n + (i == j ? ridge : 0) }
    }
    guard let factor = CholeskyFactor(covariance, count: dimension) else {
      (rows, sums) = (plain, Self.sums(plain, length))
      return
    }
    // L⁻¹ S by forward substitution.
    var white = plain
    for i in 0..<dimension {
      for j in 0..<i {
        let weight = factor.elements[i * dimension + j]
        for t in 0..<length { white[i][t] -= weight * white[j][t] }
      }
      let scale = 1 / factor.elements[i * dimension + i]
      for t in 0..<length { white[i][t] *= scale }
    }
    (rows, sums) = (white, Self.sums(white, length))
  }

  private static func sums(_ rows: [[Double]], _ length: Int) -> [Int] {
    (0..<length).map { t in
      Int((4096 * min(max(rows.reduce(0) { $0 + $1[t] }, -8), 8)).rounded())
    }
  }

  /// Whether this vector comes before another of the same dimension: Σ a² b > Σ a b² of their sums.
  ///
  /// Exact, so that the answer is the opposite with the two exchanged, whatever the order of the observations.
  func precedes(_ other: WhitenedScores) -> Bool {
    var difference = 0
    for (a, b) in zip(sums, other.sums) { difference += a * b * (a - b) }
    return difference > 0
  }

  /// Σ a b over the observations, in an order.
  static func dot(_ a: [Double], _ b: [Double], _ order: [Int]) -> Double {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        var sums = SIMD4<Double>.zero
        var place = 0
        order.withUnsafeBufferPointer { order in
          while place &+ 4 <= order.count {
            for lane in 0..<4 {
              let t = order[place &+ lane]
              sums[lane] += a[t] * b[t]
            }
            place &+= 4
          }
          while place < order.count {
            sums[0] += a[order[place]] * b[order[place]]
            place &+= 1
          }
        }
        return sums.sum()
      }
    }
  }

  /// The observations in the order of their ranks, coordinate by coordinate: equal ones have equal `keys`.
  static func order(_ ranks: [Ranks]) -> (order: [Int], keys: [Int]) {
    let length = ranks.first?.count ?? 0
    var keys = [Int](repeating: 0, count: length)
    var order = Array(0..<length)
    for coordinate in ranks {
      // So far dense keys below T, doubled ranks below 2T + 1.
      for t in 0..<length { keys[t] = keys[t] * (2 * length + 1) + Int(coordinate.doubled[t]) }
      order = Array(0..<length).sorted { keys[$0] < keys[$1] }
      var dense = [Int](repeating: 0, count: length)
      var key = 0
      for place in order.indices.dropFirst() {
        if keys[order[place]] != keys[order[place - 1]] { key += 1 }
        dense[order[place]] = key
      }
      keys = dense
    }
    return (order, keys)
  }
}
