import LinearAlgebra
import MotionSegmentation
import Testing
import Tracks

/// Which tracks of a file take part, and what is said of the others.
@Suite struct MotionClassesTests {
  private let picture = TrackRegion(x: 0, y: 0, width: 480, height: 270)

  /// Ten moving tracks, each observed in the first frames only.
  private func tracks(lengths: [Int], frames: Int = 40) -> TrackSet {
    var (x, y): ([Float], [Float]) = ([], [])
    for (track, length) in lengths.enumerated() {
      for frame in 0..<frames {
        x.append(frame < length ? Float(10 * track + 3 * frame) : .nan)
        y.append(Float(5 * track + frame))
      }
    }
    let everywhere = [Bool](repeating: true, count: x.count)
    return TrackSet(
      frameCount: frames, trackCount: lengths.count, x: x, y: y, visible: everywhere, valid: everywhere)
  }

  @Test func shortTracksTakePart() throws {
    let motion = try MotionClasses(
      tracks(lengths: [8, 9, 20, 40, 40]), picture: picture, rule: .default)
    #expect(motion.kept.count == 5 && motion.moving.count == 5 && motion.warnings.isEmpty)
    let flags = motion.movingTracks.observed
    let lengths = (0..<5).map { track in flags[(40 * track)..<(40 * track + 40)].count { $0 } }
    #expect(lengths == [8, 9, 20, 40, 40])
  }

  @Test func moreThanAFifthWithoutALabelIsWarnedOf() throws {
    var set = tracks(lengths: [3, 5, 7, 40, 40, 40, 40, 40, 40, 40])
    #expect(
      try MotionClasses(set, picture: picture, rule: .default).warnings
        == ["3 of 10 tracks get no label: 3 non-finite"])
    for index in set.range(ofTrack: 1) { set.visible[index] = false }
    for index in set.range(ofTrack: 9) { set.visible[index] = false }
    #expect(
      try MotionClasses(set, picture: picture, rule: .default).warnings
        == ["4 of 10 tracks get no label: 3 non-finite, 1 seen in too few frames"])
    let fifth = tracks(lengths: [3, 5, 40, 40, 40, 40, 40, 40, 40, 40])
    #expect(try MotionClasses(fifth, picture: picture, rule: .default).warnings.isEmpty)
  }

  @Test func theLeastNumberOfFramesIsTheUsers() throws {
    let set = tracks(lengths: [4, 6, 12, 30, 40])
    for (least, kept) in [(2, 5), (5, 4), (8, 3), (13, 2), (31, 1)] {
      let motion = try MotionClasses.split(set, picture: picture, rule: .default, leastFrames: least)
      #expect(motion.kept.count == kept, "\(least)")
    }
    #expect(try MotionClasses.split(set, picture: picture, rule: .default).kept.count == 3)
    let paper = try MotionClasses.split(set, picture: picture, rule: .paper, leastFrames: 2)
    #expect(paper.kept.count == 1, "the rule needs every frame")
  }

  @Test func runsOfTracksWithGapsGroupThemByTheirMotion() throws {
    // Two rigid groups on random walks; each track is observed in one random span of at least half of the frames.
    var generator = SeededGenerator(seed: 12)
    let (frames, count) = (200, 40)
    var set = tracks(lengths: [Int](repeating: frames, count: count), frames: frames)
    let walks = (0..<2).map { _ in
      (0..<frames).reduce(into: [(Double, Double)]()) { path, _ in
        let (x, y) = path.last ?? (200, 100)
        path.append((x + 2 * generator.normal(), y + 2 * generator.normal()))
      }
    }
    for track in 0..<count {
      let start = Int(generator.next(upperBound: 100 as UInt64))
      for (frame, index) in set.range(ofTrack: track).enumerated() {
        let (x, y) = walks[track % 2][frame]
        set.x[index] = Float(x + Double(track) + 0.1 * generator.normal())
        set.y[index] = Float(y + 0.1 * generator.normal())
        if !(start..<(start + 100)).contains(frame) { set.valid[index] = false }
      }
    }
    guard case .finished(let result) = try segment(set, picture: picture) else {
      Issue.record("a share where a result was expected")
      return
    }
    #expect(result.objectCount == 2)
    #expect((0..<count).allSatisfy { result.labels[$0] == result.labels[$0 % 2] })
  }
}
