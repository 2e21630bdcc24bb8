internal import Report
internal import Support
internal import Tracks
internal import Video

extension SegmentationJob {
  /// Writes query.png, the mutual information of one track with every other moving one over the first frame.
  func writeMap(
    _ query: Segmentation.Query, of result: Segmentation, video: LoadedTracks.VideoFacts?,
    to folder: OutputFolder
  ) throws {
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
    try map.draw(over: frame).writePNG(to: folder.claimed(ResultFolder.queryPicture))
  }
}
