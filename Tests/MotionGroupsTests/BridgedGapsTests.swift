import TestSupport
import Testing
import Tracks

@testable import MotionGroups

/// Short gaps of tracks.
@Suite struct BridgedGapsTests {
  /// One track that moves by (2, −1) a frame, observed where `frames` says.
  private func set(_ observed: [Bool]) -> TrackSet {
    let everywhere = observed.map { _ in true }
    var set = TrackSet(
      frameCount: observed.count, trackCount: 1, x: observed.indices.map { 2 * Float($0) },
      y: observed.indices.map { 5 - Float($0) }, visible: everywhere, valid: everywhere)
    for frame in observed.indices where !observed[frame] {
      set.x[frame] = .nan
      set.y[frame] = .nan
    }
    set.observed = observed
    return set
  }

  @Test func evenMotionIsFoundAgain() {
    let complete = set(Array(repeating: true, count: 12))
    let bridged = set((0..<12).map { $0 % 3 == 0 || $0 == 11 }).bridgingGaps(longest: 2)
    #expect(bridged.observed.isEmpty)
    for frame in 0..<12 {
      #expect(abs(bridged.x[frame] - complete.x[frame]) < 1e-5)
      #expect(abs(bridged.y[frame] - complete.y[frame]) < 1e-5)
    }
  }

  @Test func longGapsAndBothEndsStay() {
    let observed = [false, true, false, true, false, false, false, true, false]
    let bridged = set(observed).bridgingGaps(longest: 2)
    #expect(bridged.observed == [false, true, true, true, false, false, false, true, false])
    #expect(bridged.x[0].isNaN && bridged.x[5].isNaN && bridged.x[8].isNaN)
    #expect(set(observed).bridgingGaps(longest: 0).observed == observed)
  }

  @Test func aGapIsNotBridgedIntoTheNextTrack() {
    var two = set([true, true, false, false])
    two = TrackSet(
      frameCount: 2, trackCount: 2, x: [0, 2, 4, 6], y: [0, 0, 0, 0], visible: two.valid, valid: two.valid)
    two.observed = [true, false, false, true]
    #expect(two.bridgingGaps(longest: 5).observed == two.observed)
  }
}
