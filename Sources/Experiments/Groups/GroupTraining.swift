internal import LinearAlgebra
public import MotionGroups
public import Pipeline
public import Support
internal import Synthesis
internal import Tracks

/// Trains the log odds of merging groups of tracks: on synthetic scenes, and on sequences with truth where some are given.
public struct GroupTraining: Sendable {
  /// Synthetic scenes, with seeds from `firstSeed` on.
  public var scenes = 1000
  public var firstSeed: UInt64 = 1000
  /// Sequences with truth; each group of them counts as much as all scenes.
  ///
  /// Of sequences of more than 300 frames 100 are taken, with 0.5 pixels of noise: all else of them is too easy to learn from.
  public var sequences: [MotionBenchmark.Sequence] = []
  public var penalty = 1.0
  public var threads = 0
  private let benchmark: MotionBenchmark?

  /// - Parameter benchmark: Where the sequences are from; nil: scenes only.
  public init(benchmark: MotionBenchmark? = nil) {
    self.benchmark = benchmark
    sequences = benchmark?.sequences ?? []
  }

  /// Pairs of parts of everything.
  public func examples(_ observer: any RunObserver) throws -> [MergeExample] {
    var examples: [MergeExample] = []
    let update = observer.begin(stage: "Scenes", total: scenes + sequences.count, unit: "scenes")
    for index in 0..<scenes {
      guard !observer.shouldStop else { throw RunError(.interrupted, "stopped") }
      let seed = firstSeed + UInt64(index)
      let scene = TrackScene(options: .random(seed: seed))
      examples += MergeTraining.examples(
        scene.tracks, mutualInformation: GaussianInformation.matrix(scene.tracks), truth: scene.truth,
        scene: index,
        kind: "synthetic", seed: seed, threads: threads, states: 3)
      update(index + 1)
    }
    for (index, sequence) in sequences.enumerated() {
      guard !observer.shouldStop else { throw RunError(.interrupted, "stopped") }
      guard let benchmark else { break }
      let (tracks, truth) = try benchmark.scoredTracks(sequence, most: 400) { frames in
        var harder = TrackDegradation()
        if frames > 300 { (harder.first, harder.frames, harder.noise) = (150, 100, 0.5) }
        return harder
      }
      examples += MergeTraining.examples(
        tracks, mutualInformation: GaussianInformation.matrix(tracks), truth: truth, scene: scenes + index,
        kind: sequence.group, threads: threads)
      update(scenes + index + 1)
    }
    return examples
  }

  /// The fitted odds of the background, as the text of their file: groups of synthetic scenes, found and true, a tenth of them
  /// without the tracks of the world behind.
  public func background(_ observer: any RunObserver) throws -> String {
    var examples: [BackgroundExample] = []
    let update = observer.begin(stage: "Backgrounds", total: scenes, unit: "scenes")
    var rule = try AutomaticGroups()
    rule.threads = threads
    for index in 0..<scenes {
      guard !observer.shouldStop else { throw RunError(.interrupted, "stopped") }
      let options = TrackScene.Options.random(seed: firstSeed + UInt64(index))
      let scene = TrackScene(options: options)
      let picture = TrackRegion(x: 0, y: 0, width: Float(options.width), height: Float(options.height))
      var chosen = Array(scene.truth.indices)
      if index % 10 == 9, options.bodies > 0 { chosen.removeAll { scene.truth[$0] == 0 } }
      let tracks = scene.tracks.selecting(chosen)
      let truth = chosen.map { scene.truth[$0] }
      let found = rule.group(tracks, mutualInformation: GaussianInformation.matrix(tracks)).labels
      for labels in [found, truth] {
        examples.append(
          BackgroundTraining.example(
            tracks, labels: labels, isBackground: truth.map { $0 == 0 }, picture: picture))
      }
      update(index + 1)
    }
    return BackgroundTraining.fit(examples).text
  }

  /// The fitted log odds, as the text of their file.
  public func run(_ observer: any RunObserver) throws -> String {
    let examples = try examples(observer)
    observer.say("\(examples.count) pairs, \(examples.count { $0.isSame }) of one object")
    return MergeTraining.fit(examples, penalty: penalty).text
  }
}
