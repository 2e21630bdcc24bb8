import LinearAlgebra
import Testing
import Tracks

@testable import MotionSegmentation

/// The vote of near tracks on a track that is seen briefly.
@Suite struct NearestNeighboursTests {
  /// Twelve tracks in a row, 10 pixels apart, over 40 frames; track 3 is observed in `length` frames.
  private func row(length: Int, frames: Int = 40) -> TrackSet {
    var (x, y, observed): ([Float], [Float], [Bool]) = ([], [], [])
    for track in 0..<12 {
      for frame in 0..<frames {
        x.append(Float(10 * track + 2 * frame))
        y.append(Float(frame))
        observed.append(track != 3 || frame < length)
      }
    }
    let everywhere = [Bool](repeating: true, count: x.count)
    var set = TrackSet(
      frameCount: frames, trackCount: 12, x: x, y: y, visible: everywhere, valid: everywhere)
    set.observed = observed
    return set
  }

  @Test func aBriefTrackAmongOthersIsOutvoted() throws {
    var labels = [1, 1, 1, 2, 1, 1, 1, 1, 2, 2, 2, 2]
    let found = try NearestNeighbours.outvoted(labels: labels, in: row(length: 24), threads: 2)
    #expect(found.map(\.track) == [3] && found.map(\.label) == [1])
    // From 25 frames on its own motion decides.
    #expect(try NearestNeighbours.outvoted(labels: labels, in: row(length: 25), threads: 2).isEmpty)
    // Three of five are too few; tracks without a label do not vote.
    labels[1] = 2
    labels[2] = 2
    #expect(try NearestNeighbours.outvoted(labels: labels, in: row(length: 24), threads: 2).isEmpty)
    labels[1] = -1
    labels[2] = -1
    #expect(
      try NearestNeighbours.outvoted(labels: labels, in: row(length: 24), threads: 2).map(\.label) == [1])
    labels[3] = -1
    #expect(try NearestNeighbours.outvoted(labels: labels, in: row(length: 24), threads: 2).isEmpty)
  }

  @Test func completeTracksOfShortVideosKeepTheirLabel() throws {
    let labels = [1, 1, 1, 2, 1, 1, 1, 1, 2, 2, 2, 2]
    #expect(
      try NearestNeighbours.outvoted(labels: labels, in: row(length: 20, frames: 20), threads: 1).isEmpty)
    #expect(
      try NearestNeighbours.outvoted(labels: labels, in: row(length: 19, frames: 20), threads: 1).count == 1)
  }

  @Test func votersShareFramesWithTheTrack() throws {
    var set = row(length: 12)
    // The neighbours are seen in the last of its frames only: in fewer than four of the twelve.
    for track in [1, 2, 4, 5, 6] {
      for index in set.range(ofTrack: track).prefix(9) { set.observed[index] = false }
    }
    let labels = [2, 1, 1, 2, 1, 1, 1, 2, 2, 2, 2, 2]
    #expect(try NearestNeighbours.outvoted(labels: labels, in: set, threads: 1).isEmpty)
    for track in [1, 2, 4, 5, 6] {
      for index in set.range(ofTrack: track).prefix(8) { set.observed[index] = true }
    }
    #expect(try NearestNeighbours.outvoted(labels: labels, in: set, threads: 1).map(\.label) == [1])
  }
}
