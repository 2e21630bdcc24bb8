internal import Support
internal import Tracks

extension ResultExport {
  func fbms(_ result: ResultFiles, _ name: String) throws -> String {
    let set = try result.readTracks(tracks, reading: reading)
    var pieces: [String] = []
    for track in result.labels.indices where result.labels[track] >= 0 {
      // The evaluation wants consecutive frames: a gap begins another piece of the same label.
      var lines: [String] = []
      func end() {
        if !lines.isEmpty {
          pieces.append("\(result.labels[track]) \(lines.count)\n" + lines.joined(separator: "\n") + "\n")
        }
        lines = []
      }
      for (frame, index) in set.range(ofTrack: track).enumerated() {
        if set.visible[index], set.x[index].isFinite, set.y[index].isFinite {
          lines.append("\(set.xText(index)) \(set.yText(index)) \(frame)")
        } else {
          end()
        }
      }
      end()
    }
    let file = name + "/Tracks\(set.frameCount).dat"
    try target.removeFolder(name)
    try target.write(Array(("\(set.frameCount)\n\(pieces.count)\n" + pieces.joined()).utf8), to: file)
    return target.file(file)
  }
}
