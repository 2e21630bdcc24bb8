internal import FoundationEssentials
internal import LinearAlgebra
internal import Support
internal import Tracks
internal import MotionSegmentation

/// A finished result, read from its folder.
struct StoredResult: Sendable {
  let folder: ResultFolder
  let record: RunRecord
  let labels: LabelTable
  /// No rows where the folder has no matrix.
  let matrix: ResultMatrix
  /// The track of every row of the matrix, among the tracks of the file.
  let rows: [Int]

  /// Reads a finished result; a `record` that is known need not be read.
  ///
  /// - Throws: `RunError` (input) where files are missing or do not fit each other, `TracksError`, `NumPyError`, `CSVError`.
  init(_ folder: ResultFolder, record: RunRecord? = nil, needsMatrix: Bool = true) throws {
    self.folder = folder
    self.record = try record ?? folder.read(RunRecord.self)
    labels = try folder.read(LabelTable.self)
    matrix =
      needsMatrix || folder.contains(ResultMatrix.self)
      ? try folder.read(ResultMatrix.self)
      : ResultMatrix(values: .dense(SymmetricMatrix(count: 0)), trackIDs: [])
    rows = try matrix.rows(in: labels.trackIDs, folder: folder)
  }

  /// The folder of the result's masks; nil where pictures were not made.
  var masks: String? {
    record.hasPictures && folder.contains(ResultFolder.masks) ? folder.file(ResultFolder.masks.name) : nil
  }

  /// The tracks that the result is of, in pixels: from `file`, or from the one that run.json names.
  ///
  /// The run's filter says in which frames each is observed, as `ObservedTracks` has it.
  ///
  /// - Throws: `RunError` (input) where they are not those of the result, or the modules' errors.
  func readTracks(_ file: String?, reading: TrackReadingOptions) throws -> TrackSet {
    let file = file ?? record.tracksFile(in: folder.path)
    // Without options of their own, commands read the tracks as the run did.
    var reading = reading == TrackReadingOptions() ? record.trackReading(in: folder.path) : reading
    reading.frameCount = record.frameCount
    reading.pictureSize = record.video.map { PictureSize(width: $0.width, height: $0.height) }
    var set = try TrackFile.read(file, options: reading).tracks
    if let frames = record.options.frames { set = set.prefix(frames: frames) }
    guard set.trackCount == labels.rows.count else {
      throw RunError(
        .input,
        "\(file) holds \(set.trackCount) tracks, the result in \(folder.path) \(labels.rows.count); name the right track file with `tracks`"
      )
    }
    if set.isNormalised {
      let size = try masks.map { try MaskFolder(path: $0) }
      set = set.inPixels(
        width: record.video?.width ?? size?.width ?? 1000,
        height: record.video?.height ?? size?.height ?? 1000)
    }
    return try ObservedTracks(
      set, options: record.options,
      picture: record.video.map { PictureSize(width: $0.width, height: $0.height) }
    ).tracks
  }
}

extension RunRecord {
  /// Whether the run made masks and overlays.
  var hasPictures: Bool { options.pictures && video != nil }
}
