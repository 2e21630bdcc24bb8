internal import Support
internal import Tracks

extension Exporter {
  /// A table of every track in every frame; the position is empty where the track is not observed.
  ///
  /// Of a long video the frames outside of a track's life have no row.
  public static let csv = Exporter(
    "csv", summary: "a table with a row for every track and frame", files: "<name>.csv"
  ) { source, folder, _ in
    let (set, rows) = (try source.tracks(), source.labels.rows)
    var table = CSVTable(["frame", "track_id", "x", "y", "visible", "label"])
    for frame in 0..<set.frameCount {
      for track in 0..<set.trackCount {
        guard let index = set.index(ofTrack: track, frame: frame) else { continue }
        table.add([
          "\(frame)", "\(rows[track].trackID)", set.isObserved(index) ? set.xText(index) : "",
          set.isObserved(index) ? set.yText(index) : "",
          set.visible[index] ? "1" : "0", "\(rows[track].label)",
        ])
      }
    }
    let file = source.name + ".csv"
    try folder.write(Array(table.text.utf8), to: file)
    return file
  }
}
