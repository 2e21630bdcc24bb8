internal import FoundationEssentials
internal import MotionSegmentation
internal import NumPy
internal import Support
internal import Tracking

extension SegmentationJob {
  /// Tracks the video, unless the folder holds its tracks already, and runs on them.
  ///
  /// The tracks are written to the folder first and read from there, so that a run with `tracks` gives the same result.
  func trackAndRun(in folder: OutputFolder, observer: any RunObserver) throws -> Outcome {
    guard options.frameOffset == 0 else {
      throw RunError(
        .usage,
        "`frame-offset` \(options.frameOffset) is for tracks of a file; a video is tracked from its first frame on"
      )
    }
    var clock = StageClock()
    let record = try clock.measure("tracking") { try tracks(in: folder, observer: observer) }
    for warning in record.warnings { observer.warn(warning) }
    var job = self
    job.input.tracks = folder.file(TrackingRecord.tracks)
    return try job.run(in: folder, clock: clock, observer: observer)
  }

  /// The record of tracks that lie in the folder: made before, copied from an earlier result, or made now.
  private func tracks(in folder: OutputFolder, observer: any RunObserver) throws -> TrackingRecord {
    guard let video = input.video, let tracking = input.tracking else {
      throw RunError(.input, "there is no video to track")
    }
    for place in [folder.result] + [earlier].compactMap(\.self) {
      guard let record = place.readIfPresent(TrackingRecord.self),
        try record.isSame(as: video, options: tracking, frames: options.frames)
      else { continue }
      observer.say(
        "the tracks in \(place.file(TrackingRecord.tracks)) are of this video; they are used again")
      if place.path != folder.path { try copy(record, from: place, to: folder) }
      return record
    }
    // Its record goes before the tracks: what is interrupted here is not taken for tracks of this video.
    try folder.remove(TrackingRecord.files[0])
    let found = try VideoTracker(options: tracking, threads: options.threads)
      .track(path: video, frames: options.frames, observer: observer)
    observer.say(found.summary)
    try NPZ.write(found.arrays(), to: folder.claimed(TrackingRecord.tracks))
    let record = TrackingRecord(
      video: try FileDigest(of: video), options: tracking, frames: options.frames,
      method: VideoTracker.method, shots: found.shots, warnings: found.warnings)
    try folder.write(record)
    return record
  }

  private func copy(_ record: TrackingRecord, from place: ResultFolder, to folder: OutputFolder) throws {
    let source = place.file(TrackingRecord.tracks)
    guard let bytes = FileManager.default.contents(atPath: source) else {
      throw RunError(.input, "\(source): cannot be read")
    }
    try folder.write(Array(bytes), to: TrackingRecord.tracks)
    try folder.write(record)
  }
}
