internal import MutualInformation
internal import Tracks
public import MotionSegmentation

/// What a batch will do: sequences, their cost, and who does which.
public struct BatchPlan: Sendable {
  /// One sequence and a guess at its cost.
  public struct Item: Sendable {
    public let sequence: Dataset.Sequence
    /// Seconds on one core, roughly: used to order and divide, and to be read.
    public let seconds: Double
    /// Pairs of the matrix.
    public let pairs: Int?
  }

  /// Longest first.
  public let items: [Item]

  /// Guesses every sequence's cost for these options; unknown sizes count as 600 frames of 1000 tracks.
  public init(_ sequences: [Dataset.Sequence], options: SegmentationOptions) throws {
    let estimator = try options.makeEstimator()
    let signal = options.makeSignal()
    items = sequences.map { sequence in
      let (frames, tracks) = (sequence.frames ?? 600, sequence.trackCount ?? 1000)
      let sampled = min(tracks, options.maxTracks ?? tracks)
      let pairs = sampled * (sampled + 1) / 2 + sampled * (tracks - sampled)
      let channels = signal.channelCount(frames: frames)
      let perPair = estimator.predictedSeconds(length: frames) * Double(options.slices * channels)
      // A frame's mask and overlays take some 20 ms, reading a few microseconds a point.
      let pictures = options.pictures && sequence.video != nil ? 0.02 * Double(frames) : 0
      return Item(
        sequence: sequence,
        seconds: 0.5 + Double(pairs) * perPair + pictures + 2e-7 * Double(frames * tracks),
        pairs: sequence.trackCount == nil ? nil : pairs)
    }.sorted { $0.seconds != $1.seconds ? $0.seconds > $1.seconds : $0.sequence.name < $1.sequence.name }
  }

  /// The part of shard `index` (from 1) of `count`.
  ///
  /// Every sequence in turn, longest first, goes to the shard that has least to do so far, so that all end at about the same
  /// time. Shards of one plan are disjoint and complete.
  public func shard(_ index: Int, of count: Int) -> [Item] {
    var loads = [Double](repeating: 0, count: count)
    return items.filter { item in
      let least = loads.indices.min { loads[$0] < loads[$1] } ?? 0
      loads[least] += item.seconds
      return least == index - 1
    }
  }
}
