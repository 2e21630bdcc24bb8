public import LinearAlgebra
public import Tracks

/// Pairwise mutual information of motion by the Gaussian copula, with gaps: what groups are made from where there is no matrix yet.
///
/// Positions and velocities are projected on four directions; each projection of a track becomes normal scores of its ranks over the frames
/// in which it is observed; a pair has −½ log(1 − r²) with r over the common frames, the mean over the directions. All pairs are products of
/// matrices. Positions and velocities are weighted by the reciprocals of their means. NaN: fewer than eight common frames (five in a video
/// of fewer than twelve).
public enum GaussianInformation {
  private static let directions = 4

  public static func matrix(_ tracks: TrackSet, threads: Int = 0) -> SymmetricMatrix {
    let lag = max(1, min(4, tracks.frameCount / 15))
    let positions = mean(tracks, lag: 0, threads: threads)
    guard tracks.frameCount > lag + 2 else { return positions }
    let velocities = mean(tracks, lag: lag, threads: threads)
    func scale(_ matrix: SymmetricMatrix) -> Double {
      let value = knownMean(
        (0..<matrix.count).lazy.flatMap { row in (0..<row).lazy.map { Double(matrix[row, $0]) } })
      return value.isFinite ? 1 / max(value, 1e-9) : 0
    }
    let (a, b) = (scale(positions), scale(velocities))
    guard a + b > 0 else { return positions }
    var result = positions
    for i in 0..<result.count {
      for j in 0...i where velocities[i, j].isFinite {
        result[i, j] = Float((a * Double(positions[i, j]) + b * Double(velocities[i, j])) / (a + b))
      }
    }
    return result
  }

  /// The mean over the directions of positions (lag 0) or of displacements over so many frames.
  private static func mean(_ tracks: TrackSet, lag: Int, threads: Int) -> SymmetricMatrix {
    let (n, frames) = (tracks.trackCount, tracks.frameCount - lag)
    let least: Float = tracks.frameCount < 12 ? 5 : 8
    var seen = [Float](repeating: 0, count: n * frames)
    for track in 0..<n {
      for frame in 0..<frames {
        let index = track * tracks.frameCount + frame
        if tracks.isObserved(index), tracks.isObserved(index + lag) { seen[track * frames + frame] = 1 }
      }
    }
    let mask = seen
    @Sendable func product(_ a: [Float], _ b: [Float]) -> [Float] {
      var result = [Float](repeating: 0, count: n * n)
      multiply(m: n, n: n, k: frames, a, lda: frames, b, ldb: frames, transposeB: true, into: &result, ldc: n)
      return result
    }
    let common = product(mask, mask)
    let angles = (0..<directions).map { Double($0) * .pi / Double(directions) }
    let parts = mapConcurrently(directions, threads: threads) { direction in
      let scores = normalScores(tracks, angle: angles[direction], lag: lag, mask: mask, frames: frames)
      let (dots, means) = (product(scores, scores), product(scores, mask))
      let squares = product(scores.map { $0 * $0 }, mask)
      var values = [Float](repeating: 0, count: n * n)
      for i in 0..<n {
        for j in 0..<i where common[i * n + j] >= least {
          let k = common[i * n + j]
          let (a, b) = (means[i * n + j] / k, means[j * n + i] / k)
          let (va, vb) = (squares[i * n + j] / k - a * a, squares[j * n + i] / k - b * b)
          let r = min(0.9999, max(-0.9999, (dots[i * n + j] / k - a * b) / max(va * vb, 1e-12).squareRoot()))
          values[i * n + j] = Float(-halfLogarithm(Double(1 - r * r)))
        }
      }
      return values
    }
    var sums = [Double](repeating: 0, count: n * n)
    for part in parts { for place in sums.indices { sums[place] += Double(part[place]) } }
    var result = SymmetricMatrix(count: n, repeating: .nan)
    for i in 0..<n {
      for j in 0..<i where common[i * n + j] >= least {
        result[i, j] = Float(sums[i * n + j] / Double(directions))
      }
    }
    return result
  }

  private static func normalScores(
    _ tracks: TrackSet, angle: Double, lag: Int, mask: [Float], frames: Int
  ) -> [Float] {
    let (c, s) = unitVector(angle)
    var scores = [Float](repeating: 0, count: mask.count)
    for track in 0..<tracks.trackCount {
      let seen = (0..<frames).filter { mask[track * frames + $0] > 0 }
      func position(_ frame: Int) -> Double {
        let index = track * tracks.frameCount + frame
        return c * Double(tracks.x[index]) + s * Double(tracks.y[index])
      }
      let values = seen.map { lag == 0 ? position($0) : position($0 + lag) - position($0) }
      let order = values.indices.sorted { values[$0] != values[$1] ? values[$0] < values[$1] : $0 < $1 }
      var first = 0
      while first < order.count {
        // Equal values share the mean of their ranks.
        var last = first
        while last + 1 < order.count, values[order[last + 1]] == values[order[first]] { last += 1 }
        let rank = (Double(first + last) / 2 + 0.5) / Double(order.count)
        for place in first...last {
          scores[track * frames + seen[order[place]]] = Float(normalQuantile(rank))
        }
        first = last + 1
      }
    }
    return scores
  }
}
