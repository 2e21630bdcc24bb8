internal import NumPy
internal import Support

/// The result for every track of a file: its label and score, or why it was dropped.
///
/// labels.npz holds ids, labels, reasons and scores; tracks.csv holds them too, with the frames and the first position.
public struct LabelTable: Sendable, Equatable {
  /// One track.
  public struct Row: Sendable, Equatable {
    /// The track's id in the file.
    public var trackID: Int64
    /// −1 dropped or without a label, 0 static background, 1… objects.
    public var label: Int32
    /// How firmly the track belongs to its label, in [−1, 1].
    public var score: Float
    /// Why the track was dropped, or has no label.
    public var reason: DropReason
    /// Number of frames in which the file says that the point is visible, whatever the filter cut.
    public var visibleCount: Int
    /// The first and last of them; −1 where there is none.
    public var first: Int
    public var last: Int
    /// Position in frame 0 in pixels, as the file has it; nil where the point has none there.
    public var x0: Double?
    public var y0: Double?
    /// Number of frames in which the track is observed after the filter; nil in tables of earlier versions.
    public var observedCount: Int?
    /// How the track came to its label (matrix, mi, motion, static, none); empty where it was dropped, and in tables of earlier
    /// versions.
    public var origin: String

    public init(
      trackID: Int64, label: Int32, score: Float, reason: DropReason, visibleCount: Int, first: Int,
      last: Int, x0: Double?, y0: Double?, observedCount: Int? = nil, origin: String = ""
    ) {
      self.trackID = trackID
      self.label = label
      self.score = score
      self.reason = reason
      self.visibleCount = visibleCount
      self.first = first
      self.last = last
      self.x0 = x0
      self.y0 = y0
      self.observedCount = observedCount
      self.origin = origin
    }
  }

  /// One row per track of the file, in its order.
  public private(set) var rows: [Row]
  /// Whether the horizontal and the vertical positions need double precision, as those of a map's grid do.
  private let isDouble: [Bool]

  /// The names of the columns of tracks.csv.
  private static let header = [
    "track_id", "label", "score", "n_visible", "first", "last", "x0", "y0", "reason", "n_observed",
    "by",
  ]

  /// The table of all tracks of a file.
  ///
  /// Labels, scores and origins belong to the tracks that the filter kept, in their order. One that was kept and has no label gets
  /// the reason `neverTogether`.
  ///
  /// - Parameters:
  ///   - origins: how each kept track came to its label; nil: not known.
  ///   - observedCounts: in how many frames each track of the file is observed; nil: as the filter has it, 0 where it dropped one.
  public init(
    tracks: TrackSet, filtered: FilteredTracks, labels: [Int], scores: [Float], origins: [String]? = nil,
    observedCounts: [Int]? = nil
  ) {
    precondition(labels.count == filtered.indices.count && scores.count == labels.count)
    precondition(origins.map { $0.count == labels.count } ?? true, "one origin for each kept track")
    precondition(observedCounts.map { $0.count == tracks.trackCount } ?? true, "one count for each track")
    isDouble = [tracks.originX != 0, tracks.originY != 0]
    rows = (0..<tracks.trackCount).map { track in
      let range = tracks.range(ofTrack: track)
      let visible = range.filter { tracks.visible[$0] }
      let offset = tracks.frames(ofTrack: track).lowerBound - range.lowerBound
      let hasPosition =
        !range.isEmpty && range.lowerBound + offset == 0
        && (tracks.missing.isEmpty || !tracks.missing[range.lowerBound])
      func position(_ values: [Float], origin: Double) -> Double? {
        guard hasPosition, !values[range.lowerBound].isNaN else { return nil }
        let value = values[range.lowerBound]
        // As the text of the table has it, so that a table that was read is equal to the one that was written.
        return origin == 0 ? Double(value) : Double(TrackSet.text(value, origin: origin))
      }
      return Row(
        trackID: tracks.trackIDs[track], label: -1, score: 0, reason: filtered.reasons[track],
        visibleCount: visible.count, first: visible.first.map { $0 + offset } ?? -1,
        last: visible.last.map { $0 + offset } ?? -1,
        x0: position(tracks.x, origin: tracks.originX), y0: position(tracks.y, origin: tracks.originY),
        observedCount: observedCounts?[track] ?? 0)
    }
    for (position, track) in filtered.indices.enumerated() {
      rows[track].label = Int32(labels[position])
      rows[track].score = scores[position]
      rows[track].origin = origins?[position] ?? ""
      if labels[position] < 0 { rows[track].reason = .neverTogether }
      if observedCounts == nil {
        rows[track].observedCount = filtered.kept.range(ofTrack: position).count(
          where: filtered.kept.isObserved)
      }
    }
  }

  /// Reads labels.npz and tracks.csv.
  ///
  /// - Throws: `TracksError` where the two do not hold the same tracks, or values that this version does not write; `NumPyError`;
  ///   `CSVError`.
  public init(npz: String, csv: String) throws {
    let archive = try NPZArchive(path: npz)
    let ids = try archive.array(named: "track_id").integers()
    let labels = try archive.array(named: "label").integers()
    let reasons = try archive.array(named: "reason").integers()
    let scores = try archive.array(named: "score").floats()
    let table = try CSVTable(path: csv)
    guard [labels.count, reasons.count, scores.count].allSatisfy({ $0 == ids.count }) else {
      throw TracksError(
        .damaged,
        "\(npz): track_id, label, reason and score have \(ids.count), \(labels.count), \(reasons.count) and \(scores.count) "
          + "values; expected one of each per track")
    }
    guard let order = Self.order(of: try table.column("track_id", as: Int64.self), for: ids) else {
      throw TracksError(
        .damaged,
        "\(csv): its \(table.rowCount) tracks are not the \(ids.count) of \(npz); expected the same ids")
    }
    func column<Value: LosslessStringConvertible>(_ name: String, as type: Value.Type) throws -> [Value] {
      let values = try table.column(name, as: type)
      return order.map { values[$0] }
    }
    let visibleCounts = try column("n_visible", as: Int.self)
    let first = try column("first", as: Int.self)
    let last = try column("last", as: Int.self)
    // Tables of earlier versions do not have these two.
    let observedCounts = try table.header.contains("n_observed") ? column("n_observed", as: Int.self) : nil
    let origins = try table.header.contains("by") ? column("by", as: String.self) : nil
    let texts = [try column("x0", as: String.self), try column("y0", as: String.self)]
    let isDouble = texts.map { texts in
      texts.contains { text in Float(text).map { "\($0)" != text } ?? false }
    }
    func position(_ axis: Int, _ row: Int) throws -> Double? {
      let text = texts[axis][row]
      guard let value = isDouble[axis] ? Double(text) : Float(text).map(Double.init) else {
        throw TracksError(
          .damaged,
          "\(csv): track \(ids[row]) has the position “\(text)”; expected a number, or nan where there is none"
        )
      }
      return value.isNaN ? nil : value
    }
    rows = try ids.indices.map { row in
      guard let code = UInt8(exactly: reasons[row]), let reason = DropReason(rawValue: code),
        let label = Int32(exactly: labels[row])
      else {
        throw TracksError(
          .damaged,
          "\(npz): track \(ids[row]) has the label \(labels[row]) and the reason \(reasons[row]), which this version of "
            + "track-seg does not write")
      }
      return Row(
        trackID: ids[row], label: label, score: scores[row], reason: reason,
        visibleCount: visibleCounts[row], first: first[row], last: last[row], x0: try position(0, row),
        y0: try position(1, row), observedCount: observedCounts?[row], origin: origins?[row] ?? "")
    }
    self.isDouble = isDouble
  }

  /// The row of each id; nil where the two are not the same tracks.
  ///
  /// A table may have been sorted in a spreadsheet.
  private static func order(of rows: [Int64], for ids: [Int64]) -> [Int]? {
    if rows == ids { return Array(ids.indices) }
    let place = Dictionary(rows.enumerated().map { ($1, $0) }) { first, _ in first }
    guard place.count == rows.count, rows.count == ids.count, Set(ids).count == ids.count else { return nil }
    let order = ids.compactMap { place[$0] }
    return order.count == ids.count ? order : nil
  }

  /// The ids of all tracks.
  public var trackIDs: [Int64] { rows.map(\.trackID) }

  /// The labels of all tracks: −1 dropped or without a label, 0 static, 1… objects.
  public var labels: [Int] { rows.map { Int($0.label) } }

  /// Writes labels.npz: track_id int64, label int32, reason uint8, score float32 and, where it is known, n_observed int32, one entry
  /// per track.
  ///
  /// - Throws: `NumPyError` (cannotWrite).
  public func writeNPZ(to path: String) throws {
    let count = [rows.count]
    let observedCounts = rows.compactMap(\.observedCount)
    let observed =
      observedCounts.count == rows.count
      ? [
        (
          "n_observed",
          NumPyArray(
            shape: count, elements: .integer(observedCounts.map { Int64($0) }), elementType: .int32)
        )
      ] : []
    try NPZ.write(
      [
        ("track_id", NumPyArray(shape: count, elements: .integer(rows.map(\.trackID)))),
        (
          "label",
          NumPyArray(shape: count, elements: .integer(rows.map { Int64($0.label) }), elementType: .int32)
        ),
        ("reason", NumPyArray(shape: count, elements: .unsigned8(rows.map(\.reason.rawValue)))),
        ("score", NumPyArray(shape: count, elements: .float(rows.map(\.score)))),
      ] + observed, to: path)
  }

  /// The text of tracks.csv: one row per track, the reason empty where the track has a label.
  public var csv: String {
    func text(_ value: Double?, axis: Int) -> String {
      value.map { isDouble[axis] ? "\($0)" : "\(Float($0))" } ?? "nan"
    }
    var table = CSVTable(Self.header)
    for row in rows {
      table.add([
        "\(row.trackID)", "\(row.label)", "\(row.score)", "\(row.visibleCount)", "\(row.first)",
        "\(row.last)",
        text(row.x0, axis: 0), text(row.y0, axis: 1), row.reason == .kept ? "" : row.reason.name,
        row.observedCount.map { "\($0)" } ?? "", row.origin,
      ])
    }
    return table.text
  }
}
