internal import LinearAlgebra
public import Tracks

/// The temporal basis of a group: what the motions of its tracks have in common.
///
/// The rows are the x- and the y-positions of the group's tracks over T frames, each less its own mean. The basis U (T × r, orthonormal
/// columns) minimises
///
///     Σ_rows min_{a, b} Σ_{t observed} (y(t) − b − U(t) a)²,
///
/// for complete tracks the r leading right singular vectors of the rows. Where entries are missing, coefficients of rows and rows of U are
/// fitted in turns (alternating least squares, a small ridge), from a start in which gaps are interpolated.
public struct MotionBasis: Sendable {
  /// Tracks that a basis is fitted to at most, evenly spread over the group.
  static let mostTracks = 150
  private static let turns = 12

  /// Frames.
  public let frameCount: Int
  /// r unit vectors of T values, orthogonal to each other.
  public let vectors: [[Double]]
  /// r.
  public var rank: Int { vectors.count }

  /// The basis of the tracks with these indices; of fewer dimensions where the tracks span fewer.
  public init(_ tracks: TrackSet, members: [Int], rank: Int) {
    frameCount = tracks.frameCount
    let rows = evenly(members, most: Self.mostTracks).flatMap {
      [MotionRow(tracks, track: $0, coordinate: \.x), MotionRow(tracks, track: $0, coordinate: \.y)]
    }.filter { $0.observedCount > 1 }
    let start = Self.leading(rows.map { $0.interpolated() }, frames: tracks.frameCount, rank: rank)
    vectors =
      rows.allSatisfy(\.isComplete) ? start : Self.refined(start, rows: rows, frames: tracks.frameCount)
  }

  /// The leading right singular vectors of rows, by the smaller Gram matrix.
  private static func leading(_ rows: [[Double]], frames: Int, rank: Int) -> [[Double]] {
    guard !rows.isEmpty, frames > 0 else { return [] }
    let n = rows.count
    let flat = rows.flatMap { $0 }
    if frames <= n {
      var gram = [Double](repeating: 0, count: frames * frames)
      multiply(
        m: frames, n: frames, k: n, flat, lda: frames, transposeA: true, flat, ldb: frames, into: &gram,
        ldc: frames)
      guard let eigen = SymmetricEigen(gram, count: frames, leading: rank) else { return [] }
      return zip(eigen.values, eigen.vectors).filter { $0.0 > 1e-9 * max(eigen.values[0], 1e-300) }.map(\.1)
    }
    var gram = [Double](repeating: 0, count: n * n)
    multiply(
      m: n, n: n, k: frames, flat, lda: frames, flat, ldb: frames, transposeB: true, into: &gram, ldc: n)
    guard let eigen = SymmetricEigen(gram, count: n, leading: rank) else { return [] }
    return zip(eigen.values, eigen.vectors).filter { $0.0 > 1e-9 * max(eigen.values[0], 1e-300) }.map {
      value, vector in
      var sum = [Double](repeating: 0, count: frames)
      for (row, weight) in zip(rows, vector) { for frame in 0..<frames { sum[frame] += weight * row[frame] } }
      return sum.map { $0 / value.squareRoot() }
    }
  }

  private static func refined(_ start: [[Double]], rows: [MotionRow], frames: Int) -> [[Double]] {
    guard !start.isEmpty else { return [] }
    var basis = start
    let rank = start.count
    for _ in 0..<turns {
      let fits = rows.map { $0.fit(basis, ridge: 1e-6) }
      // Each frame's row of U from the rows observed in it.
      var updated = basis
      for frame in 0..<frames {
        var (gram, target) = ([Double](repeating: 0, count: rank * rank), [Double](repeating: 0, count: rank))
        var seen = 0
        for (row, fit) in zip(rows, fits) where row.isObserved[frame] && fit.isUsable {
          seen += 1
          let rest = row.values[frame] - fit.offset
          for i in 0..<rank {
            target[i] += fit.coefficients[i] * rest
            for j in 0..<rank { gram[i * rank + j] += fit.coefficients[i] * fit.coefficients[j] }
          }
        }
        guard seen > 0 else { continue }
        let trace = (0..<rank).reduce(0.0) { $0 + gram[$1 * rank + $1] }
        // The ridge pulls towards the frame's values before, not to 0.
        let ridge = 1e-4 * trace / Double(rank) + 1e-12
        for i in 0..<rank {
          gram[i * rank + i] += ridge
          target[i] += ridge * basis[i][frame]
        }
        guard let solved = CholeskyFactor(gram, count: rank)?.solve(target) else { continue }
        for i in 0..<rank { updated[i][frame] = solved[i] }
      }
      basis = orthonormal(updated)
    }
    return basis
  }

  /// Centred and made orthonormal: offsets are fitted with the coefficients.
  private static func orthonormal(_ vectors: [[Double]]) -> [[Double]] {
    var result: [[Double]] = []
    for vector in vectors {
      let mean = vector.reduce(0, +) / Double(vector.count)
      var rest = vector.map { $0 - mean }
      for _ in 0..<2 {
        for unit in result {
          var overlap = 0.0
          for place in rest.indices { overlap += rest[place] * unit[place] }
          for place in rest.indices { rest[place] -= overlap * unit[place] }
        }
      }
      let length = rest.reduce(0) { $0 + $1 * $1 }.squareRoot()
      if length > 1e-9 { result.append(rest.map { $0 / length }) }
    }
    return result
  }
}
