internal import Evaluation
internal import FoundationEssentials
internal import Report
internal import Segmentation
internal import Support
internal import Tracks

extension Review {
  /// What the page says.
  func facts(
    size: (width: Int, height: Int), quantum: Double, stride: Int, rest: [Int],
    range: (low: Float, high: Float), grid: ThresholdGrid
  ) throws -> ReviewFacts {
    let record = result.record
    // A sequence of a batch is still in the folder that it is made in.
    let output = result.path.hasSuffix(".partial") ? String(result.path.dropLast(8)) : result.path
    let name = output.split(separator: "/").last.map(String.init) ?? "result"
    let count = record.objectCount
    let found =
      "\(count) object\(count == 1 ? "" : "s")" + (record.staticCount > 0 ? " and a static background" : "")
    let rule = record.options.clustering
    var facts = ReviewFacts(
      title: name,
      subtitle: "\(found) · \(record.keptCount) of \(record.trackCount) tracks · \(record.frameCount) frames",
      version: record.version, frames: frames(size: size),
      tracks: ReviewFacts.Tracks(
        ids: table.ids, labels: table.labels,
        scores: table.scores.map { $0.isFinite ? (Double($0) * 1000).rounded() / 1000 : 0 },
        reasons: table.reasons, seen: table.seen, first: table.first, last: table.last, quantum: quantum,
        stride: stride),
      reasons: DropReason.allCases.map(\.name),
      matrix: ReviewFacts.Matrix(
        rows: result.rows, rest: rest, low: Double(range.low), high: Double(range.high),
        estimator: record.options.estimator),
      threshold: ReviewFacts.Threshold(
        rule: rule.cut.name, ownRule: rule.name, own: record.options.threshold,
        grid: grid),
      command: record.arguments ?? Self.arguments(of: record), output: output)
    if let truth {
      facts.truth = ReviewFacts.Truth(
        ids: truth.ids, background: truth.background,
        numbers: Dictionary(uniqueKeysWithValues: truth.numbers.map { ("\($0.key)", $0.value) }))
      facts.curves = curveFacts(truth, grid: grid)
    }
    facts.groups = try groups()
    facts.dropped = record.dropped.filter { $0.value > 0 }
      .sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
      .map { ReviewFacts.Entry($0.key, "\($0.value)") }
    facts.warnings = record.warnings
    facts.missing = missing
    if facts.frames.pictures?.folder == "overlays" {
      facts.missing.append("The video’s plain frames are not there: the overlays stand for them.")
    }
    return facts
  }

  /// Of a record that does not hold them: inputs alone.
  private static func arguments(of record: RunRecord) -> [String] {
    let video = record.video?.path
    guard let tracks = record.inputs.first?.path,
      let input = try? InputFiles(video: video, tracks: tracks)
    else { return record.command }
    return record.options.arguments(input: input, reading: record.reading ?? TrackReadingOptions())
  }

  private func frames(size: (width: Int, height: Int)) -> ReviewFacts.Frames {
    let record = result.record
    var frames = ReviewFacts.Frames(
      count: record.frameCount, rate: record.video?.frameRate ?? 30, width: size.width, height: size.height)
    guard record.options.pictures else { return frames }
    let plain = (0..<record.frameCount).map(FrameNames.digits)
    let names = FrameNames(of: record).names == plain ? nil : FrameNames(of: record).names
    if folder.contains(ReviewFrames.folder) {
      frames.pictures = ReviewFacts.Pictures(
        folder: ReviewFrames.folder, suffix: "jpg", stride: ReviewFrames.stride(record.frameCount))
    } else if folder.contains("overlays") {
      frames.pictures = ReviewFacts.Pictures(folder: "overlays", suffix: "png", stride: 1, names: names)
    }
    if folder.contains("masks") {
      frames.masks = ReviewFacts.Pictures(folder: "masks", suffix: "png", stride: 1, names: names)
    }
    frames.truthFrames = ReviewTruthMasks.frames(in: folder).filter { $0 < record.frameCount }
    if !frames.truthFrames.isEmpty {
      frames.truth = ReviewFacts.Pictures(folder: ReviewTruthMasks.folder, suffix: "png", stride: 1)
    }
    return frames
  }

  private func curveFacts(_ truth: ReviewTruth, grid: ThresholdGrid) -> ReviewFacts.Curves? {
    guard let curves else { return nil }
    var lines: [ReviewFacts.Curves.Curve] = []
    if let precision = curves.precision, let average = curves.averagePrecision {
      let name = truth.query.map { "track \($0)" } ?? "all tracks (\(curves.queryCount))"
      lines.append(
        ReviewFacts.Curves.Curve(name: name, object: nil, average: average, precision: precision))
    }
    if truth.query == nil {
      lines += curves.objects.prefix(24).map {
        ReviewFacts.Curves.Curve(
          name: $0.id == truth.background ? "background" : "true \($0.id)", object: $0.id,
          average: $0.averagePrecision, precision: $0.precision)
      }
    }
    let ids = result.rows.map { truth.ids[$0] }
    let queries = ids.indices.filter {
      ids[$0] != 0 && (truth.query == nil || result.trackIDs[result.rows[$0]] == truth.query)
    }
    let rows = ThresholdCounts(result.matrix, truth: ids, queries: queries, thresholds: grid.values).rows
    return ReviewFacts.Curves(
      curves: lines.map(Self.rounded), queries: curves.queryCount, right: rows.map(\.truePositives),
      wrong: rows.map(\.falsePositives),
      relevant: rows.first.map { $0.truePositives + $0.falseNegatives } ?? 0)
  }

  /// Five decimals are more than a curve shows.
  private static func rounded(_ curve: ReviewFacts.Curves.Curve) -> ReviewFacts.Curves.Curve {
    var curve = curve
    curve.precision = curve.precision.map { ($0 * 1e5).rounded() / 1e5 }
    return curve
  }

  private func groups() throws -> [ReviewFacts.Group] {
    let (record, options) = (result.record, result.record.options)
    typealias Entry = ReviewFacts.Entry
    var input = record.inputs.map { Entry($0.path, "sha-256 \($0.sha256.prefix(12))…") }
    input.append(Entry("tracks", record.tracksFound))
    if let video = record.videoFound { input.append(Entry("video", video)) }
    input.append(Entry("command", record.command.joined(separator: " ")))
    var method = [
      Entry("estimator", options.estimator), Entry("signal", options.signal.name),
      Entry("lag", options.lag.map { "\($0) frames" } ?? "auto"),
      Entry("slicing", "\(options.slicing), \(options.slices) slices"), Entry("seed", "\(options.seed)"),
      Entry("filter", options.filter.name),
      Entry(
        "tracks in the matrix",
        "\(record.sampledCount)" + (options.maxTracks.map { " (at most \($0))" } ?? "")),
      Entry("clustering", options.clustering.name),
      Entry("threshold", options.threshold.map { "\($0) nats" } ?? "auto"),
    ]
    for (name, mean) in record.channelMeans.sorted(by: { $0.key < $1.key }) {
      method.append(Entry("mean MI of \(name)", "\(Self.text(mean)) nats"))
    }
    var groups = [ReviewFacts.Group("Method", method)]
    if hasMetrics, let metrics = metrics() {
      groups.append(ReviewFacts.Group("Against the truth (the run’s own labels)", metrics))
    }
    var times = record.timings.map { Entry($0.stage, "\(Self.text($0.seconds)) s") }
    times.append(Entry("all", "\(Self.text(record.totalSeconds)) s"))
    times.append(Entry("peak memory", "\(record.peakMemory >> 20) MiB"))
    groups.append(ReviewFacts.Group("Time", times))
    groups.append(ReviewFacts.Group("Input", input, isWide: true))
    return groups
  }

  /// The figures of metrics.json.
  private func metrics() -> [ReviewFacts.Entry]? {
    guard let metrics = ResultMetrics.read(from: folder.path) else { return nil }
    let values: [(String, Double?)] = [
      ("average precision", metrics.averagePrecision), ("adjusted Rand index", metrics.adjustedRandIndex),
      ("the same, foreground", metrics.foregroundAri), ("Hungarian accuracy", metrics.hungarianAccuracy),
      ("region precision", metrics.regionPrecision), ("region recall", metrics.regionRecall),
      ("region F", metrics.regionF), ("J of the masks", metrics.maskIou),
      ("F of the masks’ contours", metrics.maskBoundary),
    ]
    return values.compactMap { name, value in value.map { ReviewFacts.Entry(name, Self.text($0)) } }
      + [ReviewFacts.Entry("tracks scored", "\(metrics.nScored)")]
  }

  /// Three decimals.
  private static func text(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
}
