import LinearAlgebra
import Synthesis
import Tracks

@testable import MotionGroups

/// Scenes that several tests look at.
enum SceneSamples {
  /// Two rigid bodies before a moving camera, nearly clean.
  static func clear(seed: UInt64 = 3, bodies: Int = 2, missing: Double = 0, frames: Int = 60) -> TrackScene {
    var options = TrackScene.Options()
    (options.seed, options.bodies, options.missing, options.frames) = (seed, bodies, missing, frames)
    (options.noise, options.drift, options.tracks) = (0.05, 0, 160)
    return TrackScene(options: options)
  }

  /// Tracks whose x- and y-rows are random combinations of `rank` smooth motions, plus noise.
  static func lowRank(
    tracks: Int, frames: Int, rank: Int, noise: Double = 0, missing: Double = 0, seed: UInt64 = 1
  ) -> TrackSet {
    var generator = SeededGenerator(seed: seed)
    var motions: [[Double]] = []
    for _ in 0..<rank {
      var value = 0.0
      motions.append(
        (0..<frames).map { _ in
          value += generator.normal(); return value
        })
    }
    func row() -> [Float] {
      let weights = motions.map { _ in generator.normal() }
      let offset = generator.uniform(0, 300)
      return (0..<frames).map { frame in
        var value = offset + noise * generator.normal()
        for (weight, motion) in zip(weights, motions) { value += weight * motion[frame] }
        return Float(value)
      }
    }
    let x = (0..<tracks).flatMap { _ in row() }
    let y = (0..<tracks).flatMap { _ in row() }
    let observed = x.map { _ in generator.uniform() >= missing }
    var set = TrackSet(frameCount: frames, trackCount: tracks, x: x, y: y, visible: observed, valid: observed)
    if missing > 0 {
      set.observed = observed
      for index in observed.indices where !observed[index] { (set.x[index], set.y[index]) = (.nan, .nan) }
    }
    return set
  }
}
