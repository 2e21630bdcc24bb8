internal import LinearAlgebra
internal import Segmentation
internal import Support
internal import Tracks
internal import MotionSegmentation

/// Everything that a review page is made of: the values of a run, or of a result that was read from its folder.
struct ReviewSource: Sendable {
  let record: RunRecord
  let labels: LabelTable
  /// No rows where there is none.
  let matrix: ResultMatrix
  /// The track of every row of the matrix, among the tracks of the file.
  let rows: [Int]
  /// Every track of the file, in pixels, as `ObservedTracks` has them; nil where they cannot be read: then only the places in the first frame are known.
  let tracks: TrackSet?
  /// The MI of the tracks outside of the matrix; nil where it was not kept.
  let remainder: RemainderMatrix?
  /// The labels with other numbers of objects; nil: there are none.
  let cuts: ObjectCuts?
  /// Where the objects are; nil in results of earlier versions.
  let objects: ObjectTable?
  /// The true objects and the scores against them, where there was an evaluation.
  var truth: ReviewTruth?
  var metrics: ResultMetrics?
  var curves: QueryCurves?
  /// What the page cannot show, and why.
  var notes: [String] = []

  /// The values of a run that has just ended: what it writes to its folder, and its tracks.
  ///
  /// - Throws: `RunError` (input) where the matrix holds tracks that are not in the table.
  init(
    record: RunRecord, labels: LabelTable, matrix: ResultMatrix, tracks: TrackSet,
    remainder: RemainderMatrix?, cuts: ObjectCuts? = nil, objects: ObjectTable? = nil,
    folder: ResultFolder
  ) throws {
    self.record = record
    self.labels = labels
    self.matrix = matrix
    rows = try matrix.rows(in: labels.trackIDs, folder: folder)
    (self.tracks, notes) = Self.shown(tracks)
    self.remainder = remainder
    (self.cuts, self.objects) = (cuts, objects)
  }

  /// A result that was read, with the tracks where they could be.
  init(_ result: StoredResult, tracks: TrackSet?) {
    record = result.record
    labels = result.labels
    matrix = result.matrix
    rows = result.rows
    (self.tracks, notes) = Self.shown(tracks)
    remainder = result.folder.readIfPresent(RemainderMatrix.self)
    let trackCount = labels.rows.count
    cuts = result.folder.readIfPresent(ObjectCuts.self).flatMap {
      $0.labels[0].count == trackCount ? $0 : nil
    }
    objects = result.folder.readIfPresent(ObjectTable.self)
  }

  /// A finished result; the tracks are read from the file that run.json names, if it is still there.
  ///
  /// - Throws: `RunError` (input) where the folder holds no result, or the modules' errors.
  init(_ folder: ResultFolder) throws {
    let result = try StoredResult(folder, needsMatrix: false)
    let tracks: TrackSet?
    var notes: [String] = []
    do {
      tracks = try result.readTracks(nil, reading: TrackReadingOptions())
    } catch {
      tracks = nil
      notes.append(
        "The tracks could not be read again, so they stay where they are in the first frame: \(error)")
    }
    self.init(result, tracks: tracks)
    if rows.isEmpty {
      notes.append(
        "\(ResultMatrix.files[0]) is not in the folder: the page has no threshold slider and no MI of tracks."
      )
    }
    // The truth of an evaluation, unless it was of other tracks.
    truth = folder.readIfPresent(ReviewTruth.self).flatMap { $0.ids.count == labels.rows.count ? $0 : nil }
    metrics = folder.readIfPresent(ResultMetrics.self)
    if let truth {
      curves = try QueryCurves(
        matrix: matrix.values.rows, truth: rows.map { truth.ids[$0] }, ids: matrix.trackIDs,
        query: truth.query,
        increment: 0.1)
    } else if metrics != nil {
      notes.append(
        "The true objects of the tracks were not saved: run track-seg evaluate to show them here."
      )
    }
    self.notes += notes
  }

  /// The tracks as far as a page holds them: not those of a long video that are stored as stretches.
  private static func shown(_ tracks: TrackSet?) -> (TrackSet?, [String]) {
    guard let tracks, tracks.isStoredInStretches else { return (tracks, []) }
    return (
      nil,
      [
        "The page does not show where the \(tracks.trackCount) tracks are: the video is too long. See the overlays."
      ]
    )
  }

  /// Moving tracks that are not in the matrix, with a label or without.
  var remainingTracks: [Int] {
    let inMatrix = Set(rows)
    return labels.rows.indices.filter { index in
      let row = labels.rows[index]
      // Of label 0 are tracks that stand still, and those of a background that moves.
      let isMoving =
        row.label > 0 || row.reason == .neverTogether
        || row.label == 0 && !row.origin.isEmpty && row.origin != LabelOrigin.still.rawValue
      return isMoving && !inMatrix.contains(index)
    }
  }

  /// The rule that the page cuts by; of a sparse matrix there is the tree of the connected components alone.
  var cut: ClusteringRule { matrix.values.dense == nil ? .components : record.options.clustering.cut }

  /// The picture's size: the video's, that of the masks, or what the tracks span.
  func pictureSize(masks: String?) -> (width: Int, height: Int) {
    if let video = record.video { return (video.width, video.height) }
    if record.options.pictures, let masks, let size = try? MaskFolder(path: masks) {
      return (size.width, size.height)
    }
    let span: (width: Float, height: Float)
    if let extent = tracks?.visibleExtent {
      span = extent
    } else {
      let (x, y) = (firstPositions(\.x0).filter(\.isFinite), firstPositions(\.y0).filter(\.isFinite))
      span = (x.max() ?? 640, y.max() ?? 480)
    }
    // A margin, so that no track lies on the edge; damaged files have coordinates beyond any picture.
    func pixels(_ value: Float, least: Float) -> Int {
      Int((min(max(value, least), 16000) * 1.02).rounded(.up))
    }
    return (pixels(span.width, least: 32), pixels(span.height, least: 24))
  }

  /// One coordinate of all tracks in the first frame; NaN where a track has none there.
  func firstPositions(_ axis: KeyPath<LabelTable.Row, Double?>) -> [Float] {
    labels.rows.map { Float($0[keyPath: axis] ?? .nan) }
  }
}
