internal import LinearAlgebra
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
    of result: Segmentation, job: SegmentationJob, loaded: LoadedTracks, warnings: [String], clock: StageClock
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
      warnings: warnings, timings: clock.timings, totalSeconds: clock.total, peakMemory: Pipeline.peakMemory()
    )
  }
}
