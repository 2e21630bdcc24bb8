internal import Tracks

/// Points that show a segmenter of pictures one object: in the frames that show most of it, on it and beside it.
struct ObjectPrompts {
  /// The points of one frame.
  struct Frame: Equatable {
    let frame: Int
    /// Tracks on the object, the most central first.
    let positive: [Int]
    /// Tracks of its neighbours.
    let negative: [Int]
  }

  /// Points on the object, in one frame.
  static let mostPositive = 5
  /// Points beside it.
  static let mostNegative = 4
  /// Frames with points, for one object.
  static let mostFrames = 8
  /// Tracks that a further frame must show for the first time.
  static let leastNew = 6

  private let tracks: TrackSet
  private let labels: [Int]

  /// - Parameter labels: A label of every track; those below 0 are neither on an object nor beside one.
  init(_ tracks: TrackSet, labels: [Int]) {
    self.tracks = tracks
    self.labels = labels
  }

  /// The prompts of one object, the frame that shows most of its tracks first.
  ///
  /// A further frame is the one that shows most of the tracks that no frame before showed, as long as these are `leastNew` and a twentieth of
  /// the object. Of equal frames the earliest.
  func frames(of object: Int) -> [Frame] {
    var open = Set(labels.indices.filter { labels[$0] == object })
    let least = max(Self.leastNew, open.count / 20)
    var found: [Frame] = []
    while found.count < Self.mostFrames {
      var counts = [Int](repeating: 0, count: tracks.frameCount)
      for track in open {
        for (frame, index) in zip(tracks.frames(ofTrack: track), tracks.range(ofTrack: track))
        where isSeen(index) { counts[frame] += 1 }
      }
      guard let most = counts.max(), most >= (found.isEmpty ? 1 : least),
        let best = counts.firstIndex(of: most)
      else { break }
      found.append(points(of: object, in: best))
      open = open.filter { track in tracks.index(ofTrack: track, frame: best).map(isSeen) != true }
    }
    return found
  }

  private func isSeen(_ index: Int) -> Bool { tracks.visible[index] && tracks.isObserved(index) }

  private struct Place {
    let track: Int
    let x: Float
    let y: Float

    func squaredDistance(to other: Place) -> Float {
      (x - other.x) * (x - other.x) + (y - other.y) * (y - other.y)
    }
  }

  private func points(of object: Int, in frame: Int) -> Frame {
    var (own, others): ([Place], [Place]) = ([], [])
    for track in labels.indices where labels[track] >= 0 {
      guard let index = tracks.index(ofTrack: track, frame: frame), isSeen(index) else { continue }
      let place = Place(track: track, x: tracks.x[index], y: tracks.y[index])
      if labels[track] == object { own.append(place) } else { others.append(place) }
    }
    let inside = Self.far(own, from: others)
    // Beside the object: the nearest quarter of the other points, those at its very border left out.
    let distances = Self.distances(of: others, to: own)
    let order = others.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
    let beside = order.prefix(max(Self.mostNegative, others.count / 4)).map { others[$0] }
    return Frame(
      frame: frame, positive: Self.spread(inside, count: Self.mostPositive).map(\.track),
      negative: Self.spread(Self.far(beside, from: own), count: Self.mostNegative).map(\.track))
  }

  /// The half of the places that is farther from the others: points at a border are the ones whose label may be wrong.
  private static func far(_ places: [Place], from others: [Place]) -> [Place] {
    guard places.count > 2, !others.isEmpty else { return places }
    let margin = distances(of: places, to: others)
    let median = margin.sorted()[(margin.count - 1) / 2]
    return places.indices.filter { margin[$0] >= median }.map { places[$0] }
  }

  private static func distances(of places: [Place], to others: [Place]) -> [Float] {
    places.map { place in others.map { place.squaredDistance(to: $0) }.min() ?? .infinity }
  }

  /// At most `count` places far from each other: the one nearest the middle, then always the one farthest from all before.
  private static func spread(_ places: [Place], count: Int) -> [Place] {
    guard places.count > 1 else { return places }
    let xs = places.map(\.x).sorted()
    let ys = places.map(\.y).sorted()
    let middle = Place(track: -1, x: xs[xs.count / 2], y: ys[ys.count / 2])
    var distance = places.map { -$0.squaredDistance(to: middle) }
    var chosen: [Place] = []
    while chosen.count < min(count, places.count) {
      guard let next = distance.indices.max(by: { (distance[$0], $1) < (distance[$1], $0) }) else { break }
      let place = places[next]
      let isFirst = chosen.isEmpty
      chosen.append(place)
      for other in places.indices {
        let squared = places[other].squaredDistance(to: place)
        distance[other] = isFirst ? squared : min(distance[other], squared)
      }
      // Two tracks at one place are one point.
      if let most = distance.max(), most == 0 { break }
    }
    return chosen
  }
}
