internal import Support
internal import Tracks

extension ResultExport {
  func csv(_ result: ResultFiles, _ name: String) throws -> String {
    let set = try result.readTracks(tracks, reading: reading)
    var text = "frame,track_id,x,y,visible,label\n"
    for frame in 0..<set.frameCount {
      for track in 0..<set.trackCount {
        let index = set.range(ofTrack: track).lowerBound + frame
        text += "\(frame),\(result.trackIDs[track]),\(set.xText(index)),\(set.yText(index)),"
        text += "\(set.visible[index] ? 1 : 0),\(result.labels[track])\n"
      }
    }
    try target.write(Array(text.utf8), to: name + ".csv")
    return target.file(name + ".csv")
  }
}
