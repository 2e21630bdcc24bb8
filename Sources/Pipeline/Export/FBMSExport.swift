internal import Support
internal import Tracks

extension Exporter {
  /// Labelled tracks for the Freiburg–Berkeley evaluation, in stretches of frames in which they are observed and visible.
  ///
  /// A second file names the track of each stretch, so that stretches of one track can be joined again.
  public static let fbms = Exporter(
    "fbms", summary: "labelled tracks for the Freiburg–Berkeley evaluation (MoSegEval)",
    files: "<name>/Tracks<T>.dat and <name>/Tracks<T>.ids.csv"
  ) { source, folder, _ in
    let set = try source.tracks()
    var pieces: [String] = []
    var table = CSVTable(["piece", "track_id"])
    for (track, row) in source.labels.rows.enumerated() where row.label >= 0 {
      // The evaluation wants consecutive frames: a gap begins another piece of the same label.
      var lines: [String] = []
      func end() {
        if !lines.isEmpty {
          table.add(["\(pieces.count)", "\(row.trackID)"])
          pieces.append("\(row.label) \(lines.count)\n" + lines.joined(separator: "\n") + "\n")
        }
        lines = []
      }
      for (frame, index) in zip(set.frames(ofTrack: track), set.range(ofTrack: track)) {
        if set.visible[index], set.isObserved(index), set.x[index].isFinite, set.y[index].isFinite {
          lines.append("\(set.xText(index)) \(set.yText(index)) \(frame)")
        } else {
          end()
        }
      }
      end()
    }
    let stem = source.name + "/Tracks\(set.frameCount)"
    let file = stem + ".dat"
    try folder.removeFolder(source.name)
    try folder.write(Array(("\(set.frameCount)\n\(pieces.count)\n" + pieces.joined()).utf8), to: file)
    try folder.write(Array(table.text.utf8), to: stem + ".ids.csv")
    return file
  }
}
