import Foundation
import LinearAlgebra
import NumPy
import TestSupport
import Testing

@testable import Tracks

/// Which entries a reader marks as no measurements.
@Suite struct HiddenAndConfidenceTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func archive(_ arrays: [(name: String, array: NumPyArray)]) throws -> String {
    let path = folder.file("\(UUID().uuidString).npz")
    try NPZ.write(arrays, to: path)
    return path
  }

  private func floats(_ shape: [Int], _ value: (Int) -> Float) -> NumPyArray {
    NumPyArray(shape: shape, elements: .float((0..<shape.reduce(1, *)).map(value)))
  }

  /// (frames, tracks) flags of the inputs, track by track.
  private func inputFlags(frames: Int, tracks: Int) -> [Bool] {
    (0..<tracks).flatMap { track in (0..<frames).map { Inputs.isVisible($0, track) } }
  }

  @Test func guessesAreSkippedAndTruePositionsUsed() throws {
    let tracks = Inputs.coordinates(frames: 6, tracks: 4)
    let flags = Inputs.visibility(frames: 6, tracks: 4)
    let files = [
      (try archive([("pred_tracks", tracks), ("pred_visibility", flags)]), true),
      (try archive([("trajs_2d", tracks), ("visibs", flags)]), false),
      (try archive([("coords", tracks), ("vis", flags)]), true),
      (
        try archive([
          ("points", Inputs.coordinates(frames: 6, tracks: 4, tracksFirst: true)),
          ("occluded", Inputs.visibility(frames: 6, tracks: 4, tracksFirst: true, inverted: true)),
        ]), false
      ),
    ]
    let visible = inputFlags(frames: 6, tracks: 4)
    for (path, isSkipped) in files {
      #expect(try readTracks(path).observed == (isSkipped ? visible : []), "\(path)")
      #expect(try readTracks(path, options: .init(hidden: .use)).observed.isEmpty)
      #expect(try readTracks(path, options: .init(hidden: .skip)).observed == visible)
      #expect(try TrackFile.read(path).summary.contains("observed") == isSkipped)
    }
    let inverted = try readTracks(files[0].0, options: .init(invertsVisibility: true))
    #expect(inverted.observed == visible.map { !$0 })
  }

  /// CoTracker's (0, 0) before a query, at the level of the flags.
  @Test func zerosBeforeAQueryAreNotObserved() throws {
    let path = Fixtures.projectRoot + "/Tests/Cases/cotracker-zeros-before-query/tracks.npz"
    let set = try readTracks(path)
    for options in [TrackReadingOptions(), TrackReadingOptions(hidden: .use)] {
      let read = try readTracks(path, options: options)
      let filtered = TrackFilter(width: 160, height: 120).apply(to: read)
      #expect(filtered.indices.count == 150)
      for track in 0..<150 {
        let flags = filtered.kept.range(ofTrack: track).map { filtered.kept.isObserved($0) }
        let start = try #require(flags.firstIndex(of: true))
        #expect([0, 8, 16, 24].contains(start) && !flags[start...].contains(false), "track \(track)")
        let first = track * 40 + start
        #expect(filtered.kept.x[track * 40] == set.x[first] && filtered.kept.y[track * 40] == set.y[first])
      }
    }
  }

  @Test func repeatedPositionsOfHiddenPointsAreFillers() throws {
    // Track 0: frozen before frame 3 and in 10 … 13; track 1: hidden and moving; track 2: a single repeat; track 3: still.
    var set = Inputs.set(
      frames: 20,
      [
        { ($0 < 3 ? 33 : (9...13).contains($0) ? 39 : 30 + Float($0), 5) },
        { (Float($0), 5) }, { ($0 == 10 ? 9 : Float($0), 7) }, { _ in (50, 50) },
      ])
    func hide(_ track: Int, _ frames: Range<Int>) {
      for frame in frames { set.visible[20 * track + frame] = false }
    }
    hide(0, 0..<3)
    hide(0, 10..<15)
    hide(1, 5..<9)
    hide(2, 10..<11)
    #expect(FrozenPositions.mark(&set) == nil)
    #expect(set.observed.indices.filter { !set.observed[$0] } == [0, 1, 2, 10, 11, 12, 13])
  }

  @Test func frozenEndsOfFilesWithoutVisibilityAreFillers() throws {
    var set = Inputs.set(
      frames: 20,
      [
        { (Float(min($0, 12)), 5) },  // stops for ever
        { (Float(max($0, 6)), 5) },  // begins frozen
        { (Float($0), 5) }, { _ in (50, 50) },  // moves, stands
        { (Float(min(($0 / 2), 5)), 5) },  // rounded coordinates: repeats elsewhere too
        { (Float(min($0, 17)), 5) },  // two repeats are too few
      ])
    set.hasVisibility = false
    let warning = FrozenPositions.mark(&set)
    #expect(warning?.contains("in 2 tracks") == true)
    #expect(set.observed.indices.filter { !set.observed[$0] } == Array(13..<20) + Array(20..<26))
    let filtered = TrackFilter(width: 480, height: 270).apply(to: set)
    #expect(filtered.indices.count == 6)
    for frame in 0..<20 where frame > 3 { set.observed[frame] = false }
    #expect(TrackFilter(width: 480, height: 270).apply(to: set).reasons[0] == .noPosition)
  }

  @Test func confidenceUnderTheThresholdIsNotObserved() throws {
    let confidence = floats([6, 4]) { Float($0 % 10) / 10 }
    let path = try archive([
      ("tracks", Inputs.coordinates(frames: 6, tracks: 4)), ("query_points", floats([4, 3]) { _ in 0 }),
      ("visibility", NumPyArray(shape: [6, 4], elements: .bool([Bool](repeating: true, count: 24)))),
      ("confidence", confidence),
    ])
    func expected(_ least: Float) -> [Bool] {
      (0..<4).flatMap { track in (0..<6).map { Float((4 * $0 + track) % 10) / 10 >= least } }
    }
    let contents = try TrackFile.read(path)
    #expect(contents.tracks.observed == expected(0.5) && contents.format.hasSuffix("confidence at least 0.5"))
    #expect(contents.tracks.visible.allSatisfy { $0 })
    #expect(try readTracks(path, options: .init(leastConfidence: 0.8)).observed == expected(0.8))
    #expect(try readTracks(path, options: .init(leastConfidence: 0)).observed.isEmpty)
    // Logits; and the visibility that follows from the confidence where there is no other.
    let logits = try archive([
      ("pred_tracks", Inputs.coordinates(frames: 6, tracks: 4)),
      ("confidence", floats([1, 6, 4]) { Float($0) - 12 }),
    ])
    let seen = try readTracks(logits)
    #expect(seen.hasVisibility && seen.visible == seen.observed)
    #expect(seen.observed == (0..<4).flatMap { track in (0..<6).map { 4 * $0 + track >= 12 } })
  }

  @Test func visibilityOfTAPIRIsOfBothLogits() throws {
    var generator = SeededGenerator(seed: 4)
    let occlusion = (0..<24).map { _ in Float(2 * generator.normal()) }
    let distance = (0..<24).map { _ in Float(2 * generator.normal()) }
    let path = try archive([
      ("tracks", Inputs.coordinates(frames: 6, tracks: 4, tracksFirst: true, batch: true)),
      ("occlusion", floats([1, 4, 6]) { occlusion[$0] }),
      ("expected_dist", floats([1, 4, 6]) { distance[$0] }),
    ])
    func sigmoid(_ value: Float) -> Double { 1 / (1 + exp(-Double(value))) }
    let seen = (0..<24).map { (1 - sigmoid(occlusion[$0])) * (1 - sigmoid(distance[$0])) > 0.5 }
    let set = try readTracks(path, options: .init(layout: .nt))
    #expect(set.visible == seen && set.observed == seen && seen.contains(true) && seen.contains(false))
    let used = try readTracks(path, options: .init(layout: .nt, hidden: .use, leastConfidence: 0))
    #expect(used.visible == seen && used.observed.isEmpty)
  }

  @Test func channelsOfAllTracker() throws {
    let path = try archive([
      ("trajs_e", Inputs.coordinates(frames: 6, tracks: 4, batch: true)),
      (
        "visconfs_e",
        floats([1, 6, 4, 2]) { $0 % 2 == 0 ? ($0 / 2 % 3 == 0 ? 0.2 : 0.9) : ($0 / 2 % 5 == 0 ? 0.05 : 0.3) }
      ),
    ])
    let set = try readTracks(path, options: .init(hidden: .use))
    let points = (0..<4).flatMap { track in (0..<6).map { 4 * $0 + track } }
    #expect(set.visible == points.map { $0 % 3 != 0 })
    #expect(set.observed == points.map { $0 % 5 != 0 })
  }

  @Test func moSegTracksComeAndGo() throws {
    var generator = SeededGenerator(seed: 2)
    var text = "40\n60\n"
    var spans: [Range<Int>] = []
    for track in 0..<60 {
      let start = Int(generator.next(upperBound: 30 as UInt64))
      let length = 8 + Int(generator.next(upperBound: UInt64(40 - start - 8 + 1)))
      spans.append(start..<(start + length))
      text += "\(track % 3) \(length)\n"
      for frame in spans[track] { text += "\(5 * track + frame).25 \(3 * track).5 \(frame)\n" }
    }
    let path = folder.file("Tracks40.dat")
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    let set = try readTracks(path, options: .init(frameCount: 40))
    let filtered = TrackFilter(width: 480, height: 270).apply(to: set)
    #expect(filtered.indices.count == 60)
    for (track, span) in spans.enumerated() {
      for (frame, index) in filtered.kept.range(ofTrack: track).enumerated() {
        #expect(filtered.kept.isObserved(index) == span.contains(frame))
        #expect(filtered.kept.visible[index] == span.contains(frame))
        #expect(
          filtered.kept.x[index] == Float(5 * track + min(max(frame, span.lowerBound), span.upperBound - 1))
            + 0.25)
      }
    }
  }

  @Test(.enabled(if: Fixtures.sharedData != nil, "the evaluation data is not beside the project"))
  func everyTrackOfRealVideosWithGapsIsKept() throws {
    let data = try #require(Fixtures.sharedData)
    for name in ["camel", "blackswan", "car-shadow"] {
      let set = try readTracks("\(data)/davis_gappy/\(name)/anno.npz", options: .init(layout: .tn))
      let filtered = TrackFilter(width: 854, height: 480).apply(to: set)
      #expect(filtered.indices.count == set.trackCount)
      #expect(filtered.kept.observed == set.visible)
      #expect(
        StaticTracks(width: 854, height: 480).find(in: filtered.kept).count { $0 } < set.trackCount / 50)
    }
  }
}
