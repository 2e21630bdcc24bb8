import LinearAlgebra
import Testing

@testable import Tracks

@Suite struct VelocityLagTests {
  /// Twenty tracks on smooth curves of a few pixels a frame, with noise.
  private func tracks(noise: Double, frames: Int = 200) -> TrackSet {
    var generator = SeededGenerator(seed: 6)
    var (x, y): ([Float], [Float]) = ([], [])
    for track in 0..<20 {
      var (vx, vy, px, py) = (Double(track % 5), 1.0, 100.0, 100.0)
      for _ in 0..<frames {
        vx += 0.2 * generator.normal() - 0.02 * vx
        vy += 0.2 * generator.normal() - 0.02 * vy
        (px, py) = (px + vx, py + vy)
        x.append(Float(px + noise * generator.normal()))
        y.append(Float(py + noise * generator.normal()))
      }
    }
    let all = [Bool](repeating: true, count: x.count)
    return TrackSet(frameCount: frames, trackCount: 20, x: x, y: y, visible: all, valid: all)
  }

  @Test func noiseIsFoundAndLengthensTheLag() {
    var last = 0
    for noise in [0.0, 0.5, 1.0, 2.0] {
      let found = VelocityLag(for: tracks(noise: noise))
      // The curves' own roughness counts a little.
      #expect(abs(Double(found.noise) - noise) < 0.1 + 0.1 * noise)
      #expect(found.lag >= last)
      last = found.lag
    }
    #expect(VelocityLag(for: tracks(noise: 0)).lag == 1)
    #expect(last > 1)
  }

  @Test func shortVideosKeepShortLags() {
    #expect(VelocityLag(for: tracks(noise: 50, frames: 30)).lag <= 3)
    #expect(VelocityLag(for: tracks(noise: 50, frames: 5)).lag == 1)
    #expect(VelocityLag(for: tracks(noise: 0, frames: 2)).lag == 1)
    let none = TrackSet(frameCount: 5, trackCount: 0, x: [], y: [], visible: [], valid: [])
    #expect(VelocityLag(for: none).lag == 1)
  }
}
