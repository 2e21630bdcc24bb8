internal import Glibc
internal import LinearAlgebra
public import Tracks

/// A seeded scene of point tracks only, with truth: bodies of several kinds in space, filmed by a camera that may move.
///
/// Made to train and test what groups tracks by motion. The world has depth, so a moving camera shows parallax; bodies are rigid,
/// articulated or non-rigid, and may stand still for some of the time; a tracker adds noise, drift, tracks that hold on to the wrong
/// thing for a while, and gaps.
public struct TrackScene: Sendable {
  /// What a scene is made of; `random` draws one of the usual variety.
  public struct Options: Sendable, Equatable {
    public var frames = 60
    public var tracks = 300
    /// Bodies that move on their own.
    public var bodies = 2
    /// Of all tracks, the share on the world behind.
    public var backgroundShare = 0.5
    public var cameraMoves = true
    /// Standard deviation of a coordinate's noise in pixels.
    public var noise = 0.1
    /// Standard deviation in pixels that tracks drift off over the whole length.
    public var drift = 0.2
    /// Share of entries that are missing, in runs.
    public var missing = 0.0
    /// How fast things move: 1 is a third of the picture within the scene, more or less.
    public var speed = 1.0
    /// Frames in the scene's clock: paths are as smooth as these let them be, whatever part is filmed.
    public var smoothness = 60.0
    public var width = 640.0
    public var height = 480.0
    public var seed: UInt64 = 0

    public init() {}

    /// Options drawn at random: 10 to 600 frames, none to five bodies, cameras still and moving, clean and noisy, complete and with gaps.
    public static func random(seed: UInt64) -> Options {
      var generator = SeededGenerator(seed: seed, stream: 9)
      var options = Options()
      options.seed = seed
      options.frames = Int(exp(generator.uniform(log(10), log(220))).rounded())
      if generator.uniform() < 0.08 { options.frames = Int(generator.uniform(220, 600)) }
      options.tracks = Int(exp(generator.uniform(log(70), log(420))).rounded())
      let draw = generator.uniform()
      options.bodies =
        draw < 0.08 ? 0 : draw < 0.4 ? 1 : draw < 0.72 ? 2 : draw < 0.86 ? 3 : draw < 0.95 ? 4 : 5
      options.backgroundShare = generator.uniform(0.3, 0.9)
      options.cameraMoves = options.bodies < 2 || generator.uniform() < 0.8
      options.noise = exp(generator.uniform(log(0.03), log(0.7)))
      options.drift = generator.uniform() < 0.5 ? 0 : exp(generator.uniform(log(0.05), log(1.5)))
      options.missing = generator.uniform() < 0.35 ? generator.uniform(0.1, 0.6) : 0
      // Short videos show less of a motion.
      options.speed =
        exp(generator.uniform(log(0.2), log(2))) * min(1, (Double(options.frames) / 60).squareRoot())
      options.smoothness = exp(generator.uniform(log(15), log(150)))
      return options
    }
  }

  public let options: Options
  /// Tracks in pixels; entries in gaps are not observed.
  public let tracks: TrackSet
  /// The body of each track: 0 the world behind, 1… the bodies.
  public let truth: [Int]

  public init(options: Options) {
    self.options = options
    var generator = SeededGenerator(seed: options.seed, stream: 10)
    let camera = SceneCamera(options: options, generator: &generator)
    var bodies: [SceneBody] = [SceneBody(world: options, view: camera.view, generator: &generator)]
    for _ in 0..<options.bodies {
      bodies.append(SceneBody(options: options, view: camera.view, generator: &generator))
    }
    var shares = bodies.indices.map { $0 == 0 ? 0 : exp(generator.uniform(-1, 1)) }
    let total = shares.reduce(0, +)
    for index in shares.indices where index > 0 { shares[index] *= (1 - options.backgroundShare) / total }
    shares[0] = total > 0 ? options.backgroundShare : 1
    var (x, y, truth): ([Double], [Double], [Int]) = ([], [], [])
    for (index, body) in bodies.enumerated() {
      let count = max(index == 0 ? 8 : 7, Int((shares[index] * Double(options.tracks)).rounded()))
      for _ in 0..<count {
        let point = body.point(&generator)
        for frame in 0..<options.frames {
          let place = camera.project(body.position(of: point, frame: frame), frame: frame)
          x.append(place.x)
          y.append(place.y)
        }
        truth.append(index)
      }
    }
    self.truth = truth
    tracks = SceneTracker(options: options).track(x: x, y: y, generator: &generator)
  }
}
