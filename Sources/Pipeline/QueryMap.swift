internal import Report
internal import Support
internal import Tracks
internal import Video
internal import MotionSegmentation

extension SegmentationJob {
  /// Writes query.png, the mutual information of one track with every other moving one, over the first frame in which it is observed.
  ///
  /// Tracks that are not observed there are not drawn, nor are those whose mutual information with it is unknown.
  func writeMap(
    _ query: Segmentation.Query, of result: Segmentation, video: LoadedTracks.VideoFacts?,
    to folder: OutputFolder
  ) throws {
    guard let video, options.pictures, let own = query.ids.firstIndex(of: query.id) else { return }
    let tracks = result.filtered.kept
    let number = tracks.observedStretches(ofTrack: result.moving.indices[own]).first?.lowerBound ?? 0
    var reader = try FrameReader(path: video.path)
    try reader.skip(options.frameOffset + number)
    guard let frame = try reader.next() else { return }
    func point(_ place: Int) -> HeatMap.Point? {
      guard let index = tracks.index(ofTrack: result.moving.indices[place], frame: number) else { return nil }
      let (x, y, value) = (Double(tracks.x[index]), Double(tracks.y[index]), Double(query.values[place]))
      guard tracks.isObserved(index), x.isFinite, y.isFinite else { return nil }
      return HeatMap.Point(x: x, y: y, value: value)
    }
    guard let place = point(own) else { return }
    let others = query.values.indices.filter { $0 != own && !query.values[$0].isNaN }.compactMap(point)
    let map = HeatMap(
      points: others, query: (place.x, place.y), label: "MI with track \(query.id), nats")
    try map.draw(over: frame).writePNG(to: folder.claimed(ResultFolder.queryPicture))
  }
}
