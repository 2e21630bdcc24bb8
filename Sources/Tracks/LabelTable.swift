internal import FoundationEssentials
internal import Glibc
internal import NumPy

/// The result for every track of a file: its label and score, or why it was dropped.
public struct LabelTable: Sendable, Equatable {
  /// One track.
  public struct Row: Sendable, Equatable {
    /// The track's index in the file.
    public var trackID: Int64
    /// −1 dropped, 0 static background, 1… objects.
    public var label: Int32
    /// How firmly the track belongs to its label, in [−1, 1].
    public var score: Float
    /// Why the filter dropped the track, or `kept`.
    public var reason: DropReason
    /// Number of frames in which the point is visible.
    public var visibleCount: Int
    /// The first frame in which it is visible; −1 where there is none.
    public var first: Int
    /// The last frame in which it is visible; −1 where there is none.
    public var last: Int
    /// Horizontal position in frame 0, in pixels from the tracks' origin; NaN where the point has none there.
    public var x0: Float
    /// Vertical position in frame 0, likewise.
    public var y0: Float
  }

  /// One row for each of the N tracks of the file, in its order.
  public private(set) var rows: [Row]
  private let origin: [Double]

  /// The table of all tracks of a file.
  ///
  /// - Parameters:
  ///   - labels: One for each track that the filter kept, in their order.
  ///   - scores: The same number of scores in [−1, 1].
  public init(tracks: TrackSet, filtered: FilteredTracks, labels: [Int], scores: [Float]) {
    precondition(labels.count == filtered.indices.count && scores.count == labels.count)
    origin = [tracks.originX, tracks.originY]
    rows = (0..<tracks.trackCount).map { track in
      let range = tracks.range(ofTrack: track)
      let visible = range.filter { tracks.visible[$0] }
      let hasFirst = !range.isEmpty && (tracks.missing.isEmpty || !tracks.missing[range.lowerBound])
      return Row(
        trackID: tracks.trackIDs[track], label: -1, score: 0, reason: filtered.reasons[track],
        visibleCount: visible.count, first: visible.first.map { $0 - range.lowerBound } ?? -1,
        last: visible.last.map { $0 - range.lowerBound } ?? -1,
        x0: hasFirst ? tracks.x[range.lowerBound] : .nan, y0: hasFirst ? tracks.y[range.lowerBound] : .nan)
    }
    for (position, track) in filtered.indices.enumerated() {
      rows[track].label = Int32(labels[position])
      rows[track].score = scores[position]
    }
  }

  /// Writes labels.npz: track_id int64, label int32, reason uint8, score float32, one entry per track.
  ///
  /// - Throws: `NumPyError` (cannotWrite).
  public func writeNPZ(to path: String) throws {
    let count = [rows.count]
    try NPZ.write(
      [
        ("track_id", NumPyArray(shape: count, elements: .integer(rows.map(\.trackID)))),
        (
          "label",
          NumPyArray(shape: count, elements: .integer(rows.map { Int64($0.label) }), elementType: .int32)
        ),
        ("reason", NumPyArray(shape: count, elements: .unsigned8(rows.map(\.reason.rawValue)))),
        ("score", NumPyArray(shape: count, elements: .float(rows.map(\.score)))),
      ], to: path)
  }

  /// The text of tracks.csv: one row per track, the reason empty where the track was kept.
  public var csv: String {
    var text = "track_id,label,score,n_visible,first,last,x0,y0,reason\n"
    for row in rows {
      text +=
        "\(row.trackID),\(row.label),\(row.score),\(row.visibleCount),\(row.first),\(row.last),"
      text += "\(TrackSet.text(row.x0, origin: origin[0])),\(TrackSet.text(row.y0, origin: origin[1])),"
      text += (row.reason == .kept ? "" : row.reason.name) + "\n"
    }
    return text
  }
}
