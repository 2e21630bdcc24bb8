internal import LinearAlgebra
internal import Tracks

/// Tracks moved to the group whose motion explains them clearly better than their own's, by group MI in windows.
enum Refinement {
  /// The groups after a few turns; a group never loses its last tracks.
  ///
  /// - Parameter margin: What the own group must be worse by, nats a coordinate.
  static func refined(
    _ groups: [[Int]], tracks: TrackSet, evidence: MotionEvidence, margin: Double, turns: Int = 2,
    threads: Int
  ) -> [[Int]] {
    guard groups.count > 1 else { return groups }
    var groups = groups
    for _ in 0..<turns {
      let excess = WindowAssignment(
        tracks, windows: evidence.windows, places: evidence.places, groups: groups, noise: evidence.noise,
        threads: threads
      ).excess
      var moved = false
      var next = groups.map { _ in [Int]() }
      for (own, members) in groups.enumerated() {
        for track in members {
          let values = excess[track]
          let known = values.indices.filter { values[$0].isFinite }
          guard values[own].isFinite, let best = known.min(by: { values[$0] < values[$1] }),
            values[own] > values[best] + margin
          else {
            next[own].append(track)
            continue
          }
          next[best].append(track)
          moved = true
        }
      }
      guard moved, next.allSatisfy({ $0.count >= 2 }) else { break }
      groups = next.map { $0.sorted() }
    }
    return groups
  }

  /// Groups of fewer tracks than an object has are dissolved: each track joins the group that explains it best.
  static func withoutStrays(
    _ groups: [[Int]], least: Int, tracks: TrackSet, evidence: MotionEvidence, threads: Int
  ) -> [[Int]] {
    var large = groups.filter { $0.count >= least }
    let strays = groups.filter { $0.count < least }.flatMap { $0 }
    guard !large.isEmpty, !strays.isEmpty else { return groups }
    let before = large
    let excess = WindowAssignment(
      tracks.selecting(strays), windows: evidence.windows, places: evidence.places, groups: large,
      noise: evidence.noise,
      threads: threads
    ).excess
    for (track, values) in zip(strays, excess) {
      let known = values.indices.filter { values[$0].isFinite }
      let label =
        known.min { values[$0] < values[$1] }
        ?? before.indices.max {
          similarity(track, before[$0], evidence) < similarity(track, before[$1], evidence)
        } ?? 0
      large[label].append(track)
    }
    return large.map { $0.sorted() }
  }

  /// The mean kernel of a track with a group; 0 where it is unknown.
  private static func similarity(_ track: Int, _ members: [Int], _ evidence: MotionEvidence) -> Double {
    let mean = knownMean(members.map { Double(evidence.kernel[track, $0]) })
    return mean.isFinite ? mean : 0
  }
}
