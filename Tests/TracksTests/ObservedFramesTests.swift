import LinearAlgebra
import NumPy
import TestSupport
import Testing

@testable import Tracks

/// Frames that the filter cuts out of tracks.
@Suite struct ObservedFramesTests {
  let filter = TrackFilter(width: 480, height: 270)

  /// The frames in which the first of these tracks is observed; nil where it is dropped.
  private func observed(frames: Int = 20, _ track: @escaping (Int) -> (Float, Float)) -> [Int]? {
    observed(Inputs.set(frames: frames, [track]))
  }

  private func observed(_ set: TrackSet) -> [Int]? {
    let filtered = filter.apply(to: set)
    guard filtered.reasons[0] == .kept else { return nil }
    return (0..<set.frameCount).filter { filtered.kept.isObserved($0) }
  }

  @Test func completeTracksAreUntouched() {
    var set = Inputs.set(frames: 20, [{ (Float($0), 1) }, { (Float(3 * $0), 2) }])
    set.visible[3] = false
    let filtered = filter.apply(to: set)
    #expect(filtered.kept == set && filtered.kept.observed.isEmpty)
  }

  @Test func badFramesAreCutOut() {
    #expect(observed { ($0 == 7 ? .nan : 100, 50) } == Array(0..<7) + Array(8..<20))
    #expect(observed { ($0 >= 17 ? .infinity : 100, 50) } == Array(0..<17))
    #expect(observed { (100 + 150 * Float($0), 50) } == Array(0...8), "2 widths beyond the border: 1440")
    var set = Inputs.set(frames: 20, [{ (Float($0), 1) }])
    for frame in 4..<9 { set.valid[frame] = false }
    #expect(observed(set) == Array(0..<4) + Array(9..<20))
    set.missing = (0..<20).map { $0 == 19 }
    #expect(observed(set) == Array(0..<4) + Array(9..<19))
    set.depth = (0..<20).map { $0 < 2 ? -1 : 1 }
    #expect(observed(set) == [2, 3] + Array(9..<19))
    set.observed = (0..<20).map { $0 != 12 }
    #expect(observed(set) == [2, 3] + Array(9..<12) + Array(13..<19))
  }

  @Test func nearTheCamerasPlaneOnlyTheNearFramesStay() {
    // It runs off to the right, 3 widths beyond the border at the end: plausible alone, not beside frames behind the camera.
    var set = Inputs.set(frames: 20, [{ (100 + 90 * Float($0), 50) }])
    #expect(observed(set) == Array(0..<20))
    set.depth = (0..<20).map { $0 < 18 ? 1 : -1 }
    #expect(observed(set) == Array(0...14), "2 widths beyond the border: 1440")
  }

  @Test func theLongestPieceBetweenJumpsStays() {
    #expect(observed { ($0 < 8 ? 10 : 470, 50) } == Array(8..<20))
    #expect(observed { ($0 < 12 ? 10 : 470, 50) } == Array(0..<12))
    #expect(observed { ($0 < 10 ? 10 : 470, 50) } == Array(0..<10), "of equal pieces the first")
    #expect(observed { ($0 < 3 || $0 > 14 ? 10 : 470, 50) } == Array(3...14))
  }

  @Test func aSingleOutlierThatReturnsIsOneFrame() {
    #expect(observed { ($0 == 9 ? 470 : 10 + Float($0), 50) } == Array(0..<9) + Array(10..<20))
    #expect(observed { ($0 == 0 ? 470 : 10, 50) } == Array(1..<20))
    #expect(observed { ($0 == 19 ? 470 : 10, 50) } == Array(0..<19))
    // Two outliers, each alone; and two in a row, which are a piece.
    #expect(observed { ([6, 9].contains($0) ? 470 : 10, 50) } == (0..<20).filter { $0 != 6 && $0 != 9 })
    #expect(observed { ([9, 10].contains($0) ? 470 : 10, 50) } == Array(0..<9))
    // It does not return: to the left end, to the right end, back to the middle.
    #expect(observed(frames: 30) { ($0 < 9 ? 10 : $0 == 9 ? 900 : 470, 50) } == Array(10..<30))
  }

  @Test func aStepOverAGapMayBeLonger() {
    // 270 pixels in ten frames is no jump, in one frame it is.
    #expect(observed { ($0 < 8 ? 10 : $0 < 17 ? .nan : 280, 50) }?.count == 11)
    #expect(observed { ($0 < 8 ? 10 : 280, 50) }?.count == 12)
  }

  @Test func framesBehindTheCameraAreCutOut() {
    // To the right and out of the plane's front; behind it mirrored on the left; back again.
    func path(_ frame: Int) -> (Float, Float) {
      switch frame {
      case ..<20: (240 + 40 * Float(frame), 135)
      case ..<30: (-900 + 20 * Float(frame - 20), 100)
      default: (1100 - 30 * Float(frame - 30), 140)
      }
    }
    var set = Inputs.set(frames: 50, [path])
    for frame in 6..<44 { set.visible[frame] = false }
    #expect(observed(set) == Array(0..<20) + Array(30..<50))
    // Visible in the middle only: then the middle is before the camera.
    for frame in 0..<50 { set.visible[frame] = (20..<30).contains(frame) }
    #expect(observed(set) == Array(20..<30))
    // Infinite in the frame between.
    set.x[20] = -.infinity
    for frame in 0..<50 { set.visible[frame] = frame < 12 }
    #expect(observed(set) == Array(0..<20) + Array(30..<50))
  }

  @Test func gapsRepeatTheNearestPosition() {
    let set = Inputs.set(
      frames: 12, [{ ($0 < 2 || (5...7).contains($0) || $0 == 11 ? .nan : Float($0), 10 + Float($0)) }])
    let kept = TrackFilter(width: 480, height: 270).apply(to: set).kept
    #expect(kept.trackCount == 0, "seven frames are too few")
    var filter = filter
    (filter.leastFrames, filter.leastVisible) = (6, 6)
    let found = filter.apply(to: set).kept
    #expect(found.x == [2, 2, 2, 3, 4, 4, 4, 8, 8, 9, 10, 10])
    #expect(found.y == [12, 12, 12, 13, 14, 14, 14, 18, 18, 19, 20, 20])
    #expect(found.visible == found.observed)
  }

  @Test func eightFramesAreEnough() {
    for count in [7, 8] {
      #expect(observed(frames: 100) { ($0 < count ? 10 : .nan, 50) }?.count == (count == 8 ? 8 : nil))
    }
    #expect(observed(frames: 5) { (Float($0), 1) }?.count == 5)
    #expect(observed(frames: 5) { ($0 == 2 ? .nan : Float($0), 1) } == nil, "of a short video all frames")
    // Visible in eight of the observed frames.
    var set = Inputs.set(frames: 20, [{ ($0 < 8 ? .nan : 10, 50) }])
    for frame in 0..<20 { set.visible[frame] = frame < 15 }
    #expect(filter.apply(to: set).reasons == [.tooFewVisible])
  }

  /// 1 % of the entries cost nothing but themselves.
  @Test(arguments: [0.01, 0.05, 0.5]) func randomHolesKeepEveryTrack(share: Double) {
    var generator = SeededGenerator(seed: 9)
    let (tracks, frames) = (150, 100)
    var set = Inputs.set(
      frames: frames, (0..<tracks).map { n in { (Float(n) + Float($0), Float(2 * n) - 0.5 * Float($0)) } })
    let whole = set
    var holes = [Bool](repeating: false, count: tracks * frames)
    for index in holes.indices where generator.uniform() < share {
      holes[index] = true
      switch index % 3 {
      case 0: set.x[index] = .nan
      case 1: set.y[index] = .nan
      default: set.valid[index] = false
      }
    }
    let filtered = filter.apply(to: set)
    #expect(filtered.indices.count == tracks)
    #expect(filtered.kept.observed == holes.map { !$0 })
    for index in holes.indices {
      #expect(filtered.kept.x[index].isFinite && filtered.kept.y[index].isFinite)
      guard !holes[index] else { continue }
      #expect(filtered.kept.x[index] == whole.x[index] && filtered.kept.y[index] == whole.y[index])
    }
  }

  @Test func paperTakesHiddenGuessesAndDropsForOneFrame() {
    let rule = TrackFilter.Rule.paper.filter(picture: TrackRegion(x: 0, y: 0, width: 480, height: 270))
    var set = Inputs.set(
      frames: 20,
      [
        { (Float($0), 1) }, { ($0 == 7 ? .nan : 1, 1) }, { ($0 == 7 ? 2100 : 1, 1) },
        { ($0 == 7 ? 1999 : 1, 1) },
      ])
    set.observed = (0..<80).map { $0 > 12 }
    let filtered = rule.apply(to: set)
    #expect(filtered.reasons == [.kept, .nonFinite, .outOfRange, .kept])
    #expect(filtered.kept.observed.isEmpty)
    #expect(
      filtered.kept.x == Array(set.x[0..<20]) + Array(set.x[60..<80])
        && filtered.kept.visible.allSatisfy { $0 })
  }

  /// Against the true depth, which the reader does not look at.
  @Test(
    .enabled(if: Fixtures.sharedData != nil, "the evaluation data is not beside the project"),
    arguments: ["hall_dolly", "room_static"])
  func framesBehindTheCameraOfRenderedSequences(name: String) throws {
    let data = try #require(Fixtures.sharedData)
    let path = "\(data)/odyssey/train/\(name)/anno.npz"
    let set = try readTracks(path)
    let archive = try NPZArchive(path: path)
    let points = try archive.array(named: "trajs_3d").floats()
    let cameras = try archive.array(named: "extrinsics").floats()
    let filtered = filter.apply(to: set)
    var (behind, missed, before, lost, jumps) = (0, 0, 0, 0, 0)
    for (place, track) in filtered.indices.enumerated() {
      let why = ObservedFrames(track: track, of: set, filter: filter).reasons
      for frame in 0..<set.frameCount {
        let point = 3 * (frame * set.trackCount + track)
        var depth = cameras[16 * frame + 11]
        for axis in 0..<3 { depth += cameras[16 * frame + 8 + axis] * points[point + axis] }
        let isObserved = filtered.kept.isObserved(place * set.frameCount + frame)
        let isPlausible = filter.isPlausible(
          set.x[track * set.frameCount + frame], set.y[track * set.frameCount + frame])
        if depth < 0 {
          behind += 1
          missed += isObserved ? 1 : 0
        } else if depth > 0, isPlausible {
          before += 1
          lost += isObserved || why[frame] == .jumpTooLarge ? 0 : 1
          jumps += why[frame] == .jumpTooLarge ? 1 : 0
        }
      }
    }
    print(
      "\(name): behind \(behind), observed of them \(missed); before \(before), not observed of them \(lost), and \(jumps) beyond jumps"
    )
    #expect(behind > 10_000)
    #expect(Double(missed) < 0.02 * Double(behind), "\(missed) of \(behind)")
    #expect(Double(lost) < 0.01 * Double(before), "\(lost) of \(before)")
    #expect(Double(jumps) < 0.03 * Double(before), "\(jumps) of \(before)")
  }
}
