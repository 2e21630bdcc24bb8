internal import Segmentation
internal import Tracks

extension MaskSeeds {
  /// Frames before and after from which tracks are carried.
  private static let window = 5
  /// With so many tracks seen in the frame itself, none is carried.
  private static let dense = 4000

  /// The labelled tracks seen in a frame, and those seen shortly before or after, carried by the motion of their neighbours.
  init(tracks: TrackSet, labels: [Int], frame: Int) {
    self.init()
    func place(_ track: Int, _ frame: Int) -> (x: Float, y: Float)? {
      guard let index = tracks.index(ofTrack: track, frame: frame), tracks.visible[index],
        tracks.x[index].isFinite, tracks.y[index].isFinite
      else { return nil }
      return (tracks.x[index], tracks.y[index])
    }
    let labelled = labels.indices.filter { labels[$0] >= 0 }
    let now = labelled.map { place($0, frame) }
    var isHere = now.map { $0 != nil }
    for (place, track) in zip(now, labelled) {
      if let place { add(x: place.x, y: place.y, label: UInt8(clamping: labels[track])) }
    }
    guard self.labels.count < Self.dense else { return }
    for age in 1...Self.window {
      for other in [frame - age, frame + age] where (0..<tracks.frameCount).contains(other) {
        var (x, y, new): ([Float], [Float], [UInt8]) = ([], [], [])
        var (fromX, fromY, toX, toY): ([Float], [Float], [Float], [Float]) = ([], [], [], [])
        var moving: [UInt8] = []
        for (position, track) in labelled.enumerated() {
          guard let there = place(track, other) else { continue }
          let label = UInt8(clamping: labels[track])
          if let here = now[position] {
            fromX.append(there.x)
            fromY.append(there.y)
            toX.append(here.x)
            toY.append(here.y)
            moving.append(label)
          } else if !isHere[position] {
            isHere[position] = true
            x.append(there.x)
            y.append(there.y)
            new.append(label)
          }
        }
        carry(
          x: x, y: y, labels: new, age: age, fromX: fromX, fromY: fromY, toX: toX, toY: toY, moving: moving)
      }
    }
  }
}
