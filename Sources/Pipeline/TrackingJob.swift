internal import FoundationEssentials
internal import NumPy
public import Support
public import Tracking

/// Tracks a video into a file of tracks.
public struct TrackingJob: Sendable {
  /// A video, a folder of frames or a pattern.
  public let video: String
  public let options: TrackerOptions
  /// The file of the tracks.
  public let output: String
  /// The first frames that are tracked; nil: all.
  public var frames: Int?
  /// Threads; 0: every core.
  public var threads = 0

  public init(video: String, options: TrackerOptions, output: String) {
    (self.video, self.options, self.output) = (video, options, output)
  }

  /// What was made.
  public struct Summary: Codable, Sendable {
    public let output: String
    public let frames: Int
    public let tracks: Int
    /// The mean number of tracks in a frame.
    public let tracksPerFrame: Double
    /// The first frame of every shot.
    public let shots: [Int]
    public let seconds: Double
    /// Peak resident memory in bytes.
    public let peakMemory: Int
    public let warnings: [String]
  }

  /// Tracks and writes the file, which appears whole or not at all.
  ///
  /// - Throws: `RunError` (usage) where the output is an input, (output) where it is a file that holds no tracks of track-seg; the
  ///   modules' errors.
  public func run(observer: any RunObserver) throws -> Summary {
    try options.validate()
    try SeparatePlaces.check(inputs: [video], output: output)
    try checkOutput()
    let clock = StageClock()
    let found = try VideoTracker(options: options, threads: threads)
      .track(path: video, frames: frames, observer: observer)
    for warning in found.warnings { observer.warn(warning) }
    try NPZ.write(found.arrays(), to: output)
    observer.say("\(found.summary); in \(durationWords(clock.total)): \(output)")
    return Summary(
      output: output, frames: found.frameCount, tracks: found.trackCount,
      tracksPerFrame: found.tracksPerFrame,
      shots: found.shots, seconds: clock.total, peakMemory: Pipeline.peakMemory(), warnings: found.warnings)
  }

  /// Only a file that this command has written is replaced.
  private func checkOutput() throws {
    guard FileManager.default.fileExists(atPath: output) else { return }
    guard let archive = try? NPZArchive(path: output),
      Set(archive.names).isSuperset(of: ["tracks", "query_frame", "shots"])
    else {
      throw RunError(
        .output,
        "\(output): was not written by track-seg, so it is not replaced; name another file with `output`")
    }
  }
}
