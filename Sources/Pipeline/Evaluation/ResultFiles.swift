internal import FoundationEssentials
internal import LinearAlgebra
internal import NumPy
internal import Tracks

/// What a segmentation left in its folder.
struct ResultFiles: Sendable {
  let path: String
  let record: RunRecord
  let trackIDs: [Int64]
  /// −1 dropped, 0 static, 1… objects, for every track of the file.
  let labels: [Int]
  let matrix: SymmetricMatrix
  /// Rows of the matrix: indices of tracks of the file.
  let rows: [Int]
  /// masks/, where pictures were made.
  let masks: String?

  /// Reads a finished result.
  ///
  /// Throws `PipelineError` (input) where the folder holds none, or `NumPyError`.
  init(path: String, needsMatrix: Bool = true) throws {
    try self.init(path: path, record: Self.record(in: path), needsMatrix: needsMatrix)
  }

  /// run.json of a finished result.
  ///
  /// Throws `PipelineError` (input) where the folder holds none.
  static func record(in path: String) throws -> RunRecord {
    guard let data = FileManager.default.contents(atPath: path + "/run.json") else {
      throw PipelineError(
        .input,
        "\(path): no run.json is in it, so it does not hold a finished result; run track-seg on the video first"
      )
    }
    do {
      return try JSONDecoder().decode(RunRecord.self, from: data)
    } catch {
      throw PipelineError(.input, "\(path)/run.json is not that of this program: \(error)")
    }
  }

  /// Reads a result whose record is known, and perhaps not written yet.
  ///
  /// Where the matrix is not needed and is not there, it is empty. Throws `PipelineError` (input) where files are missing
  /// or do not fit each other, or `NumPyError`.
  init(path: String, record: RunRecord, needsMatrix: Bool = true) throws {
    self.path = path
    self.record = record
    let archive = try NPZArchive(path: path + "/labels.npz")
    trackIDs = try archive.array(named: "track_id").integers()
    labels = try archive.array(named: "label").integers().map { Int($0) }
    let folder = path + "/masks"
    masks =
      record.options.pictures && record.video != nil && FileManager.default.fileExists(atPath: folder)
      ? folder : nil
    if !needsMatrix, !FileManager.default.fileExists(atPath: path + "/mi.npy") {
      (matrix, rows) = (SymmetricMatrix(count: 0), [])
      return
    }
    let index = try NPY.read(file: path + "/mi_index.npy").integers()
    let values = try NPY.read(file: path + "/mi.npy")
    guard values.shape == [index.count, index.count], labels.count == trackIDs.count else {
      throw PipelineError(
        .input,
        "\(path): mi.npy has shape \(values.shape) for \(index.count) tracks of mi_index.npy; expected a square of these"
      )
    }
    matrix = SymmetricMatrix(count: index.count, elements: try values.floats())
    let place = Dictionary(trackIDs.enumerated().map { ($1, $0) }) { first, _ in first }
    rows = try index.map { id in
      guard let row = place[id] else {
        throw PipelineError(.input, "\(path): mi_index.npy names track \(id), which labels.npz does not hold")
      }
      return row
    }
  }

  /// The tracks that the result is of, in pixels: from `file`, or from the one that run.json names.
  ///
  /// Throws `PipelineError` (input) where they are not those of the result, or the modules' errors.
  func readTracks(_ file: String?, reading: TrackReadingOptions) throws -> TrackSet {
    let file = file ?? record.path(of: record.inputs.first?.path ?? "", in: path)
    // Without options of their own, commands read the tracks as the run did.
    var reading = reading == TrackReadingOptions() ? record.trackReading(in: path) : reading
    reading.frameCount = record.frameCount
    reading.pictureSize = record.video.map { PictureSize(width: $0.width, height: $0.height) }
    var set = try TrackFile.read(file, options: reading).tracks
    if let frames = record.options.frames { set = set.prefix(frames: frames) }
    guard set.trackCount == labels.count else {
      throw PipelineError(
        .input,
        "\(file) holds \(set.trackCount) tracks, the result in \(path) \(labels.count); name its tracks with --tracks"
      )
    }
    if set.isNormalised {
      let size = try masks.map { try MaskFolder(path: $0) }
      set = set.inPixels(
        width: record.video?.width ?? size?.width ?? 1000,
        height: record.video?.height ?? size?.height ?? 1000)
    }
    return set
  }
}
