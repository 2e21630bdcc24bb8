public import MutualInformation
public import Segmentation
public import Support
public import Tracks

/// Everything that decides a segmentation, as run.json records it.
///
/// Defaults are those of the command line. A property and its line in `fields` make run.json and the command that the page
/// prints; `PipelineFlags` has the flag.
public struct SegmentationOptions: Sendable, Equatable {
  /// Name of the estimator of mutual information, from the registry.
  public var estimator = "gaussian"
  /// What the estimator reads besides: its own options, in run.json beside the others.
  public var estimatorOptions = EstimatorOptions()
  /// What of the motion is compared.
  public var signal = SignalKind.both
  /// Frames between the two positions of a velocity; nil: chosen from the tracks' noise.
  public var lag: Int?
  /// How two-dimensional positions become pairs of numbers.
  public var slicing = Slicing.Kind.shared
  /// Slices (pairs of projection directions) a pair of tracks.
  public var slices = 8
  /// Seed of everything random: projections, the sample of tracks.
  public var seed: UInt64 = 0
  /// Tracks in the pairwise matrix at most; nil: all.
  public var maxTracks: Int? = 500
  /// Estimate only pairs of tracks of which one is among the other's so many nearest; nil: all pairs.
  public var near: Int?
  /// Which tracks are kept.
  public var filter = TrackFilter.Rule.default
  /// The least number of frames in which a track must be observed; nil: 8, or all of a shorter video.
  public var leastFrames: Int?
  /// Links count only where so much confidence is that MI is at least what is said: the matrix holds the lower bounds of
  /// intervals of this probability (`mist-qr`); nil: estimates.
  public var confidence: Double?
  /// Threshold in nats; nil: found by the clustering itself.
  public var threshold: Double?
  /// The rule that groups tracks.
  public var clustering = ClusteringRule.auto
  /// Exactly so many objects; nil: found.
  ///
  /// The background is not counted. Where none is found or looked for, every group is an object.
  public var objects: Int?
  /// Whether the background is looked for among the groups (clustering `auto`).
  public var background = BackgroundChoice.auto
  /// How labels become masks.
  public var masks = MaskStyle.full
  /// Reach of a track's label in a dense mask, in pixels; nil: from the density of the tracks.
  public var reach: Double?
  /// Frames that an overlay's trails go back.
  public var trail = 20
  /// Whether masks and overlays are made at all.
  public var pictures = true
  /// Use only the first so many frames of the tracks; nil: all.
  public var frames: Int?
  /// The video's frame that the tracks' first frame belongs to.
  public var frameOffset = 0
  /// One track whose mutual information with all others is written: its id.
  public var query: Int64?
  /// Worker threads; 0: every core.
  ///
  /// Never changes a result.
  public var threads = 0
  /// Bytes that the pairwise stage may hold; nil: no limit.
  public var memoryLimit: Int?

  public init() {}
}

extension SegmentationOptions {
  /// An option of this structure.
  public typealias Field = OptionField<SegmentationOptions>

  /// Every option in the order of a command's arguments.
  public static let fields: [Field] = estimatorFields + matrixFields + resultFields

  private static let estimatorFields: [Field] =
    [
      Field(optional: "frames", \.frames),
      Field("frame-offset", \.frameOffset, usual: { _ in usual.frameOffset }),
      Field("estimator", \.estimator, usual: { _ in usual.estimator }),
    ] + registry.options.map { field(of: $0) }

  /// The field of an option of estimators; an argument where the run's estimator reads it.
  private static func field(of option: any EstimatorOptionDescription) -> Field {
    option.field(\SegmentationOptions.estimatorOptions) { options in
      option.describesSample || registry.entry(of: options.estimator)?.reads(option.name) == true
    }
  }

  private static let matrixFields: [Field] = [
    Field("signal", \.signal, usual: { _ in usual.signal }),
    Field(optional: "lag", \.lag),
    Field(optional: "confidence", \.confidence),
    Field("slicing", \.slicing, usual: { options in usualSlicing(for: options.estimator) }),
    Field("slices", \.slices, usual: { _ in usual.slices }),
    Field("seed", \.seed, usual: { _ in usual.seed }),
    Field(
      optional: "max-tracks", \.maxTracks,
      argument: { options in
        guard let count = options.maxTracks else { return Field.Argument("all-pairs") }
        return count == usual.maxTracks ? nil : Field.Argument("max-tracks", "\(count)")
      }),
    Field(optional: "near", \.near),
    Field("filter", \.filter, usual: { _ in usual.filter }),
    Field(optional: "least-frames", \.leastFrames),
  ]

  private static let resultFields: [Field] = [
    Field("masks", \.masks, usual: { _ in usual.masks }),
    Field(optional: "reach", \.reach),
    Field("trail", \.trail, usual: { _ in usual.trail }),
    Field("pictures", \.pictures, argument: { $0.pictures ? nil : Field.Argument("no-pictures") }),
    Field(optional: "threshold", \.threshold),
    Field(
      "clustering", \.clustering, usual: { options in options.threshold == nil ? .auto : .components }),
    Field(optional: "objects", \.objects),
    // Runs of versions before this option had no moving background.
    Field(
      "background", get: { $0.background }, set: { $0.background = $1 ?? .none },
      argument: { $0.background == usual.background ? nil : Field.Argument("background", $0.background.name) }
    ),
    Field(optional: "query", \.query),
    Field("threads", \.threads, usual: { _ in usual.threads }),
    Field(optional: "memory-limit", \.memoryLimit),
  ]

  private static let usual = SegmentationOptions()
}

extension SegmentationOptions: Codable {
  public init(from decoder: any Decoder) throws {
    self.init()
    try Self.fields.decode(&self, from: decoder)
  }

  public func encode(to encoder: any Encoder) throws { try Self.fields.encode(self, to: encoder) }
}
