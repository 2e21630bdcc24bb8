import LinearAlgebra
import Testing
import Tracks

@testable import MotionGroups

@Suite struct MotionBasisTests {
  /// What is left of the rows of a set, relative to their variance, after the fit of a basis.
  private func leftover(_ basis: MotionBasis, _ set: TrackSet) -> Double {
    (0..<set.trackCount).flatMap { track in
      [\TrackSet.x, \TrackSet.y].map { coordinate -> Double in
        let row = MotionRow(set, track: track, coordinate: coordinate)
        return row.fit(basis.vectors, ridge: 1e-9).squares
          / max(row.variance * Double(row.observedCount - 1), 1e-9)
      }
    }.max() ?? 0
  }

  @Test(arguments: [(20, 80), (90, 30)]) func aBasisOfTheRightRankExplainsEverything(tracks: Int, frames: Int)
  {
    let set = SceneSamples.lowRank(tracks: tracks, frames: frames, rank: 3)
    let basis = MotionBasis(set, members: Array(0..<tracks), rank: 3)
    #expect(basis.rank == 3)
    #expect(leftover(basis, set) < 1e-6)
    #expect(leftover(MotionBasis(set, members: Array(0..<tracks), rank: 2), set) > 1e-2)
    for (index, vector) in basis.vectors.enumerated() {
      for (other, second) in basis.vectors.enumerated() {
        let product = zip(vector, second).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - (index == other ? 1 : 0)) < 1e-6)
      }
    }
  }

  @Test func aBasisIsFoundThroughGaps() {
    let set = SceneSamples.lowRank(tracks: 60, frames: 50, rank: 2, missing: 0.3)
    let whole = SceneSamples.lowRank(tracks: 60, frames: 50, rank: 2)
    let basis = MotionBasis(set, members: Array(0..<60), rank: 2)
    // It explains the entries that it never saw.
    #expect(leftover(basis, whole) < 1e-3)
  }

  @Test func theOrderOfTheMembersDoesNotMatter() {
    let set = SceneSamples.lowRank(tracks: 30, frames: 40, rank: 3, noise: 0.5)
    let (a, b) = (
      MotionBasis(set, members: Array(0..<30), rank: 3),
      MotionBasis(set, members: (0..<30).reversed(), rank: 3)
    )
    for track in 0..<30 {
      let (first, second) = (
        GroupInformation(a).information(set, track: track), GroupInformation(b).information(set, track: track)
      )
      #expect(abs(first - second) < 1e-6)
    }
  }

  @Test func aGroupThatStandsStillHasNoBasis() {
    let still = TrackSet(
      frameCount: 10, trackCount: 3, x: [Float](repeating: 5, count: 30), y: [Float](repeating: 7, count: 30),
      visible: [Bool](repeating: true, count: 30), valid: [Bool](repeating: true, count: 30))
    #expect(MotionBasis(still, members: [0, 1, 2], rank: 3).rank == 0)
    #expect(MotionBasis(still, members: [], rank: 3).rank == 0)
  }
}

@Suite struct GroupInformationTests {
  @Test func theInformationIsTheFormulas() {
    // One motion u(t) = t; x = 3 u + an alternating ±1, y constant.
    let frames = 40
    func track(_ x: (Int) -> Float, _ y: (Int) -> Float) -> ([Float], [Float]) {
      ((0..<frames).map(x), (0..<frames).map(y))
    }
    let ramp = track({ Float($0) }, { Float(2 * $0) })
    let tested = track({ Float(3 * $0) + ($0 % 2 == 0 ? 1 : -1) }, { _ in 4 })
    let everywhere = [Bool](repeating: true, count: 2 * frames)
    let set = TrackSet(
      frameCount: frames, trackCount: 2, x: ramp.0 + tested.0, y: ramp.1 + tested.1, visible: everywhere,
      valid: everywhere)
    let information = GroupInformation(MotionBasis(set, members: [0], rank: 1))
    // Least squares of the line, by hand: the residual of ±1 on [1, t].
    let t = (0..<frames).map(Double.init)
    let y = t.map { 3 * $0 + (Int($0) % 2 == 0 ? 1.0 : -1.0) }
    let (tm, ym) = (t.reduce(0, +) / 40, y.reduce(0, +) / 40)
    let slope =
      zip(t, y).reduce(0) { $0 + ($1.0 - tm) * ($1.1 - ym) } / t.reduce(0) { $0 + ($1 - tm) * ($1 - tm) }
    let rss = zip(t, y).reduce(0) {
      $0 + ($1.1 - ym - slope * ($1.0 - tm)) * ($1.1 - ym - slope * ($1.0 - tm))
    }
    let variance = y.reduce(0) { $0 + ($1 - ym) * ($1 - ym) } / 39
    let floor = 0.3 * 0.3
    let expected = -halfLogarithm((rss / 38 + floor) / (variance + floor))
    // A constant says nothing: its residual and its variance are both 0.
    #expect(abs(information.information(set, track: 1) - expected) < 1e-4)
  }

  @Test func independentMotionTellsNothingOnAverage() {
    let group = SceneSamples.lowRank(tracks: 30, frames: 60, rank: 2, seed: 1)
    let basis = MotionBasis(group, members: Array(0..<30), rank: 2)
    // White noise has no motion in common with anything, and the degrees of freedom take care of chance.
    var generator = SeededGenerator(seed: 5)
    let noise = (0..<(200 * 60)).map { _ in Float(20 * generator.normal()) }
    let everywhere = [Bool](repeating: true, count: noise.count)
    let set = TrackSet(
      frameCount: 60, trackCount: 200, x: noise, y: noise.reversed(), visible: everywhere, valid: everywhere)
    let mean = (0..<200).reduce(0.0) { $0 + GroupInformation(basis).information(set, track: $1) } / 200
    #expect(abs(mean) < 0.02)
  }

  @Test func tooFewFramesAreUnknown() {
    var set = SceneSamples.lowRank(tracks: 10, frames: 30, rank: 2)
    set.observed = [Bool](repeating: true, count: 300)
    for frame in 4..<30 { set.observed[frame] = false }
    let information = GroupInformation(MotionBasis(set, members: Array(1..<10), rank: 2))
    #expect(information.information(set, track: 0).isNaN)
    #expect(information.information(set, track: 1) > 1)
  }
}
