import Evaluation
import Testing

/// TAP-Vid's measures on a track whose scores are worked out by hand.
@Suite struct PointTrackScoresTests {
  @Test func sharesOfAShortTrack() {
    var track = PointTrackScores.Track()
    // Visible and seen, 0.5 off; visible and seen, 3 off; visible and not seen, 20 off; hidden and said to be seen; hidden, not seen.
    track.truth = [(10, 10), (20, 10), (30, 10), (40, 10), (50, 10)]
    track.prediction = [(10.5, 10), (20, 13), (10, 10), (40, 10), (10, 10)]
    track.isVisible = [true, true, true, false, false]
    track.isSeen = [true, true, false, true, false]
    let scores = PointTrackScores([track])
    // Within 1 and 2 pixels one of three, within 4, 8 and 16 two of three.
    #expect(abs(scores.accuracy - (1.0 / 3 * 2 + 2.0 / 3 * 3) / 5) < 1e-9)
    #expect(abs(scores.seenAccuracy - (0.5 * 2 + 3) / 5) < 1e-9)
    #expect(abs(scores.occlusionAccuracy - 3.0 / 5) < 1e-9)
    #expect(abs(scores.seenShare - 2.0 / 3) < 1e-9)
    // Of three visible and one wrongly seen: with one more wrong place 1 of 5, else 2 of 4.
    #expect(abs(scores.averageJaccard - (1.0 / 5 * 2 + 2.0 / 4 * 3) / 5) < 1e-9)
  }
}
