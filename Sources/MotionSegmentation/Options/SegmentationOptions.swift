public import MutualInformation
public import Segmentation
public import Tracks

/// Everything that decides a segmentation, as run.json records it.
///
/// Defaults are those of the command line.
public struct SegmentationOptions: Codable, Sendable, Equatable {
  /// Name of the estimator of mutual information, from the registry.
  public var estimator = "gaussian"
  /// Neighbours of `ksg`.
  public var neighbours = 5
  /// Bins a side of `histogram`; nil: chosen from the number of frames.
  public var bins: Int?
  /// Steps of training of `mine` and its kin; nil: 500.
  public var iterations: Int?
  /// What `infonet` prints: calibrated or dual.
  public var readOut = "calibrated"
  /// Weights of a network in place of those the program carries.
  public var weights: String?
  /// Whether frames are taken as independent draws, so that no effective sample size is estimated.
  public var independent = false
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
  /// Links count only where so much confidence is that MI is at least what is said: the matrix holds the lower bounds of
  /// intervals of this probability (`mist-qr`); nil: estimates.
  public var confidence: Double?
  /// Threshold in nats; nil: found by the clustering itself.
  public var threshold: Double?
  /// The rule that groups tracks.
  public var clustering = ClusteringRule.auto
  /// Exactly so many groups, the background's counted; nil: found.
  public var objects: Int?
  /// How labels become masks.
  public var masks = MaskStyle.edges
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
