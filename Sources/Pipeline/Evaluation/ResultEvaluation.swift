internal import Evaluation
internal import FoundationEssentials
internal import LinearAlgebra
public import Support
public import Tracks
internal import MotionSegmentation

/// A result against its truth: metrics.json, pr.csv, pr.png, pr.svg in the result's folder.
public struct ResultEvaluation: Sendable {
  /// The result's folder.
  public let output: String
  /// What the result is compared with.
  public let truth: Truth
  /// The file of tracks; nil: the one that run.json names.
  public var tracks: String?
  /// How the tracks are read; by default as the run read them.
  public var reading = TrackReadingOptions()
  /// The background's id; nil: 999 or 1, where there is one.
  public var background: Int?
  /// Steps of the threshold in pr.csv, nats.
  public var increment = 0.1
  /// One track, named by its id, in place of all as the query of the curves.
  public var query: Int64?
  /// Whether F of the masks' contours is measured beside J.
  public var wantsBoundary = true
  /// Whether the review page is written anew, with the truth.
  public var wantsReview = true

  public init(output: String, truth: Truth) {
    self.output = output
    self.truth = truth
  }

  /// Measures and writes.
  ///
  /// Throws `RunError`, or the modules' errors.
  public func run(observer: any RunObserver) throws -> (metrics: ResultMetrics, curves: QueryCurves) {
    let record = try ResultFolder(output).read(RunRecord.self)
    return try run(
      in: OutputFolder(existing: output, unlisted: ResultFolder(output).replaceable), record: record,
      observer: observer)
  }

  /// The same in a folder that is open already.
  func run(
    in folder: OutputFolder, record: RunRecord, observer: any RunObserver
  ) throws -> (metrics: ResultMetrics, curves: QueryCurves) {
    let result = try StoredResult(folder.result, record: record)
    let labels = result.labels.labels
    // Scores and curves of an earlier evaluation.
    try folder.clear(keeping: { !ResultFolder.isOfEvaluation($0) })
    let set = try result.readTracks(tracks, reading: reading)
    let size = try result.masks.map { try MaskFolder(path: $0) }
    let frames = FrameNames(of: record)
    let objects = try truth.ids(of: set, frames: frames)
    let trueIDs = objects.ids
    if let masks = truth.maskFolder, let matching = try MaskFolder(path: masks, frames: frames).matching {
      if matching.isDoubtful { observer.warn(matching.summary) } else { observer.say(matching.summary) }
    }
    let background = background ?? objects.background
    let scored = trueIDs.indices.filter { trueIDs[$0] != 0 && labels[$0] >= 0 }
    guard !scored.isEmpty else {
      throw RunError(
        .input,
        "\(output): no track that passed the filter has a true object; expected the truth of the same sequence"
      )
    }
    let (scoredLabels, ids) = (scored.map { labels[$0] }, scored.map { trueIDs[$0] })
    let table = Contingency(labels: scoredLabels, truth: ids)
    var points: [[Int]: Int] = [:]
    func visiblePoints(_ track: Int) -> Int { set.range(ofTrack: track).count { set.visible[$0] } }
    for track in scored { points[[labels[track], trueIDs[track]], default: 0] += visiblePoints(track) }
    let regions = RegionScores(Contingency(points))
    let curves = try QueryCurves(
      matrix: result.matrix.values.rows, truth: result.rows.map { trueIDs[$0] }, ids: result.matrix.trackIDs,
      query: query, increment: increment)
    var metrics = ResultMetrics(
      averagePrecision: curves.averagePrecision,
      perObject: Self.objects(table, curves: curves),
      adjustedRandIndex: AdjustedRandIndex.score(scoredLabels, ids),
      foregroundAri: background.flatMap {
        AdjustedRandIndex.foreground(labels: scoredLabels, truth: ids, background: $0)
      },
      hungarianAccuracy: table.hungarianAccuracy, regionPrecision: regions.precision,
      regionRecall: regions.recall, regionF: regions.fMeasure, extractedObjects: regions.extractedObjects,
      density: size.map { mask in
        let count = labels.indices.filter { labels[$0] >= 0 }.reduce(0) { $0 + visiblePoints($1) }
        return Double(count) / Double(mask.width * mask.height * max(set.frameCount, 1))
      },
      nClusters: table.labels.count, nObjects: table.truths.count, nScored: scored.count,
      nDropped: trueIDs.indices.count { trueIDs[$0] != 0 && labels[$0] < 0 })
    metrics.coverage = Double(metrics.nScored) / Double(metrics.nScored + metrics.nDropped)
    metrics.unknownPairShare = Self.unknownShare(
      result.matrix.values, scored: result.rows.map { trueIDs[$0] != 0 })
    metrics.scoredWith = try identity()
    if let folder = truth.maskFolder, let masks = result.masks {
      try score(
        masks: masks, against: folder, frames: frames, map: objects.objectOfMaskID, into: &metrics,
        observer: observer)
    }
    try folder.write(metrics)
    try curves.write(to: folder, name: record.options.estimator)
    if wantsReview {
      var source = ReviewSource(result, tracks: set)
      let shown = ReviewTruth(ids: trueIDs, background: background, query: query, metrics: metrics)
      try folder.write(shown)
      if var masks = try ReviewTruthMasks(truth: truth, frames: frames, truthIDs: shown, tracks: set) {
        try masks.write(to: folder, frameCount: set.frameCount)
      }
      (source.truth, source.metrics, source.curves) = (shown, metrics, curves)
      try Review(source, folder: folder).write()
    }
    return (metrics, curves)
  }

  private static func objects(_ table: Contingency, curves: QueryCurves) -> [ResultMetrics.Object] {
    let columns = table.truths.count
    let match = Assignment.greatest(table.counts.map(Double.init), rows: table.labels.count, columns: columns)
    return table.truths.enumerated().map { column, id in
      let row = match.firstIndex { $0 == column }
      let overlap = row.map { Double(table.counts[$0 * columns + column]) } ?? 0
      return ResultMetrics.Object(
        id: id, tracks: table.truthSizes[column],
        averagePrecision: curves.objects.first { $0.id == id }?.averagePrecision,
        label: row.map { table.labels[$0] },
        precision: row.map { overlap / Double(max(table.labelSizes[$0], 1)) } ?? 0,
        recall: overlap / Double(max(table.truthSizes[column], 1)))
    }
  }

  /// The share of unknown pairs among the scored rows of a matrix; 0 where there is no pair.
  static func unknownShare(_ matrix: PairMatrix, scored: [Bool]) -> Double {
    let rows = scored.indices.filter { scored[$0] }
    let pairs = rows.count * (rows.count - 1) / 2
    guard pairs > 0 else { return 0 }
    let known =
      switch matrix {
      case .dense(let matrix):
        rows.reduce(0) { sum, row in sum + rows.count { $0 < row && !matrix[row, $0].isNaN } }
      case .sparse(let matrix):
        zip(matrix.rows, matrix.columns).count { scored[Int($0)] && scored[Int($1)] }
      }
    return 1 - Double(known) / Double(pairs)
  }

  /// J and F, one frame at a time.
  private func score(
    masks: String, against folder: String, frames names: FrameNames, map: [UInt8: UInt8]?,
    into metrics: inout ResultMetrics,
    observer: any RunObserver
  ) throws {
    var found = try MaskFolder(path: masks, frames: names)
    var real = try MaskFolder(path: folder, frames: names)
    guard found.width == real.width, found.height == real.height else {
      throw RunError(
        .input,
        "\(masks) has \(found.width)x\(found.height) pixels, the true masks in \(folder) \(real.width)x\(real.height); expected the same"
      )
    }
    let frames = real.files.keys.filter { found.files[$0] != nil }.sorted()
    guard !frames.isEmpty else {
      throw RunError(.input, "\(masks) and \(folder) have no frame in common")
    }
    var scores = MaskScores(width: found.width, height: found.height, wantsBoundary: wantsBoundary)
    var foreground = scores
    let update = observer.begin(stage: "Masks", total: frames.count, unit: "frames")
    for (index, frame) in frames.enumerated() {
      guard let mask = try found.ids(frame: frame), var ids = try real.ids(frame: frame) else { continue }
      if let map { ids = ids.map { $0 == MaskScores.void ? $0 : map[$0] ?? 0 } }
      scores.add(mask: mask, truth: ids)
      if frames.count < 3 || (index > 0 && index + 1 < frames.count) {
        func together(_ ids: [UInt8]) -> [UInt8] { ids.map { $0 == MaskScores.void ? $0 : min($0, 1) } }
        foreground.add(mask: together(mask), truth: together(ids))
      }
      update(index + 1)
    }
    let objects = scores.objects
    metrics.masks = objects.map {
      ResultMetrics.MaskObject(
        id: Int($0.truth), label: $0.label.map { Int($0) }, region: $0.region, boundary: $0.boundary)
    }
    let count = Double(max(objects.count, 1))
    metrics.maskIou = objects.reduce(0) { $0 + $1.region } / count
    let all = foreground.mean(label: 1, truth: 1)
    metrics.foregroundIou = all.region
    metrics.foregroundBoundary = wantsBoundary ? all.boundary : nil
    metrics.maskBoundary = wantsBoundary ? objects.reduce(0) { $0 + $1.boundary } / count : nil
  }
}
