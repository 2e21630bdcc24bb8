import LinearAlgebra
import NumPy
import Support
import Testing
import Video

@testable import Tracking

/// Videos whose motion is known, drawn for the tests.
@Suite struct TrackingTests {
  private static let (width, height) = (128, 96)

  private func track(
    _ pictures: [RGBImage], perFrame: Int = 120, threads: Int = 0, queries: [PointTracker.Query]? = nil,
    largestSide: Int = 1280
  ) throws -> TrackedVideo {
    var tracker = VideoTracker(threads: threads)
    tracker.options.tracksPerFrame = perFrame
    tracker.settings.largestSide = largestSide
    return try tracker.track(FrameFeed(pictures: pictures), queries: queries, observer: SilentObserver())
  }

  /// A texture that moves by (1.3, −0.7) a frame.
  private func panning(_ frames: Int, seed: UInt64 = 1) -> [RGBImage] {
    let texture = Texture(seed: seed)
    return (0..<frames).map { frame in
      RGBImage(width: Self.width, height: Self.height) { x, y in
        texture.value(x - 1.3 * Float(frame), y + 0.7 * Float(frame))
      }
    }
  }

  /// Everything that a file holds; NaN is equal to itself here.
  private static func bits(_ video: TrackedVideo) -> [String] {
    video.arrays().map { "\($0.name) \($0.array.shape) \($0.array.elements)" }
  }

  @Test func tracksFollowTheMotion() throws {
    let found = try track(panning(14))
    #expect(found.trackCount > 60)
    #expect(found.shots == [0])
    var worst: Float = 0
    for track in 0..<found.trackCount {
      let path = found.paths[track]
      let start = try #require(found.position(track: track, frame: path.first))
      for frame in path.first..<14 {
        guard let place = found.position(track: track, frame: frame) else { continue }
        // Windows that hang over the border are less exact.
        guard place.x > 9, place.y > 9, place.x < 119, place.y < 87 else { continue }
        let time = Float(frame - path.first)
        worst = max(worst, abs(place.x - start.x - 1.3 * time), abs(place.y - start.y + 0.7 * time))
      }
    }
    #expect(worst < 0.5, "a track drifted by \(worst) pixels")
    // The camera uncovers the left and the lower border: tracks begin there.
    let late = found.paths.filter { $0.first > 0 }
    #expect(
      late.count { $0.x[0] < 25 || $0.y[0] > 75 } * 2 > late.count, "\(late.map { ($0.x[0], $0.y[0]) })")
    #expect(late.contains { $0.x[0] < 12 })
  }

  @Test func threadsDoNotChangeTheTracks() throws {
    let pictures = panning(9)
    let (one, three) = (try track(pictures, threads: 1), try track(pictures, threads: 3))
    #expect(one.trackCount > 0)
    #expect(Self.bits(one) == Self.bits(three))
  }

  @Test func noTrackCrossesACut() throws {
    let found = try track(panning(9) + panning(9, seed: 2).map { $0 })
    #expect(found.shots == [0, 9])
    #expect(found.paths.contains { $0.first == 9 } && found.paths.contains { $0.first == 0 })
    for path in found.paths where path.first < 9 { #expect(path.first + path.x.count <= 9) }
  }

  @Test func aFastMotionIsNoCut() throws {
    let texture = Texture(seed: 3)
    let pictures = (0..<10).map { frame in
      RGBImage(width: Self.width, height: Self.height) { x, y in
        texture.value(x - (frame >= 5 ? 14 : 0) - Float(frame), y) * (frame == 7 ? 1.2 : 1)
      }
    }
    #expect(try track(pictures).shots == [0])
  }

  /// A square before a background, both of which move.
  private func square(_ frames: Int, width side: Float, at place: (Int) -> Float) -> [RGBImage] {
    let (behind, before) = (Texture(seed: 4), Texture(seed: 5))
    return (0..<frames).map { frame in
      let left = place(frame)
      return RGBImage(width: Self.width, height: Self.height) { x, y in
        x >= left && x < left + side && y >= 24 && y < 72
          ? before.value(x - left, y) : behind.value(x - 0.5 * Float(frame), y)
      }
    }
  }

  @Test func tracksStayOnTheirObject() throws {
    let found = try track(square(16, width: 44) { 20 + 2 * Float($0) }, perFrame: 200)
    var (right, wrong) = (0, 0)
    for path in found.paths {
      // In its first and in its last frame a track lies on the same thing, away from the border.
      let ends = [0, path.x.count - 1].map { place in
        let left = 20 + 2 * Float(path.first + place)
        return path.x[place] > left && path.x[place] < left + 44 && path.y[place] > 24 && path.y[place] < 72
      }
      if ends[0] == ends[1] { right += 1 } else { wrong += 1 }
    }
    #expect(right > 80 && wrong * 20 < right, "\(wrong) of \(right + wrong) tracks changed sides")
  }

  @Test func tracksAreFoundAgainBehindAnObject() throws {
    // A bar of 16 pixels passes in a few frames.
    let found = try track(square(24, width: 16) { -16 + 7 * Float($0) }, perFrame: 200)
    let again = found.paths.filter { path in path.x.contains(where: \.isNaN) }
    #expect(again.count >= 5, "\(again.count) tracks were found again")
    for path in again {
      let first = path.x[0]
      for (place, x) in path.x.enumerated() where !x.isNaN {
        #expect(abs(x - first - 0.5 * Float(place)) < 1.5, "a track was found again at a wrong place")
      }
    }
  }

  @Test func largePicturesAreReduced() throws {
    let found = try track(panning(9), largestSide: 64)
    #expect(found.scale == 2 && found.trackCount > 10)
    let positions = (0..<found.trackCount).compactMap { found.position(track: $0, frame: 8) }
    // In pixels of the video.
    #expect(positions.contains { $0.x > 70 } && positions.contains { $0.y > 60 })
    for track in 0..<found.trackCount where found.paths[track].first == 0 {
      guard let start = found.position(track: track, frame: 0),
        let end = found.position(track: track, frame: 8)
      else { continue }
      #expect(abs(end.x - start.x - 8 * 1.3) < 1 && abs(end.y - start.y + 8 * 0.7) < 1)
    }
  }

  @Test func givenPointsAreFollowed() throws {
    let queries = [
      PointTracker.Query(frame: 0, x: 60, y: 50), PointTracker.Query(frame: 3, x: 70.25, y: 40.5),
    ]
    let found = try track(panning(9), queries: queries)
    #expect(found.trackCount == 2)
    let path = found.paths[1]
    #expect(path.first == 3 && path.x.count == 6)
    #expect(abs((path.x.last ?? 0) - 70.25 - 5 * 1.3) < 0.3)
  }

  @Test func arraysHaveTheShapesOfCoTracker() throws {
    let found = try track(panning(9))
    let arrays = Dictionary(uniqueKeysWithValues: found.arrays().map { ($0.name, $0.array) })
    let count = found.trackCount
    #expect(arrays["tracks"]?.shape == [9, count, 2])
    #expect(arrays["visibility"]?.shape == [9, count] && arrays["confidence"]?.shape == [9, count])
    #expect(arrays["query_frame"]?.shape == [count])
    guard case .float(let positions)? = arrays["tracks"]?.elements,
      case .bool(let visible)? = arrays["visibility"]?.elements,
      case .float(let confidence)? = arrays["confidence"]?.elements
    else {
      Issue.record("other types")
      return
    }
    for entry in visible.indices {
      #expect(visible[entry] == !positions[2 * entry].isNaN)
      #expect(visible[entry] ? confidence[entry] >= 0.25 && confidence[entry] <= 1 : confidence[entry] == 0)
    }
  }

  @Test func optionsAreChecked() {
    var options = TrackerOptions()
    options.tracksPerFrame = 3
    #expect(throws: InvalidOption.self) { try options.validate() }
    options.tracksPerFrame = 500
    options.density = -1
    #expect(throws: InvalidOption.self) { try options.validate() }
    options.density = 100
    #expect(throws: Never.self) { try options.validate() }
    // 100 a square of 100 × 100 pixels are 10 pixels apart, unless that are too many for the frame.
    #expect(options.spacing(width: 200, height: 200, scale: 1) == 10)
    #expect(options.spacing(width: 2000, height: 2000, scale: 1) > 80)
  }
}
