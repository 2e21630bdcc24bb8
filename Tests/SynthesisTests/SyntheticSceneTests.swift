import Synthesis
import Testing
import Tracks
import Video

@Suite struct SyntheticSceneTests {
  private func scene(seed: UInt64 = 1, movesCamera: Bool = true) -> SyntheticScene {
    var options = SyntheticScene.Options()
    (options.width, options.height, options.frames, options.objects) = (96, 64, 10, 4)
    (options.tracksPerObject, options.backgroundTracks) = (30, 40)
    options.seed = seed
    options.movesCamera = movesCamera
    return SyntheticScene(options: options)
  }

  @Test func sameSeedSameSceneOtherSeedOtherScene() {
    #expect(scene().tracks == scene().tracks)
    #expect(scene().render(frame: 3).image == scene().render(frame: 3).image)
    #expect(scene(seed: 2).tracks != scene().tracks)
  }

  /// Visibility is exact at the point, masks at pixel centres: they agree wherever the mask is of one piece.
  @Test func visibleTracksLieOnTheirObjectsMask() {
    let scene = scene()
    var (agreeing, different) = (0, 0)
    for frame in 0..<10 {
      let mask = scene.render(frame: frame).mask
      for track in 0..<scene.tracks.trackCount {
        let index = track * 10 + frame
        let (x, y) = (scene.tracks.x[index], scene.tracks.y[index])
        guard x >= 1, y >= 1, x < 95, y < 63 else {
          if x < 0 || y < 0 || x >= 96 || y >= 64 { #expect(!scene.tracks.visible[index]) }
          continue
        }
        let id = scene.motionIDs[track] == SyntheticScene.backgroundID ? 0 : Int(scene.motionIDs[track])
        let (i, j) = (Int(x), Int(y))
        let neighbours = [(i, j), (i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)].map {
          mask.labels[$1 * 96 + $0]
        }
        guard Set(neighbours).count == 1 else { continue }
        if (Int(neighbours[0]) == id) == scene.tracks.visible[index] { agreeing += 1 } else { different += 1 }
      }
    }
    #expect(different == 0)
    #expect(agreeing > 500)
  }

  @Test func aStillCameraHasAStillBackground() {
    let scene = scene(movesCamera: false)
    let isStatic = StaticTracks(width: 96, height: 64).find(in: scene.tracks)
    for (track, id) in scene.motionIDs.enumerated() {
      #expect(isStatic[track] == (id == SyntheticScene.backgroundID))
    }
  }
}
