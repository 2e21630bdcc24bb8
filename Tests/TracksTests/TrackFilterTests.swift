import TestSupport
import Testing

@testable import Tracks

@Suite struct TrackFilterTests {
  let filter = TrackFilter(width: 480, height: 270)

  private func reason(_ track: @escaping (Int) -> (Float, Float), frames: Int = 20) -> DropReason {
    filter.apply(to: Inputs.set(frames: frames, [track])).reasons[0]
  }

  @Test func everyRuleNamesItsReason() {
    #expect(reason { (100 + Float($0), 50) } == .kept)
    #expect(reason { ($0 > 6 ? .nan : 100, 50) } == .nonFinite)
    #expect(reason { (100, $0 > 6 ? -.infinity : 50) } == .behindCamera)
    #expect(reason { (2000 + 100 * Float($0), 50) } == .outOfRange)
    #expect(reason { ($0 % 5 < 2 ? 10 : 470, 50) } == .jumpTooLarge)
    // Through the camera's plane: far to the right, then far to the left, and seen nowhere.
    var hidden = Inputs.set(frames: 20, [{ ($0 < 10 ? 800 : -300, $0 < 10 ? 150 : 120) }])
    for frame in 0..<20 { hidden.visible[frame] = false }
    #expect(filter.apply(to: hidden).reasons == [.behindCamera])
  }

  @Test func theReasonIsWhatRemovedMostFrames() {
    #expect(reason { ($0 < 6 ? .nan : $0 < 13 ? 5000 : 100, 50) } == .outOfRange)
    #expect(reason { ($0 < 7 ? .nan : $0 < 13 ? 5000 : 100, 50) } == .nonFinite)
    // Of equal numbers the first in the order of the rules.
    #expect(reason { ($0 < 7 ? 5000 : $0 < 14 ? .nan : 100, 50) } == .nonFinite)
  }

  @Test func theFilesOwnWordCounts() {
    var set = Inputs.set(frames: 20, [{ _ in (1, 1) }, { _ in (2, 2) }])
    for frame in 23..<36 { set.valid[frame] = false }
    for frame in 0..<13 { set.visible[frame] = false }
    #expect(filter.apply(to: set).reasons == [.tooFewVisible, .invalidFrame])
  }

  @Test func occludedTracksStay() {
    var set = Inputs.set(frames: 20, [{ _ in (1, 1) }])
    for frame in 0..<12 { set.visible[frame] = false }
    #expect(filter.apply(to: set).reasons == [.kept])
  }

  @Test func thePapersRuleAsksForTheFirstFrame() {
    let set = Inputs.set(
      frames: 5, [{ (479 + 10 * Float($0), 5) }, { (481 - 10 * Float($0), 5) }, { _ in (5, 1999) }])
    let reasons = TrackFilter.Rule.paper.filter(picture: TrackRegion(x: 0, y: 0, width: 480, height: 270))
      .apply(to: set).reasons
    #expect(reasons == [.kept, .absentInFirstFrame, .absentInFirstFrame])
  }

  @Test func keptTracksAndCountsBelongTogether() {
    let set = Inputs.set(
      frames: 10, [{ _ in (.nan, 1) }, { (Float($0), 1) }, { _ in (.nan, 1) }, { (Float($0), 2) }])
    let filtered = filter.apply(to: set)
    #expect(filtered.indices == [1, 3])
    #expect(filtered.kept.trackIDs == [1, 3])
    #expect(filtered.kept.y[10] == 2)
    #expect(filtered.dropped[.nonFinite] == 2)
    #expect(Set(filtered.dropped.keys) == Set(DropReason.allCases).subtracting([.kept]))
  }

  /// The rule `paper` keeps no track that has an invalid frame; the default keeps their other frames.
  @Test(
    .enabled(if: Fixtures.sharedData != nil, "the evaluation data is not beside the project"),
    arguments: [("yard_pan", 1317), ("room_walk", 1588), ("sync_pair", 1289), ("crowd_orbit", 1781)])
  func mostTracksOfRenderedSequencesAreKept(name: String, valid: Int) throws {
    let data = try #require(Fixtures.sharedData)
    let set = try readTracks("\(data)/odyssey/train/\(name)/anno.npz")
    let filtered = filter.apply(to: set)
    #expect(Double(filtered.indices.count) > 0.97 * Double(set.trackCount), "\(filtered.indices.count)")
    let complete = (0..<filtered.kept.trackCount).count { track in
      filtered.kept.range(ofTrack: track).allSatisfy { filtered.kept.isObserved($0) }
    }
    #expect(complete <= valid && Double(complete) > 0.9 * Double(valid), "\(complete) of \(valid)")
    let paper = TrackFilter.Rule.paper.filter(picture: TrackRegion(x: 0, y: 0, width: 480, height: 270))
      .apply(to: set)
    #expect(paper.indices.count <= valid && paper.kept.observed.isEmpty)
  }
}

@Suite struct StaticTracksTests {
  @Test func staticTracksAreFound() {
    var noise = SeededNoise(seed: 5)
    let jitter = (0..<200).map { _ in (noise.next(), noise.next()) }
    let set = Inputs.set(
      frames: 200,
      [
        { _ in (100, 100) },  // constant
        { (100.25 * Float($0 % 2), 0) },  // no: a jump of 100 pixels
        { (50 + 0.5 * jitter[$0].0, 60 + 0.5 * jitter[$0].1) },  // half a pixel of noise
        { (50 + 0.05 * Float($0), 60) },  // a slow drift of ten pixels
        { (50 + 0.02 * Float($0) + 0.1 * jitter[$0].0, 60) },  // a slower drift, with noise
      ])
    #expect(StaticTracks(width: 480, height: 270).find(in: set) == [true, false, true, false, false])
  }

  @Test(.enabled(if: Fixtures.sharedData != nil, "the evaluation data is not beside the project"))
  func aStaticCameraHasAStaticBackgroundAndAMovingOneHasNone() throws {
    let data = try #require(Fixtures.sharedData)
    for (name, least, most) in [
      ("room_static", 0.35, 0.5), ("yard_pan", 0.0, 0.01), ("room_walk", 0.0, 0.01),
    ] {
      let set = try readTracks("\(data)/odyssey/train/\(name)/anno.npz")
      let kept = TrackFilter(width: 480, height: 270).apply(to: set).kept
      let isStatic = StaticTracks(width: 480, height: 270).find(in: kept)
      let share = Double(isStatic.count { $0 }) / Double(isStatic.count)
      #expect(share >= least && share <= most, "\(name): \(share)")
    }
  }
}

/// Numbers with the spread of a normal law, from the sum of twelve uniform ones.
struct SeededNoise {
  private var state: UInt64
  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> Float {
    var sum: Float = -6
    for _ in 0..<12 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      sum += Float(state >> 40) / Float(1 << 24)
    }
    return sum
  }
}
