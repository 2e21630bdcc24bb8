internal import LinearAlgebra
internal import MotionGroups
internal import Segmentation
internal import Support
internal import Tracks
internal import MotionSegmentation

extension StageClock {
  /// The stages as run.json has them.
  var timings: [RunRecord.Timing] { stages.map { RunRecord.Timing(stage: $0.name, seconds: $0.seconds) } }
}

extension RunRecord {
  /// The record of a run.
  init(
    of result: Segmentation, objects table: ObjectTable, job: SegmentationJob, loaded: LoadedTracks,
    warnings: [String], clock: StageClock
  ) throws {
    let names = FrameNames(
      files: loaded.video?.files, offset: job.options.frameOffset, count: loaded.tracks.frameCount)
    let kept = result.filtered.kept
    let complete = (0..<kept.trackCount).count {
      kept.frames(ofTrack: $0).count == kept.frameCount && kept.range(ofTrack: $0).allSatisfy(kept.isObserved)
    }
    // What the filter dropped; a kept track without a label is counted in labelledBy.
    let dropped = result.filtered.dropped.filter { $0.key != .neverTogether }
    self.init(
      version: job.version, command: job.command, options: job.options,
      workingDirectory: CanonicalPath(".").path(from: CanonicalPath(job.output)),
      inputs: try SegmentationJob.inputPaths(job.input, reading: job.reading, options: job.options).map {
        try FileDigest(of: $0)
      },
      tracksFound: loaded.found, videoFound: loaded.video?.summary, video: loaded.video, reading: job.reading,
      arguments: job.options.arguments(input: job.input, reading: job.reading), tracking: job.input.tracking,
      frameNames: names.names,
      frameCount: loaded.tracks.frameCount, trackCount: loaded.tracks.trackCount,
      keptCount: result.kept.count, completeCount: complete, gapCount: kept.trackCount - complete,
      labelledBy: Dictionary(
        uniqueKeysWithValues: LabelOrigin.allCases.map { origin in
          (origin.rawValue, result.keptOrigins.count { $0 == origin })
        }), unknownPairShare: result.matrix.unknownShare,
      dropped: Dictionary(uniqueKeysWithValues: dropped.map { ($0.key.name, $0.value) }),
      staticCount: result.staticCount, sampledCount: result.sample.count,
      channelMeans: Dictionary(uniqueKeysWithValues: result.channels.map { ($0.name, $0.mean) }),
      threshold: result.clustering.threshold.map(Double.init), objectCount: result.objectCount,
      objectSizes: (0..<result.objectCount).map { object in result.keptLabels.count { $0 == object + 1 } },
      background: Background(of: result), objects: Self.objects(of: result, table),
      stability: result.stability.map { Stability(frames: $0.frames, tracks: $0.tracks) },
      merges: Self.merges(of: result), warnings: warnings, timings: clock.timings, totalSeconds: clock.total,
      peakMemory: Pipeline.peakMemory()
    )
  }

  private static func objects(of result: Segmentation, _ table: ObjectTable) -> [Object] {
    let rows = Dictionary(grouping: table.rows, by: \.object)
    let stability = result.labelStability
    return (0..<result.objectCount).map { index in
      let own = rows[index + 1] ?? []
      let known = own.compactMap(\.isMoving)
      let stable = stability.indices.contains(index + 1) ? stability[index + 1] : .nan
      return Object(
        label: index + 1, tracks: result.keptLabels.count { $0 == index + 1 }, first: own.first?.frame,
        last: own.last?.frame,
        moving: known.isEmpty ? nil : (Double(known.count { $0 }) / Double(known.count)).rounded(decimals: 3),
        stability: stable.isFinite ? stable.rounded(decimals: 3) : nil)
    }
  }

  private static func merges(of result: Segmentation) -> [Merge]? {
    guard let merges = result.merges else { return nil }
    return merges.made.map {
      Merge(sizes: $0.sizes, probability: $0.probability.rounded(decimals: 4), isMade: true)
    }
      + (merges.next.map { [Merge(sizes: nil, probability: $0.rounded(decimals: 4), isMade: false)] } ?? [])
  }

  /// What a result has, in a few words: `2 objects before a moving background (sure: 0.93)`.
  var resultWords: String {
    let moving = background.map { $0.label == 0 && $0.moves } ?? false
    let sure = moving ? " (sure: \(decimals(background?.sure ?? 0, 2)))" : ""
    let hasBackground = moving || staticCount > 0
    guard objectCount > 0 else {
      return "no object: nothing moves on its own before the \(moving ? "moving" : "static") background"
        + sure
    }
    return "\(objectCount) object\(objectCount == 1 ? "" : "s")"
      + (moving ? " before a moving background" + sure : hasBackground ? " and a static background" : "")
  }
}

extension RunRecord.Background {
  init?(of result: Segmentation) {
    guard let found = result.background else { return nil }
    let label = found.isTaken || found.group == nil ? 0 : result.label(ofGroup: found.group ?? 0)
    let count = result.keptLabels.count { $0 == label }
    self.init(
      label: label, moves: found.group != nil,
      share: (Double(count) / Double(max(result.kept.count, 1))).rounded(decimals: 4),
      sure: found.probability.rounded(decimals: 4))
  }
}
