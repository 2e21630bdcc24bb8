import ArgumentParser
import Foundation
import MotionSegmentation
import MutualInformation
import Segmentation
import Support
import Testing
import Tracks

@testable import Pipeline
@testable import track_seg

/// Options → the arguments that a page prints, and run.json → the same options.
@Suite struct OptionRoundTripTests {
  /// A change of one option to a value that is not the default.
  struct Change: CustomTestStringConvertible, Sendable {
    let field: String
    let testDescription: String
    let apply: @Sendable (inout SegmentationOptions) throws -> Void

    init(
      _ field: String, _ value: String = "",
      _ apply: @escaping @Sendable (inout SegmentationOptions) throws -> Void
    ) {
      (self.field, self.apply) = (field, apply)
      testDescription = "\(field) \(value)"
    }

    func options() throws -> SegmentationOptions {
      var options = SegmentationOptions()
      try apply(&options)
      return options
    }
  }

  /// Values of the estimators' options.
  static let estimatorValues = [
    "neighbours": ["1", "12"], "scaling": KSGScaling.allCases.map(\.name), "bins": ["3", "64"],
    "iterations": ["1", "2000"], "read-out": ["calibrated", "dual"],
    "weights": ["some file.safetensors", "-odd.safetensors"], "independent": ["true"],
  ]

  static let changes: [Change] = {
    let registry = SegmentationOptions.registry
    var changes = registry.names.map { name in
      Change("estimator", name) {
        $0.estimator = name
        $0.slicing = SegmentationOptions.usualSlicing(for: name)
      }
    }
    changes.append(Change("estimator", "mine-300") { $0.estimator = "mine-300" })
    for option in registry.options {
      for text in estimatorValues[option.name] ?? [] {
        for estimator in registry.readers(of: option.name) {
          changes.append(
            Change(option.name, "\(text) of \(estimator)") {
              $0.estimator = estimator
              $0.slicing = SegmentationOptions.usualSlicing(for: estimator)
              try option.set(text, in: &$0.estimatorOptions)
            })
        }
      }
    }
    func add<Value: Sendable>(
      _ field: String, _ values: [Value],
      _ set: @escaping @Sendable (inout SegmentationOptions, Value) -> Void
    ) {
      for value in values { changes.append(Change(field, String(describing: value)) { set(&$0, value) }) }
    }
    add("signal", SignalKind.allCases) { $0.signal = $1 }
    add("lag", [1, 7]) { $0.lag = $1 }
    add("confidence", [0.5, 0.9, 1e-5]) { ($0.estimator, $0.slicing, $0.confidence) = ("mist-qr", .none, $1) }
    add("slicing", Slicing.Kind.allCases) { $0.slicing = $1 }
    add("slices", [1, 99]) { $0.slices = $1 }
    add("seed", [1, UInt64.max]) { $0.seed = $1 }
    add("max-tracks", [nil, 2, 501]) { $0.maxTracks = $1 }
    add("near", [1, 30]) { $0.near = $1 }
    add("filter", TrackFilter.Rule.allCases) { $0.filter = $1 }
    add("threshold", [0, -0.25, 1.0 / 3]) { ($0.threshold, $0.clustering) = ($1, .components) }
    add("clustering", ClusteringRule.allCases) {
      $0.clustering = $1
      if (try? $0.makeClusterer()) == nil { $0.threshold = 0.1 }
    }
    add("background", BackgroundChoice.allCases.filter { $0 != .auto }) { $0.background = $1 }
    add("objects", [1, 12]) { $0.objects = $1 }
    add("least-frames", [2, 30]) { $0.leastFrames = $1 }
    add("masks", MaskStyle.allCases) { $0.masks = $1 }
    add("reach", [0.1, 40]) { $0.reach = $1 }
    add("trail", [0, 3]) { $0.trail = $1 }
    add("pictures", [false]) { $0.pictures = $1 }
    add("frames", [2, 70]) { $0.frames = $1 }
    add("frame-offset", [1, 30]) { $0.frameOffset = $1 }
    add("query", [Int64(0), 1 << 40]) { $0.query = $1 }
    add("threads", [1, 3]) { $0.threads = $1 }
    add("memory-limit", [1, 2_000_000_000]) { $0.memoryLimit = $1 }
    return changes
  }()

  /// What the command makes of arguments.
  private func parsed(_ arguments: [String]) throws -> SegmentationOptions {
    let command = try Segment.parse(["--tracks", "tracks.npy"] + arguments)
    return try command.options()
  }

  @Test func everyOptionHasAFieldAndValuesHere() {
    // A property without a field would be missing in run.json and in the page's command.
    let properties = Mirror(reflecting: SegmentationOptions()).children.compactMap(\.label)
    let estimators = SegmentationOptions.registry.options.map(\.name)
    let fields = SegmentationOptions.fields
    #expect(
      Set(fields.filter { !estimators.contains($0.name) }.map(\.key))
        == Set(properties).subtracting(["estimatorOptions"]))
    #expect(Set(fields.map(\.name)).count == fields.count)
    #expect(Set(Self.changes.map(\.field)) == Set(fields.map(\.name)))
  }

  /// Every field of these changes is not the default, or the change is no test.
  @Test(arguments: changes) func argumentsGiveTheSameOptions(_ change: Change) throws {
    let options = try change.options()
    let arguments = options.allArguments()
    // A file of weights that is not there is refused, as it should be, when the estimator is made.
    guard change.field != "weights" else {
      let command = try EstimatorFlags.parse(Array(arguments.drop { !$0.hasPrefix("--weights") }))
      #expect(try command.options(for: options.estimator) == options.estimatorOptions)
      return
    }
    #expect(try parsed(arguments) == options, "\(arguments)")
  }

  @Test(arguments: changes) func runJSONGivesTheSameOptions(_ change: Change) throws {
    let options = try change.options()
    let text = try JSONText.encode(options)
    #expect(try JSONDecoder().decode(SegmentationOptions.self, from: Data(text.utf8)) == options, "\(text)")
  }

  @Test func defaultsNeedNoArguments() throws {
    #expect(SegmentationOptions().allArguments() == [])
    #expect(try parsed([]) == SegmentationOptions())
  }

  /// A record of the version before options had a list.
  @Test func olderRecordsAreRead() throws {
    let text = """
      {"clustering":"persistent","estimator":"ksg","filter":"default","frameOffset":2,"independent":false,"masks":"edges",
      "maxTracks":40,"neighbours":7,"pictures":true,"readOut":"calibrated","seed":3,"signal":"both","slices":8,
      "slicing":"shared","threads":0,"trail":20,"iterations":90,"bins":12}
      """
    var expected = SegmentationOptions()
    expected.clustering = .persistent
    expected.background = .none
    expected.masks = .edges
    (expected.estimator, expected.frameOffset, expected.maxTracks, expected.seed) = ("ksg", 2, 40, 3)
    for (name, text) in ["neighbours": "7", "iterations": "90", "bins": "12"] {
      let option = try #require(SegmentationOptions.registry.options.first { $0.name == name })
      try option.set(text, in: &expected.estimatorOptions)
    }
    let read = try JSONDecoder().decode(SegmentationOptions.self, from: Data(text.utf8))
    #expect(read == expected)
    // The command for it leaves out what the estimator does not read, which the command line refuses.
    #expect(try parsed(read.allArguments()).makeEstimator().options == "k=7 scaling=standardised")
    // A record of all tracks has no maxTracks.
    let all = try JSONDecoder().decode(SegmentationOptions.self, from: Data(#"{"estimator":"ksg"}"#.utf8))
    #expect(all.maxTracks == nil && all.slices == 8)
    #expect(throws: DecodingError.self) {
      _ = try JSONDecoder().decode(SegmentationOptions.self, from: Data(#"{"slices":"many"}"#.utf8))
    }
  }

  @Test func readingOptionsGiveTheSameOptions() throws {
    let readings: [(property: String, reading: TrackReadingOptions)] = [
      ("layout", TrackReadingOptions(layout: .nt)),
      ("visibilityFile", TrackReadingOptions(visibilityFile: "-v.npy")),
      ("sequence", TrackReadingOptions(sequence: "3")),
      ("invertsVisibility", TrackReadingOptions(invertsVisibility: true)),
      ("tracksSize", TrackReadingOptions(tracksSize: PictureSize("256x128"))),
      ("coordinates", TrackReadingOptions(coordinates: .yx)),
      ("thirdColumn", TrackReadingOptions(thirdColumn: .depth)),
      ("hidden", TrackReadingOptions(hidden: .skip)),
      ("leastConfidence", TrackReadingOptions(leastConfidence: 0.25)),
      ("intrinsics", TrackReadingOptions(intrinsics: CameraIntrinsics("500,501.5,320,240"))),
    ]
    let properties = Set(Mirror(reflecting: TrackReadingOptions()).children.compactMap(\.label))
    // Two come from the video.
    #expect(properties.subtracting(["frameCount", "pictureSize"]) == Set(readings.map(\.property)))
    for (property, reading) in readings {
      let words = SegmentationOptions().arguments(
        input: try InputFiles(video: nil, tracks: "t.npy"), reading: reading)
      #expect(words.count > 3, "\(property)")
      let command = try Segment.parse(Array(words.dropFirst()))
      #expect(try command.tracks.readingOptions() == reading, "\(property): \(words)")
    }
  }

  @Test func anOptionOfAnotherEstimatorIsRefused() throws {
    #expect(throws: (any Error).self) { try parsed(["--estimator", "gaussian", "--bins", "5"]) }
    #expect(throws: (any Error).self) { try parsed(["--neighbours", "5"]) }
    #expect(try parsed(["--independent"]).estimatorOptions.isIndependent)
    // One of several estimators reads it.
    _ = try Sweep.parse(["v", "--truth", "t", "--estimator", "gaussian,ksg", "--neighbours", "3"])
    #expect(throws: (any Error).self) {
      _ = try Sweep.parse(["v", "--truth", "t", "--estimator", "gaussian,ksg", "--bins", "3"])
    }
  }
}
