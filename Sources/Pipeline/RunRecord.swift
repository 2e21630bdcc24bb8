internal import FoundationEssentials
internal import Support
public import Tracks

/// run.json: what was run, on what, and what came of it.
public struct RunRecord: Codable, Sendable {
  /// Version of the program.
  public var version: String
  /// The command that makes the same result.
  public var command: [String]
  public var options: SegmentationOptions
  /// The folder that relative paths of the command and the inputs start from, as seen from the result's own folder, so that a
  /// result can be moved together with its inputs; nil in records of earlier versions.
  public var workingDirectory: String?
  /// Identity of every input: the tracks first, then visibility, the video or its frames, weights.
  public var inputs: [FileDigest]
  /// What was found in the input, as it was said.
  public var tracksFound: String
  public var videoFound: String?
  /// The video's path, size and rate, where pictures were made.
  public var video: LoadedTracks.VideoFacts?
  /// How the tracks were read; nil in records of earlier versions.
  public var reading: TrackReadingOptions?
  /// The arguments of `track-seg segment` for the same labels, but for rule, threshold and output.
  public var arguments: [String]?
  /// Names of masks and overlays without suffix, one a frame: the names or numbers of the input's frames; nil in records of
  /// earlier versions, which numbered them from 0.
  public var frameNames: [String]?
  public var frameCount: Int
  public var trackCount: Int
  /// Tracks that passed the filter.
  public var keptCount: Int
  /// Tracks dropped, by reason; every reason is listed.
  public var dropped: [String: Int]
  /// Kept tracks that do not move: label 0.
  public var staticCount: Int
  /// Tracks in the matrix of mutual information.
  public var sampledCount: Int
  /// Mean mutual information of each signal channel over all pairs, in nats.
  public var channelMeans: [String: Double]
  /// Threshold in nats where the rule cuts at one.
  public var threshold: Double?
  public var objectCount: Int
  /// Tracks of each object, from label 1 on.
  public var objectSizes: [Int]
  public var warnings: [String]
  /// Seconds of each stage, in the order they ran.
  public var timings: [Timing]
  public var totalSeconds: Double
  /// Peak resident memory in bytes.
  public var peakMemory: Int

  /// One stage's time.
  public struct Timing: Codable, Sendable {
    public var stage: String
    public var seconds: Double
  }
}

extension RunRecord {
  /// The path of an input of the result in a folder, wherever the program is run now.
  func path(of input: String, in folder: String) -> String {
    guard let workingDirectory, !input.hasPrefix("/") else { return input }
    // By the folder's real place: .. of a link leads elsewhere.
    return CanonicalPath(folder).description + "/" + workingDirectory + "/" + input
  }

  /// Whether a run of these options on these inputs would write the same result.
  func isResult(
    of files: [String], reading: TrackReadingOptions, options: SegmentationOptions, version: String
  ) throws -> Bool {
    var (then, now) = (self.options, options)
    // Neither changes a result.
    (then.threads, now.threads, then.memoryLimit, now.memoryLimit) = (0, 0, nil, nil)
    guard then == now, self.version == version, self.reading == reading, inputs.count == files.count else {
      return false
    }
    return try zip(inputs, files).allSatisfy { try $0.isSame(as: $1) }
  }

  /// How the tracks of the result in a folder were read.
  func trackReading(in folder: String) -> TrackReadingOptions {
    var reading = reading ?? TrackReadingOptions()
    reading.visibilityFile = reading.visibilityFile.map { path(of: $0, in: folder) }
    return reading
  }

  /// The record as indented JSON with sorted keys, ending in a newline.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }
}
