internal import LinearAlgebra
internal import NumPy
internal import Report
internal import Support
internal import Tracks
internal import Video

extension SegmentationJob {
  /// Writes labels.npz, tracks.csv, mi.npy, mi_index.npy, what the review page needs besides, and the query's files.
  func writeTables(of result: Segmentation, loaded: LoadedTracks, to folder: OutputFolder) throws {
    let table = LabelTable(
      tracks: result.tracks, filtered: result.filtered, labels: result.keptLabels, scores: result.keptScores)
    try table.writeNPZ(to: folder.claimed("labels.npz"))
    try folder.write(Array(table.csv.utf8), to: "tracks.csv")
    let count = result.sample.count
    try NPY.write(
      NumPyArray(shape: [count, count], elements: .float(result.matrix.elements)),
      to: folder.claimed("mi.npy"))
    try NPY.write(
      NumPyArray(shape: [count], elements: .integer(result.sampleIDs)), to: folder.claimed("mi_index.npy"))
    if review != .none, let remainder = result.remainder {
      var values = ReviewRest(isWanted: true)
      values.append(remainder)
      try values.write(to: folder, columns: count)
    }
    if let query = result.query { try writeQuery(query, of: result, video: loaded.video, to: folder) }
  }

  /// Writes query.csv, the mutual information of one track with every other moving one, and query.png, the same over the
  /// first frame.
  private func writeQuery(
    _ query: Segmentation.Query, of result: Segmentation, video: LoadedTracks.VideoFacts?,
    to folder: OutputFolder
  ) throws {
    var text = "track_id,mi\n"
    for (id, value) in zip(query.ids, query.values) where id != query.id { text += "\(id),\(value)\n" }
    try folder.write(Array(text.utf8), to: "query.csv")
    guard let video, options.pictures else { return }
    var reader = try FrameReader(path: video.path)
    try reader.skip(options.frameOffset)
    guard let frame = try reader.next() else { return }
    let tracks = result.filtered.kept
    let points = zip(result.moving.indices, query.values).map { track, value in
      let first = tracks.range(ofTrack: track).lowerBound
      return HeatMap.Point(x: Double(tracks.x[first]), y: Double(tracks.y[first]), value: Double(value))
    }
    guard let own = query.ids.firstIndex(of: query.id) else { return }
    let map = HeatMap(
      points: points.indices.filter { $0 != own && points[$0].x.isFinite && points[$0].y.isFinite }.map {
        points[$0]
      },
      query: (points[own].x, points[own].y), label: "MI with track \(query.id), nats")
    try map.draw(over: frame).writePNG(to: folder.claimed("query.png"))
  }
}
