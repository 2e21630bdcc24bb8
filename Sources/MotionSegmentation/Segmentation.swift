public import LinearAlgebra
public import MotionGroups
public import MutualInformation
public import Segmentation
public import Support
public import Tracks

/// The tracks of one video grouped into objects by the mutual information of their motion.
public struct Segmentation: Sendable {
  /// Every track of the file, in pixels.
  public let tracks: TrackSet
  /// What the filter kept, and why it dropped the others.
  public let filtered: FilteredTracks
  /// The kept tracks among those of the file.
  public let kept: Selection<FileTracks, KeptTracks>
  /// The moving tracks among the kept ones; the others stand still.
  public let moving: Selection<KeptTracks, MovingTracks>
  /// The tracks of the matrix among the moving ones.
  public let sample: Selection<MovingTracks, SampledTracks>
  /// Ids of the tracks of the matrix, one a row.
  public let sampleIDs: [Int64]
  /// Mutual information of the tracks of the sample, M × M, in nats, raw: an estimate may be negative.
  public let matrix: PairMatrix
  /// The channels of the signal and their mean mutual information.
  public let channels: [MotionMatrix.Channel]
  /// The groups of the sample.
  public let clustering: Clustering
  /// The label of every kept track: 0 static or of the background, 1… objects.
  public let keptLabels: [Int]
  /// How firmly every kept track belongs to its label, in [−1, 1].
  public let keptScores: [Float]
  /// How every kept track came to its label.
  public let keptOrigins: [LabelOrigin]
  /// Number of objects: labels 1 and above.
  public let objectCount: Int
  /// The likeliest background; nil: it was not looked for.
  public let background: FoundBackground?
  /// The merges of the groups with their probabilities; nil: the rule has none.
  public let merges: GroupMerges?
  /// How much of the groups survives with half of the tracks or frames; nil: not known.
  public let stability: Stability?
  let names: GroupNames
  /// The labels of all kept tracks with 1, 2, … objects; empty where the rule takes no number, or they were not asked for.
  public let cuts: [ObjectCut]
  /// The mutual information of each moving track outside of the sample with those of the sample, row by row in nats; nil where
  /// it was not computed in full, or is too much to keep.
  public let remainder: [Float]?
  /// The mutual information of the query track with every moving track.
  public let query: Query?
  /// What a person should know before trusting the result.
  public let warnings: [String]
  /// Wall-clock seconds of every stage, in the order they ran.
  public let timings: [(name: String, seconds: Double)]

  /// One track against all others.
  public struct Query: Sendable {
    public let id: Int64
    /// The moving tracks, and their mutual information with the query in nats, in the same order.
    public let ids: [Int64]
    public let values: [Float]
  }

  /// The tracks of the matrix among those of the file.
  public var sampleInFile: Selection<FileTracks, SampledTracks> {
    kept.selecting(moving).selecting(sample)
  }
  /// The label of a group of the clustering.
  public func label(ofGroup group: Int) -> Int { names.name(group) }
  /// The stability of every label, 0 the background's; NaN: not known.
  public var labelStability: [Double] {
    guard let stability else { return [] }
    var values = [Double](repeating: .nan, count: objectCount + 1)
    for (group, value) in stability.groups.enumerated() where values.indices.contains(names.name(group)) {
      values[names.name(group)] = value
    }
    return values
  }
  /// Kept tracks that do not move.
  public var staticCount: Int { kept.count - moving.count }
  /// The label of every track of the file: −1 dropped, 0 static, 1… objects.
  public var labels: [Int] { kept.spread(keptLabels, filler: -1) }
}

/// How a track came to its label.
public enum LabelOrigin: String, NamedChoice, Codable {
  /// It stands still.
  case still = "static"
  /// It is in the matrix, and a group has it.
  case matrix
  /// By its mutual information with the tracks of the matrix.
  case information = "mi"
  /// By the nearest labelled track that moves alike, because no mutual information is known.
  case motion
  /// By the nearest tracks, because its motion does not decide.
  case neighbours
  /// It has no label: it was never seen together with a labelled track.
  case none

  public var summary: String {
    switch self {
    case .still: "the track stands still"
    case .matrix: "a row of the matrix"
    case .information: "by its MI with the tracks of the matrix"
    case .motion: "by the nearest track that moves alike"
    case .neighbours: "by the nearest tracks, because its motion does not decide"
    case .none: "no label: never seen together with a labelled track"
    }
  }
}

/// Which tracks of a file are compared and labelled.
public struct SegmentationScope: Sendable {
  /// For every track of the file whether it may be in the matrix; nil: all.
  public var candidates: [Bool]?
  /// Whether moving tracks outside of the matrix are labelled too; otherwise their label is −1.
  public var labelsOthers = true
  /// Whether it is measured how much of the groups survives with half of the tracks or frames.
  public var measuresStability = true

  public init(candidates: [Bool]? = nil, labelsOthers: Bool = true, measuresStability: Bool = true) {
    self.candidates = candidates
    self.labelsOthers = labelsOthers
    self.measuresStability = measuresStability
  }
}

/// What became of a request to segment.
public enum SegmentationOutcome: Sendable {
  /// The whole result.
  case finished(Segmentation)
  /// This run's share of the matrix is done and in the store; other shares are missing.
  case share(TileShare)
}
