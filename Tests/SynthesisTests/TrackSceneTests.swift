import Synthesis
import Testing
import Tracks

@Suite struct TrackSceneTests {
  @Test func aSceneIsItsSeeds() {
    let options = TrackScene.Options.random(seed: 7)
    #expect(options == .random(seed: 7) && options != .random(seed: 8))
    #expect(TrackScene(options: options).tracks == TrackScene(options: options).tracks)
  }

  @Test(arguments: 0..<40) func everyRandomSceneIsWhole(seed: UInt64) {
    let options = TrackScene.Options.random(seed: seed)
    let scene = TrackScene(options: options)
    #expect(scene.tracks.frameCount == options.frames && (10...600).contains(options.frames))
    #expect(scene.truth.count == scene.tracks.trackCount)
    #expect(Set(scene.truth) == Set(0...options.bodies))
    let bad = scene.tracks.x.count { !$0.isFinite } + scene.tracks.y.count { !$0.isFinite }
    #expect(bad == 0)
    #expect(scene.tracks.observed.isEmpty == (options.missing == 0))
    for track in 0..<scene.tracks.trackCount {
      let seen = scene.tracks.range(ofTrack: track).count { scene.tracks.isObserved($0) }
      #expect(seen >= min(7, options.frames))
    }
  }

  @Test func withoutNoiseAStillCameraSeesTheWorldStandStill() {
    var options = TrackScene.Options()
    (options.cameraMoves, options.noise, options.drift, options.seed) = (false, 0, 0, 3)
    let scene = TrackScene(options: options)
    for (track, body) in scene.truth.enumerated() where body == 0 {
      let x = scene.tracks.x[scene.tracks.range(ofTrack: track)]
      #expect((x.max() ?? 0) - (x.min() ?? 0) < 1e-3)
    }
    let moving = scene.truth.indices.filter { scene.truth[$0] > 0 }.filter { track in
      let x = scene.tracks.x[scene.tracks.range(ofTrack: track)]
      return (x.max() ?? 0) - (x.min() ?? 0) > 1
    }
    #expect(!moving.isEmpty)
  }

  @Test func gapsAreAsManyAsWereAsked() {
    var options = TrackScene.Options()
    (options.missing, options.frames) = (0.4, 120)
    let scene = TrackScene(options: options)
    let missing = Double(scene.tracks.observed.count { !$0 }) / Double(scene.tracks.observed.count)
    #expect(abs(missing - 0.4) < 0.12)
  }
}
