internal import Glibc
internal import LinearAlgebra

/// A point in space: x to the right, y down, z away from the camera at the first frame, in units in which the bodies are 4 to 10 away.
struct ScenePoint: Sendable {
  var x, y, z: Double
}

/// A pinhole camera that pans, rolls, moves and shakes.
struct SceneCamera: Sendable {
  private let focal: Double
  private let width: Double
  private let height: Double
  /// Rotation about x, y and z in radians, and the place, a value for each frame.
  private let turns: [[Double]]
  private let places: [[Double]]

  init(options: TrackScene.Options, generator: inout SeededGenerator) {
    let frames = options.frames
    (width, height) = (options.width, options.height)
    focal = width * exp(generator.uniform(log(0.8), log(3)))
    let still = [Double](repeating: 0, count: frames)
    guard options.cameraMoves else {
      turns = [still, still, still]
      places = [still, still, still]
      return
    }
    let pan = generator.uniform() < 0.6 ? options.speed * 0.12 * width / focal : 0
    let travel = pan == 0 || generator.uniform() < 0.6 ? options.speed * generator.uniform(0.05, 0.8) : 0
    let roll = generator.uniform() < 0.3 ? options.speed * 0.1 : 0
    let shake = generator.uniform() < 0.3 ? 2 / focal : 0
    func path(_ size: Double, _ generator: inout SeededGenerator) -> [Double] {
      guard size > 0 else { return still }
      return MotionPath(frames: frames, smoothness: options.smoothness, generator: &generator).values.map {
        size * $0
      }
    }
    var turns: [[Double]] = []
    for size in [0.6 * pan, pan, roll] {
      let smooth = path(size, &generator)
      turns.append(smooth.map { $0 + shake * generator.normal() })
    }
    self.turns = turns
    let forward = generator.uniform() < 0.3 ? 1.5 : 0.3
    places = [path(travel, &generator), path(0.4 * travel, &generator), path(forward * travel, &generator)]
  }

  /// The width of the picture at distance 1.
  var view: Double { width / focal }

  /// Where a point is seen, in pixels.
  func project(_ point: ScenePoint, frame: Int) -> (x: Double, y: Double) {
    var p = ScenePoint(
      x: point.x - places[0][frame], y: point.y - places[1][frame], z: point.z - places[2][frame])
    p = rotated(p, turns[0][frame], turns[1][frame], turns[2][frame])
    // Nothing comes nearer than half a unit: it would leave the picture.
    let z = max(p.z, 0.5)
    return (width / 2 + focal * p.x / z, height / 2 + focal * p.y / z)
  }
}

/// A point turned about the x-, the y- and the z-axis.
func rotated(_ p: ScenePoint, _ a: Double, _ b: Double, _ c: Double) -> ScenePoint {
  var p = p
  (p.y, p.z) = (cos(a) * p.y - sin(a) * p.z, sin(a) * p.y + cos(a) * p.z)
  (p.x, p.z) = (cos(b) * p.x + sin(b) * p.z, -sin(b) * p.x + cos(b) * p.z)
  (p.x, p.y) = (cos(c) * p.x - sin(c) * p.y, sin(c) * p.x + cos(c) * p.y)
  return p
}

/// A path in time from 0: steady motion and smooth wandering, in places none.
struct MotionPath: Sendable {
  /// One value a frame, of about 1 at the end.
  let values: [Double]

  init(frames: Int, smoothness: Double, generator: inout SeededGenerator) {
    let steady = generator.normal()
    let wander = SmoothPath(
      frames: frames, scales: [max(2, 0.15 * smoothness), max(3, 0.5 * smoothness)], generator: &generator
    ).values
    let mix = generator.uniform()
    let rests = generator.uniform() < 0.2
    let rest = generator.uniform(0.2, 0.7)
    var sum = 0.0
    var values: [Double] = []
    let first = wander.first ?? 0
    for frame in 0..<frames {
      let t = Double(frame) / Double(max(frames - 1, 1))
      let moves = !rests || t > rest
      if moves { sum += steady / Double(frames) }
      let amount = rests ? max(0, t - rest) / (1 - rest) : 1
      values.append(mix * sum + (1 - mix) * amount * 0.5 * (wander[frame] - first))
    }
    self.values = values
  }
}
