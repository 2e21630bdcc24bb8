internal import Support
public import Tracking
public import Tracks
public import MotionSegmentation

/// run.json: what was run, on what, and what came of it.
public struct RunRecord: JSONResultPart {
  public static let files = ["run.json"]
  public static let remedy = "a folder without it is incomplete: run track-seg on the video first"
  /// The schema of the files that this version writes.
  ///
  /// A change that makes older versions misread a file raises it.
  public static let currentSchema = 1

  /// The schema of the result's files; nil in records of versions before there was one, which can be read.
  public var schema: Int? = RunRecord.currentSchema
  /// Version of the program.
  public var version: String
  /// The command that makes the same result.
  public var command: [String]
  /// Options of the run, defaults included.
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
  /// How the video was tracked, where the run did so itself: the tracks are then in the result's folder and not among the inputs.
  public var tracking: TrackerOptions?
  /// Names of masks and overlays without suffix, one a frame: the names or numbers of the input's frames; nil in records of
  /// earlier versions, which numbered them from 0.
  public var frameNames: [String]?
  /// Frames of the tracks.
  public var frameCount: Int
  /// Tracks of the file.
  public var trackCount: Int
  /// Tracks that passed the filter.
  public var keptCount: Int
  /// Kept tracks that are observed in every frame, and those that are not; nil in records of earlier versions, as are the next two.
  public var completeCount: Int?
  public var gapCount: Int?
  /// Kept tracks by how they came to their label (static, matrix, mi, motion, none); all five are listed.
  public var labelledBy: [String: Int]?
  /// The share of the pairs of the matrix whose mutual information is unknown.
  public var unknownPairShare: Double?
  /// Tracks dropped by the filter, by reason; every reason is listed.
  public var dropped: [String: Int]
  /// Kept tracks that do not move: label 0.
  public var staticCount: Int
  /// Tracks in the matrix of mutual information.
  public var sampledCount: Int
  /// Mean mutual information of each signal channel over all pairs, in nats.
  public var channelMeans: [String: Double]
  /// Threshold in nats where the rule cuts at one.
  public var threshold: Double?
  /// Objects: labels 1 and above.
  public var objectCount: Int
  /// Tracks of each object, from label 1 on.
  public var objectSizes: [Int]
  /// The likeliest background; nil: it was not looked for, or the record is of an earlier version, as with the next four.
  public var background: Background?
  /// Every object, from label 1 on.
  public var objects: [Object]?
  /// How much of the result survives with half of the tracks or of the frames.
  public var stability: Stability?
  /// The merges that made the groups, in their order, then the best one that was not made.
  public var merges: [Merge]?
  /// What was warned of.
  public var warnings: [String]
  /// Seconds of each stage, in the order they ran.
  public var timings: [Timing]
  /// Wall-clock time of the run.
  public var totalSeconds: Double
  /// Peak resident memory in bytes.
  public var peakMemory: Int

  /// The likeliest background: label 0 where it is sure enough.
  public struct Background: Codable, Sendable, Equatable {
    /// 0, or the label of the group that would be the background but is not sure enough.
    public var label: Int
    /// Whether it moves, as a whole, because the camera does; otherwise it stands still.
    public var moves: Bool
    /// The share of the kept tracks that have the label.
    public var share: Double
    /// The probability that it is the background, in [0, 1].
    public var sure: Double
  }

  /// One object over the video.
  public struct Object: Codable, Sendable, Equatable {
    public var label: Int
    public var tracks: Int
    /// The first and the last frame in which a track of it is observed; nil where there is none.
    public var first: Int?
    public var last: Int?
    /// The share of its frames in which it moves on its own; nil: not known.
    public var moving: Double?
    /// The share of its tracks whose label survives, the mean over halves of frames and of tracks; nil: not known.
    public var stability: Double?
  }

  /// The share of the tracks of the matrix that keep their label, in [0, 1]; nil: too few to halve.
  public struct Stability: Codable, Sendable, Equatable {
    /// With half of the frames.
    public var frames: Double?
    /// With half of the tracks.
    public var tracks: Double?
  }

  /// Two groups that were merged, or are the next to be.
  public struct Merge: Codable, Sendable, Equatable {
    /// Tracks of either group; nil for the merge that was not made.
    public var sizes: [Int]?
    /// The probability that they are one object.
    public var probability: Double
    public var isMade: Bool
  }

  /// One stage's time.
  public struct Timing: Codable, Sendable {
    /// The name of the stage.
    public var stage: String
    /// Wall-clock time.
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
    of files: [String], tracking: TrackerOptions?, reading: TrackReadingOptions, options: SegmentationOptions,
    version: String
  ) throws -> Bool {
    var (then, now) = (self.options, options)
    // Neither changes a result.
    (then.threads, now.threads, then.memoryLimit, now.memoryLimit) = (0, 0, nil, nil)
    guard then == now, self.version == version, self.reading == reading, self.tracking == tracking,
      inputs.count == files.count
    else {
      return false
    }
    return try zip(inputs, files).allSatisfy { try $0.isSame(as: $1) }
  }

  /// The file of the tracks of the result in a folder.
  func tracksFile(in folder: String) -> String {
    tracking == nil
      ? path(of: inputs.first?.path ?? "", in: folder) : ResultFolder(folder).file(TrackingRecord.tracks)
  }

  /// How the tracks of the result in a folder were read.
  func trackReading(in folder: String) -> TrackReadingOptions {
    var reading = reading ?? TrackReadingOptions()
    reading.visibilityFile = reading.visibilityFile.map { path(of: $0, in: folder) }
    return reading
  }

  /// Reads run.json of a finished result.
  ///
  /// - Throws: `RunError` (input) where there is none, where it is of a later schema, or is not of this program.
  public init(from folder: ResultFolder) throws {
    let path = folder.file(Self.files[0])
    // The schema first: with a later one, any other key may have changed.
    if let schema = try Self.decode(Header.self, from: folder).schema, schema > Self.currentSchema {
      throw RunError(
        .input,
        "\(path): the result has schema \(schema); this version of track-seg reads schema \(Self.currentSchema) and earlier "
          + "ones. Use the version that wrote it, or run track-seg on the video again")
    }
    self = try Self.decode(Self.self, from: folder)
  }

  private struct Header: Decodable { let schema: Int? }
}
