import LinearAlgebra
import Testing
import Tracks

@testable import MotionSegmentation

/// The vote of near tracks on a track whose motion does not decide.
@Suite struct NearestNeighboursTests {
  /// Twelve tracks in a row, 10 pixels apart, over 40 frames; track 3 is observed in `length` frames.
  private func row(length: Int) -> TrackSet {
    var (x, y, observed): ([Float], [Float], [Bool]) = ([], [], [])
    for track in 0..<12 {
      for frame in 0..<40 {
        x.append(Float(10 * track + 2 * frame))
        y.append(Float(frame))
        observed.append(track != 3 || frame < length)
      }
    }
    let everywhere = [Bool](repeating: true, count: x.count)
    var set = TrackSet(frameCount: 40, trackCount: 12, x: x, y: y, visible: everywhere, valid: everywhere)
    set.observed = observed
    return set
  }

  /// The tracks that are outvoted, each with its new label; track 3 has the score.
  private func outvoted(_ labels: [Int], score: Float = 0.05, in set: TrackSet) throws -> [[Int]] {
    var scores = [Float](repeating: 0.5, count: labels.count)
    scores[3] = score
    return try NearestNeighbours.outvoted(labels: labels, scores: scores, in: set, threads: 2)
      .map { [$0.track, $0.label] }
  }

  @Test func anUnsureTrackAmongOthersIsOutvoted() throws {
    var labels = [1, 1, 1, 2, 1, 1, 1, 1, 2, 2, 2, 2]
    for length in [8, 24, 40] { #expect(try outvoted(labels, in: row(length: length)) == [[3, 1]]) }
    #expect(try outvoted(labels, score: 0.1, in: row(length: 24)).isEmpty, "a sure label stays")
    // Three of five are too few; tracks without a label neither vote nor change.
    labels[1] = 2
    labels[2] = 2
    #expect(try outvoted(labels, in: row(length: 24)).isEmpty)
    labels[1] = -1
    labels[2] = -1
    #expect(try outvoted(labels, in: row(length: 24)) == [[3, 1]])
    labels[3] = -1
    #expect(try outvoted(labels, in: row(length: 24)).isEmpty)
  }

  @Test func votersShareFramesWithTheTrack() throws {
    var set = row(length: 12)
    // The neighbours are seen in the last of its frames only: in fewer than four of the twelve.
    for track in [1, 2, 4, 5, 6] {
      for index in set.range(ofTrack: track).prefix(9) { set.observed[index] = false }
    }
    let labels = [2, 1, 1, 2, 1, 1, 1, 2, 2, 2, 2, 2]
    #expect(try outvoted(labels, in: set).isEmpty)
    for track in [1, 2, 4, 5, 6] {
      for index in set.range(ofTrack: track).prefix(9).suffix(1) { set.observed[index] = true }
    }
    #expect(try outvoted(labels, in: set) == [[3, 1]])
  }
}
