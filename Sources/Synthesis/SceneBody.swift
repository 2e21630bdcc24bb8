internal import Glibc
internal import LinearAlgebra

/// A body in space that moves: rigid, articulated or non-rigid, or the world behind, which stands still.
struct SceneBody: Sendable {
  enum Kind: Sendable {
    case world, rigid, articulated, soft
  }

  /// A point of the body: its place in the body's frame, the limb it is on, and how far from the joint.
  struct Point: Sendable {
    let place: ScenePoint
    let limb: Int
  }

  /// A limb swings about a joint.
  private struct Limb: Sendable {
    let joint: ScenePoint
    let direction: ScenePoint
    let swing: [Double]
  }

  private let kind: Kind
  private let centre: ScenePoint
  private let size: ScenePoint
  /// Whether points lie on a plane through the body, so that it has rank 2.
  private let isFlat: Bool
  private let moves: [[Double]]
  private let turns: [[Double]]
  private let limbs: [Limb]
  /// Waves that bend a soft body: wave vector, direction and size in each frame.
  private let waves: [(vector: ScenePoint, direction: ScenePoint, amount: [Double])]
  /// Share of the world that is one far wall, and its distance.
  private let wall: (share: Double, distance: Double)
  private let spread: (x: Double, y: Double)

  /// The world: points at depths from near to far, or a wall, seen over the whole picture and beyond.
  init(world options: TrackScene.Options, view: Double, generator: inout SeededGenerator) {
    kind = .world
    centre = ScenePoint(x: 0, y: 0, z: 0)
    size = centre
    isFlat = false
    (moves, turns, limbs, waves) = ([], [], [], [])
    wall = (generator.uniform() < 0.4 ? generator.uniform(0.5, 1) : 0, generator.uniform(8, 30))
    spread = (0.52 * view, 0.52 * view * options.height / options.width)
  }

  /// - Parameter view: The width of the picture at distance 1.
  init(options: TrackScene.Options, view: Double, generator: inout SeededGenerator) {
    let frames = options.frames
    let draw = generator.uniform()
    kind = draw < 0.5 ? .rigid : draw < 0.8 ? .articulated : .soft
    let z = generator.uniform(4, 9)
    centre = ScenePoint(
      x: generator.uniform(-0.3, 0.3) * z * view, y: generator.uniform(-0.2, 0.2) * z * view, z: z)
    let radius = z * view * generator.uniform(0.04, 0.2)
    size = ScenePoint(
      x: radius * generator.uniform(0.5, 1.5), y: radius * generator.uniform(0.5, 1.5),
      z: radius * generator.uniform(0.2, 1.5))
    isFlat = generator.uniform() < 0.3
    func path(_ size: Double, _ generator: inout SeededGenerator) -> [Double] {
      MotionPath(frames: frames, smoothness: options.smoothness, generator: &generator).values.map {
        size * $0
      }
    }
    let reach = 0.3 * z * view * options.speed
    moves = [path(reach, &generator), path(0.6 * reach, &generator), path(reach, &generator)]
    let turning = generator.uniform() < 0.7 ? options.speed * generator.uniform(0.1, 1) : 0
    let roll = generator.uniform() < 0.5 ? turning : 0.1 * turning
    turns = [path(0.5 * turning, &generator), path(turning, &generator), path(roll, &generator)]
    var limbs: [Limb] = []
    if kind == .articulated {
      for _ in 0..<(1 + Int(generator.next() % 4)) {
        let angle = generator.uniform(-Double.pi, Double.pi)
        let unit = ScenePoint(x: cos(angle), y: sin(angle), z: generator.uniform(-0.3, 0.3))
        let period = generator.uniform(0.3, 1.5) * options.smoothness
        let phase = generator.uniform(0, 2 * Double.pi)
        let size = generator.uniform(0.1, 0.6)
        let wander = path(0.5, &generator)
        limbs.append(
          Limb(
            joint: ScenePoint(x: self.size.x * unit.x, y: self.size.y * unit.y, z: 0), direction: unit,
            swing: (0..<frames).map { size * sin(2 * .pi * Double($0) / period + phase) + wander[$0] }))
      }
    }
    self.limbs = limbs
    var waves: [(vector: ScenePoint, direction: ScenePoint, amount: [Double])] = []
    if kind == .soft {
      for _ in 0..<3 {
        let amount = path(radius * generator.uniform(0.1, 0.5), &generator)
        waves.append(
          (
            vector: ScenePoint(
              x: generator.normal() / radius, y: generator.normal() / radius, z: generator.normal() / radius),
            direction: ScenePoint(x: generator.normal(), y: generator.normal(), z: generator.normal()),
            amount: amount
          ))
      }
    }
    self.waves = waves
    wall = (0, 0)
    spread = (0, 0)
  }

  func point(_ generator: inout SeededGenerator) -> Point {
    if kind == .world {
      let z = generator.uniform() < wall.share ? wall.distance : 1 / generator.uniform(1 / 40.0, 1 / 4.0)
      return Point(
        place: ScenePoint(
          x: generator.uniform(-spread.x, spread.x) * z, y: generator.uniform(-spread.y, spread.y) * z, z: z),
        limb: -1)
    }
    if !limbs.isEmpty, generator.uniform() < 0.6 {
      let limb = Int(generator.next() % UInt64(limbs.count))
      let along = generator.uniform(0, 2)
      let d = limbs[limb].direction
      let width = 0.25
      return Point(
        place: ScenePoint(
          x: size.x * (along * d.x + width * generator.normal()),
          y: size.y * (along * d.y + width * generator.normal()),
          z: size.z * (along * d.z + width * generator.normal())), limb: limb)
    }
    let z = isFlat ? 0 : size.z * generator.uniform(-1, 1)
    return Point(
      place: ScenePoint(x: size.x * generator.uniform(-1, 1), y: size.y * generator.uniform(-1, 1), z: z),
      limb: -1)
  }

  func position(of point: Point, frame: Int) -> ScenePoint {
    var p = point.place
    guard kind != .world else { return p }
    if point.limb >= 0 {
      let limb = limbs[point.limb]
      let turned = rotated(p, 0, 0, limb.swing[frame])
      p = ScenePoint(x: limb.joint.x + turned.x, y: limb.joint.y + turned.y, z: limb.joint.z + turned.z)
    }
    for wave in waves {
      let phase =
        wave.vector.x * point.place.x + wave.vector.y * point.place.y + wave.vector.z * point.place.z
      let amount = wave.amount[frame] * sin(phase)
      p.x += amount * wave.direction.x
      p.y += amount * wave.direction.y
      p.z += amount * wave.direction.z
    }
    p = rotated(p, turns[0][frame], turns[1][frame], turns[2][frame])
    return ScenePoint(
      x: centre.x + p.x + moves[0][frame], y: centre.y + p.y + moves[1][frame],
      z: centre.z + p.z + moves[2][frame])
  }
}
