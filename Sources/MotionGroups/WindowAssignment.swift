internal import LinearAlgebra
internal import Tracks

/// Tracks given to groups by group MI in windows: which group's motion in the picture leaves the least of them unexplained.
///
/// In each window in which a track is observed, ½ log of its residual under each group's affine hull (rank 3) is compared with the
/// best group's; the mean over windows, in nats, decides.
struct WindowAssignment: Sendable {
  /// How much worse each group explains a track than the best one, in nats a window; NaN: unknown.
  let excess: [[Double]]

  /// - Parameter groups: Members among the tracks that the windows were made of.
  init(
    _ tracks: TrackSet, windows: [MotionWindow], places: [[Int]], groups: [[Int]], noise: Double, threads: Int
  ) {
    let bases = zip(windows, places).map { window, places in
      groups.map { members in
        WindowBasis(window, places: members.map { places[$0] }.filter { $0 >= 0 })
      }
    }
    excess = mapConcurrently(tracks.trackCount, threads: threads) { track in
      var sums = [Double](repeating: 0, count: groups.count)
      var counts = [Double](repeating: 0, count: groups.count)
      for (window, bases) in zip(windows, bases) {
        guard let row = window.row(of: track, in: tracks) else { continue }
        let values = bases.map { $0?.halfLogResiduals(row, noise: noise)[1][0] }
        let known = values.compactMap { $0 }
        guard known.count > 1, let best = known.min() else { continue }
        for (group, value) in values.enumerated() {
          guard let value else { continue }
          sums[group] += value - best
          counts[group] += 1
        }
      }
      return zip(sums, counts).map { $1 > 0 ? $0 / $1 : .nan }
    }
  }
}
