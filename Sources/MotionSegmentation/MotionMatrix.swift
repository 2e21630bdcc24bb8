public import LinearAlgebra
internal import MutualInformation
internal import Support
internal import Tracks

/// The mutual information of tracks' motion: one matrix for each channel of the signal, combined into one.
///
/// Channels are weighted by the reciprocal of their mean, so that none drowns another, and the weighted mean is taken:
/// the result stays on the scale of nats, its mean the mean of the channels' means.
public struct MotionMatrix: Sendable {
  /// A channel's name and its mean mutual information over all pairs, in nats.
  public struct Channel: Sendable {
    public let name: String
    public let mean: Double
  }

  /// The combined matrix in nats, raw: an estimate may be negative.
  public let values: PairMatrix
  public let channels: [Channel]
  let combination: ChannelCombination
  /// The pairs of a long video with their common frames; nil for other videos.
  let known: SparseMatrix?

  /// What an estimation of all pairs ends with.
  enum Outcome {
    case matrix(MotionMatrix)
    /// This run's share of the tiles is done and saved; the matrix is not whole.
    case share(TileShare)
  }

  /// The least number of common observations: a channel of differences has fewer of the same frames.
  private static func leastCommon(_ channel: SignalChannel) -> Int {
    MotionComparison.leastCommonFrames - channel.missingFrames
  }

  /// The known pairs of a long video: a whole matrix of few tracks, the pairs alone of many.
  init(_ known: KnownPairs) {
    self.known = known.pairs
    combination = known.combination
    values = known.pairs.count <= Self.largestWhole ? .dense(known.pairs.dense) : .sparse(known.pairs)
    channels = known.channels
  }

  /// Tracks up to which unknown pairs are stored too, as NaN.
  static let largestWhole = 5000

  private init(_ channels: [SignalChannel], _ matrices: [SymmetricMatrix]) {
    combination = ChannelCombination(matrices)
    known = nil
    values = .dense(combination.combine(matrices))
    self.channels = zip(channels, matrices).map { Channel(name: $0.name, mean: $1.offDiagonalMean) }
  }

  /// Estimates every pair of every channel, or this run's share of them.
  ///
  /// - Parameter checkpoint: The path of a file that finished tiles go to and are resumed from, one for each channel.
  /// - Throws: `MutualInformationError` (interrupted) where the observer asked to stop.
  static func make(
    of channels: [SignalChannel], estimator: any MutualInformationEstimator, engine: PairwiseEngine,
    share: TileShare?, checkpoint: (_ channel: Int) throws -> String?, observer: any RunObserver
  ) throws -> Outcome {
    var matrices: [SymmetricMatrix] = []
    for (index, channel) in channels.enumerated() {
      var engine = engine
      engine.checkpointPath = try checkpoint(index)
      engine.notice = { observer.say($0) }
      engine.shouldStop = { observer.shouldStop }
      engine.leastCommon = Self.leastCommon(channel)
      let prediction = try engine.predictMatrix(of: channel.observations, using: estimator)
      let title = channels.count > 1 ? "MI of \(channel.name)" : "MI"
      observer.say(
        "\(title): \(prediction.pairs) pairs × \(prediction.slices) slices of \(channel.observations.length) frames, "
          + (prediction.seconds < 1 ? "" : "about ") + durationWords(prediction.seconds))
      let update = observer.begin(stage: title, total: prediction.pairs, unit: "pairs")
      engine.progress = { update(Int($0.done)) }
      if let share {
        try engine.computeShare(share, of: channel.observations, using: estimator)
      } else {
        matrices.append(try engine.matrix(of: channel.observations, using: estimator).matrix)
      }
    }
    return share.map { .share($0) } ?? .matrix(MotionMatrix(channels, matrices))
  }

  /// Estimates only some pairs: those of every track with the tracks of `near`; all others are 0.
  ///
  /// Throws as the initialiser for all pairs does.
  init(
    of channels: [SignalChannel], near: [[Int]], estimator: any MutualInformationEstimator,
    engine: PairwiseEngine,
    observer: any RunObserver
  ) throws {
    // Each pair once: from the row of the smaller index.
    let columns = near.enumerated().map { row, others in others.filter { $0 >= row } }
    let pairs = columns.reduce(0) { $0 + $1.count }
    var matrices: [SymmetricMatrix] = []
    for channel in channels {
      var engine = engine
      engine.shouldStop = { observer.shouldStop }
      engine.leastCommon = Self.leastCommon(channel)
      let title = channels.count > 1 ? "MI of \(channel.name)" : "MI"
      observer.say("\(title): \(pairs) pairs of near tracks, out of \(near.count * (near.count - 1) / 2)")
      let update = observer.begin(stage: title, total: pairs, unit: "pairs")
      engine.progress = { update(Int($0.done)) }
      let values = try engine.selection(
        of: channel.observations, with: channel.observations, columns: columns, using: estimator)
      var matrix = SymmetricMatrix(count: near.count)
      for (row, others) in columns.enumerated() {
        for (index, other) in others.enumerated() { matrix[row, other] = values[row][index] }
      }
      matrices.append(matrix)
    }
    self.init(channels, matrices)
  }

  /// The combined mutual information of every row's variable with the columns listed for it.
  func selection(
    rows: [SignalChannel], columns: [SignalChannel], of chosen: [[Int]],
    estimator: any MutualInformationEstimator,
    engine: PairwiseEngine, observer: any RunObserver
  ) throws -> [[Float]] {
    var channels: [[[Float]]] = []
    for (row, column) in zip(rows, columns) {
      var engine = engine
      engine.shouldStop = { observer.shouldStop }
      engine.leastCommon = Self.leastCommon(row)
      let total = chosen.reduce(0) { $0 + $1.count }
      let update = observer.begin(stage: "MI of the other tracks (\(row.name))", total: total, unit: "pairs")
      engine.progress = { update(Int($0.done)) }
      channels.append(
        try engine.selection(
          of: row.observations, with: column.observations, columns: chosen, using: estimator))
    }
    return chosen.indices.map { index in combination.combine(channels.map { $0[index] }) }
  }

  /// The combined mutual information of each row's variables with each column's, `rows · columns` values.
  ///
  /// Channels are those the matrix was made of, with the same weights.
  func rectangle(
    rows: [SignalChannel], columns: [SignalChannel], estimator: any MutualInformationEstimator,
    engine: PairwiseEngine,
    observer: any RunObserver
  ) throws -> [Float] {
    var rectangles: [[Float]] = []
    for (row, column) in zip(rows, columns) {
      var engine = engine
      engine.shouldStop = { observer.shouldStop }
      engine.leastCommon = Self.leastCommon(row)
      let total = row.observations.count * column.observations.count
      let update = observer.begin(stage: "MI of the other tracks (\(row.name))", total: total, unit: "pairs")
      engine.progress = { update(Int($0.done)) }
      rectangles.append(
        try engine.rectangle(rows: row.observations, columns: column.observations, using: estimator).values)
    }
    return combination.combine(rectangles)
  }
}
