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
  /// Whether a coordinate varies at all.
  let isConstant: Bool

  /// Takes the ranks of every coordinate.
  init(_ ranks: [Ranks], scores: NormalScores) {
    dimension = ranks.count
    length = ranks.first?.count ?? 0
    isConstant = ranks.allSatisfy(\.isConstant)
    let n = Double(max(length, 1))
    let plain = ranks.map { ranks -> [Double] in
      var row = ranks.doubled.map { scores[$0] }
      let mean = row.reduce(0, +) / n
      for t in row.indices { row[t] -= mean }
      let power = row.reduce(0) { $0 + $1 * $1 } / n
      let scale = power > 1e-12 ? 1 / power.squareRoot() : 0
      for t in row.indices { row[t] *= scale }
      return row
    }
    // A tenth of one observation's weight keeps coordinates apart that so few observations cannot tell apart.
    let ridge = 0.1 / n
    let covariance = plain.indices.flatMap { i in
      plain.indices.map { j in Self.dot(plain[i], plain[j]) / n + (i == j ? ridge : 0) }
    }
    guard let factor = CholeskyFactor(covariance, count: dimension) else {
      rows = plain
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
    rows = white
  }

  static func dot(_ a: [Double], _ b: [Double]) -> Double {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        var sums = SIMD8<Double>.zero
        var t = 0
        while t &+ 8 <= a.count {
          for lane in 0..<8 { sums[lane] += a[t &+ lane] * b[t &+ lane] }
          t &+= 8
        }
        var sum = sums.sum()
        while t < a.count {
          sum += a[t] * b[t]
          t &+= 1
        }
        return sum
      }
    }
  }
}
