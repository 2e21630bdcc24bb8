internal import LinearAlgebra
internal import Evaluation
internal import FoundationEssentials
internal import Report
internal import Segmentation
internal import Support
internal import Tracks
internal import MotionSegmentation

extension Review {
  /// What the page says.
  func facts(_ layout: ReviewLayout, remaining: [Int]) throws -> ReviewFacts {
    let (record, labels) = (source.record, source.labels)
    // A sequence of a batch is still in the folder that it is made in.
    let output = folder.path.hasSuffix(".partial") ? String(folder.path.dropLast(8)) : folder.path
    let name = output.split(separator: "/").last.map(String.init) ?? "result"
    let objects = record.resultWords
    let rule = record.options.clustering
    var facts = ReviewFacts(
      title: name,
      subtitle:
        "\(objects) · \(record.keptCount) of \(record.trackCount) tracks · \(record.frameCount) frames",
      version: record.version, frames: frames(size: layout.size),
      tracks: ReviewFacts.Tracks(
        ids: labels.trackIDs, labels: labels.labels,
        scores: labels.rows.map { $0.score.isFinite ? Double($0.score).rounded(decimals: 3) : 0 },
        reasons: labels.rows.map { Int($0.reason.rawValue) }, visibleCount: labels.rows.map(\.visibleCount),
        first: labels.rows.map(\.first), last: labels.rows.map(\.last), quantum: layout.quantum,
        stride: layout.stride),
      reasons: DropReason.allCases.map(\.name),
      matrix: ReviewFacts.Matrix(
        rows: source.rows, remainder: remaining, low: Double(layout.range.low),
        high: Double(layout.range.high),
        estimator: record.options.estimator, hasUnknown: source.matrix.values.unknownShare > 0),
      threshold: ReviewFacts.Threshold(
        rule: source.cut.name, ownRule: rule.name,
        ownText: Self.text(rule, threshold: record.options.threshold),
        own: record.options.threshold, leastObject: Persistent.leastObjectSize, grid: layout.grid),
      command: record.arguments ?? Self.arguments(of: record), output: output)
    let origins = LabelOrigin.allCases
    facts.origins = origins.map(\.summary)
    if labels.rows.allSatisfy({ $0.observedCount != nil }) {
      facts.tracks.observedCount = labels.rows.map { $0.observedCount ?? 0 }
      facts.tracks.origins = labels.rows.map { row in
        origins.firstIndex { $0.rawValue == row.origin } ?? -1
      }
    }
    facts.threshold.ownObjects = record.options.objects
    facts.threshold.found = record.objectCount
    if let background = record.background, background.label == 0, background.moves {
      facts.backgroundMoves = true
    }
    facts.objects = source.objects.map { lives($0) }
    if let truth = source.truth {
      facts.truth = ReviewFacts.Truth(
        ids: truth.ids, background: truth.background,
        numbers: Dictionary(uniqueKeysWithValues: truth.numbers.map { ("\($0.key)", $0.value) }))
      facts.curves = curveFacts(truth, grid: layout.grid)
    }
    facts.groups = try groups()
    var dropped = record.dropped
    let unlabelled = labels.rows.count { $0.reason == .neverTogether }
    dropped[DropReason.neverTogether.name] = unlabelled
    facts.dropped = dropped.filter { $0.value > 0 }
      .sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
      .map { ReviewFacts.Entry($0.key, "\($0.value)") }
    facts.warnings = record.warnings
    if facts.frames.pictures?.folder == ResultFolder.overlays.name {
      facts.missing.append("The plain frames of the video are missing: the page shows the overlays instead.")
    }
    return facts
  }

  /// The rule of a run with its threshold.
  private static func text(_ rule: ClusteringRule, threshold: Double?) -> String {
    threshold.map { "\(rule.name) at \($0) nats" } ?? "\(rule.name) (\(rule.summary))"
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
    let record = source.record
    var frames = ReviewFacts.Frames(
      count: record.frameCount, rate: record.video?.frameRate ?? 30, width: size.width, height: size.height)
    guard record.options.pictures else { return frames }
    let plain = (0..<record.frameCount).map(FrameNames.digits)
    let names = FrameNames(of: record).names == plain ? nil : FrameNames(of: record).names
    func pictures(_ pictures: PictureFolder, stride: Int = 1, names: [String]? = nil) -> ReviewFacts.Pictures?
    {
      guard folder.contains(pictures.name) else { return nil }
      return ReviewFacts.Pictures(
        folder: pictures.name, suffix: pictures.suffix, stride: stride, names: names)
    }
    frames.pictures =
      pictures(ResultFolder.reviewFrames, stride: ReviewFrames.stride(record.frameCount))
      ?? pictures(ResultFolder.overlays, names: names)
    frames.masks = pictures(ResultFolder.masks, names: names)
    frames.truthFrames = ReviewTruthMasks.frames(in: folder.result).filter { $0 < record.frameCount }
    if !frames.truthFrames.isEmpty { frames.truth = pictures(ResultFolder.reviewTruthMasks) }
    return frames
  }

  private func curveFacts(_ truth: ReviewTruth, grid: ThresholdGrid) -> ReviewFacts.Curves? {
    guard let curves = source.curves else { return nil }
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
    let ids = source.rows.map { truth.ids[$0] }
    let queries = ids.indices.filter {
      ids[$0] != 0 && (truth.query == nil || source.matrix.trackIDs[$0] == truth.query)
    }
    let rows = ThresholdCounts(
      source.matrix.values.rows, truth: ids, queries: queries, thresholds: grid.values
    ).rows
    return ReviewFacts.Curves(
      curves: lines.map(Self.rounded), queries: curves.queryCount, right: rows.map(\.truePositives),
      wrong: rows.map(\.falsePositives),
      relevant: rows.first.map { $0.truePositives + $0.falseNegatives } ?? 0)
  }

  /// Five decimals are more than a curve shows.
  private static func rounded(_ curve: ReviewFacts.Curves.Curve) -> ReviewFacts.Curves.Curve {
    var curve = curve
    curve.precision = curve.precision.map { $0.rounded(decimals: 5) }
    return curve
  }

  /// When each object is seen and moves.
  private func lives(_ table: ObjectTable) -> [ReviewFacts.Life] {
    func stretches(_ frames: some Sequence<Int>) -> [[Int]] {
      frames.reduce(into: [[Int]]()) { found, frame in
        if let last = found.last, last[1] == frame - 1 {
          found[found.count - 1][1] = frame
        } else {
          found.append([frame, frame])
        }
      }
    }
    return Dictionary(grouping: table.rows, by: \.object).sorted { $0.key < $1.key }.map { label, rows in
      ReviewFacts.Life(
        label: label, seen: stretches(rows.map(\.frame)),
        moving: stretches(rows.filter { $0.isMoving == true }.map(\.frame)))
    }
  }

  /// How sure the run is of its objects.
  private func confidence() -> ReviewFacts.Group? {
    typealias Entry = ReviewFacts.Entry
    let record = source.record
    func percent(_ share: Double) -> String { "\(Int((100 * share).rounded())) %" }
    var entries: [Entry] = []
    if let background = record.background {
      let name =
        background.label == 0 ? "background" : "no background; the likeliest is object \(background.label)"
      entries.append(
        Entry(
          name, "\(percent(background.share)) of the tracks, sure: \(decimals(background.sure, 2))"))
    }
    if let share = record.stability?.frames {
      entries.append(Entry("keep their object with half of the frames", "\(percent(share)) of the tracks"))
    }
    if let share = record.stability?.tracks {
      entries.append(Entry("keep their object with half of the tracks", "\(percent(share)) of the tracks"))
    }
    if let merges = record.merges {
      if let least = merges.filter(\.isMade).map(\.probability).min() {
        entries.append(Entry("least probable merge", percent(least)))
      }
      if let next = merges.last, !next.isMade {
        entries.append(Entry("next merge, not made", percent(next.probability)))
      }
    }
    for object in (record.objects ?? []).prefix(24) {
      var words = ["\(object.tracks) tracks"]
      if let first = object.first, let last = object.last { words.append("frames \(first)–\(last)") }
      if let moving = object.moving { words.append("moves in \(percent(moving))") }
      if let stability = object.stability { words.append("\(percent(stability)) stable") }
      entries.append(Entry("object \(object.label)", words.joined(separator: ", ")))
    }
    return entries.isEmpty ? nil : ReviewFacts.Group("Objects", entries)
  }

  private func groups() throws -> [ReviewFacts.Group] {
    let (record, options) = (source.record, source.record.options)
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
    if let complete = record.completeCount, let gaps = record.gapCount, gaps > 0 {
      method.append(Entry("complete tracks", "\(complete), and \(gaps) that come or go"))
    }
    if let share = record.unknownPairShare, share > 0 {
      method.append(Entry("unknown pairs", UnknownPairs.percent(share)))
    }
    for (name, mean) in record.channelMeans.sorted(by: { $0.key < $1.key }) {
      method.append(Entry("mean MI of \(name)", "\(decimals(mean, 3)) nats"))
    }
    var groups = [ReviewFacts.Group("Method", method)]
    if let confidence = confidence() { groups.append(confidence) }
    if let metrics = source.metrics.map(Self.entries) {
      groups.append(ReviewFacts.Group("Against the truth (the run’s own labels)", metrics))
    }
    var times = record.timings.map { Entry($0.stage, "\(decimals($0.seconds, 3)) s") }
    times.append(Entry("all", "\(decimals(record.totalSeconds, 3)) s"))
    times.append(Entry("peak memory", "\(record.peakMemory >> 20) MiB"))
    groups.append(ReviewFacts.Group("Time", times))
    groups.append(ReviewFacts.Group("Input", input, isWide: true))
    return groups
  }

  /// The figures of metrics.json.
  private static func entries(_ metrics: ResultMetrics) -> [ReviewFacts.Entry] {
    let values: [(String, Double?)] = [
      ("average precision", metrics.averagePrecision), ("adjusted Rand index", metrics.adjustedRandIndex),
      ("adjusted Rand index, foreground", metrics.foregroundAri),
      ("Hungarian accuracy", metrics.hungarianAccuracy),
      ("region precision", metrics.regionPrecision), ("region recall", metrics.regionRecall),
      ("region F", metrics.regionF), ("J of the masks", metrics.maskIou),
      ("F of the masks’ contours", metrics.maskBoundary),
      ("J of the foreground", metrics.foregroundIou),
      ("F of the foreground’s contour", metrics.foregroundBoundary),
    ]
    return values.compactMap { name, value in value.map { ReviewFacts.Entry(name, decimals($0, 3)) } }
      + [ReviewFacts.Entry("tracks scored", "\(metrics.nScored)")]
      + (metrics.coverage.map { $0 < 1 ? [ReviewFacts.Entry("coverage", decimals($0, 3))] : [] } ?? [])
  }
}
