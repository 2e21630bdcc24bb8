/// A sample of tracks spread over the picture, over time and over the kinds of motion.
public enum SpatialSample {
  /// Chooses tracks so that about `count` of them, or of those that there are, live in any fifth of the video: `count` tracks in all
  /// where a track is observed in a fifth of the frames or more on average, otherwise as many times more as tracks are shorter.
  ///
  /// - Returns: Indices in increasing order.
  public static func choose(atATime count: Int, from tracks: TrackSet) -> [Int] {
    let entries = tracks.observed.isEmpty ? tracks.x.count : tracks.observed.count { $0 }
    let share = Double(entries) / Double(max(1, tracks.trackCount * tracks.frameCount))
    let parts = Int((0.2 / max(share, 1e-6)).rounded(.down))
    guard parts > 1, count < tracks.trackCount else { return choose(count: count, from: tracks) }
    let total = min(tracks.trackCount, count * parts)
    // Each part of the video has its share of the sample: by the middle of the tracks' lives.
    let middles = (0..<tracks.trackCount).map { track in
      let frames = zip(tracks.frames(ofTrack: track), tracks.range(ofTrack: track))
        .filter { tracks.isObserved($0.1) }.map(\.0)
      return frames.isEmpty ? 0 : frames[frames.count / 2]
    }
    let order = middles.indices.sorted { (middles[$0], $0) < (middles[$1], $1) }
    return (0..<parts).flatMap { part -> [Int] in
      let own = order[(part * order.count / parts)..<((part + 1) * order.count / parts)].sorted()
      let wanted = (part + 1) * total / parts - part * total / parts
      return choose(count: wanted, from: tracks.selecting(own)).map { own[$0] }
    }.sorted()
  }

  /// Chooses `count` tracks by farthest-point sampling on where a track starts, where it is half-way, and where it ends.
  ///
  /// Where tracks come and go, “when” counts like “where”: the whole time is as long as the picture is wide, and a distance
  /// counts in proportion to the number of frames in which a track is observed, so that of neighbours the longer one is taken.
  /// Deterministic: it begins with the track nearest the centre of all. O(N · count).
  ///
  /// - Returns: Indices in increasing order; all of them where there are no more than `count`.
  public static func choose(count: Int, from tracks: TrackSet) -> [Int] {
    guard count < tracks.trackCount else { return Array(0..<tracks.trackCount) }
    guard count > 0, tracks.frameCount > 0 else { return [] }
    let (features, weights) = features(of: tracks)
    func squaredDistance(_ a: [Float], _ b: [Float]) -> Float {
      var sum: Float = 0
      for (p, q) in zip(a, b) { sum += (p - q) * (p - q) }
      return sum
    }
    var centre = [Float](repeating: 0, count: features[0].count)
    for feature in features {
      for coordinate in centre.indices { centre[coordinate] += feature[coordinate] / Float(features.count) }
    }
    var distance = [Float](repeating: .infinity, count: features.count)
    let central = features.indices.map { squaredDistance(features[$0], centre) / weights[$0] }
    var next = features.indices.min { central[$0] < central[$1] } ?? 0
    var chosen: [Int] = []
    chosen.reserveCapacity(count)
    for _ in 0..<count {
      chosen.append(next)
      distance[next] = -1
      var farthest = -1
      for index in features.indices where distance[index] >= 0 {
        distance[index] = min(
          distance[index], squaredDistance(features[index], features[next]) * weights[index])
        if farthest < 0 || distance[index] > distance[farthest] { farthest = index }
      }
      if farthest < 0 { break }
      next = farthest
    }
    return chosen.sorted()
  }

  /// The first, middle and last observed position of each track, with their times where tracks have gaps; and the squared share
  /// of the frames of the longest track in which each is observed, 1 for complete tracks.
  private static func features(of tracks: TrackSet) -> (features: [[Float]], weights: [Float]) {
    var features: [[Float]] = []
    guard !tracks.isComplete else {
      let frames = [0, tracks.frameCount / 2, tracks.frameCount - 1]
      for track in 0..<tracks.trackCount {
        features.append(
          frames.flatMap { frame in
            let index = tracks.range(ofTrack: track).lowerBound + frame
            return [tracks.x[index], tracks.y[index]]
          })
      }
      return (features, [Float](repeating: 1, count: tracks.trackCount))
    }
    var lengths: [Int] = []
    var times: [[Int]] = []
    var (low, high) = ((x: Float.infinity, y: Float.infinity), (x: -Float.infinity, y: -Float.infinity))
    for track in 0..<tracks.trackCount {
      let range = tracks.range(ofTrack: track)
      let seen = range.filter { tracks.observed[$0] }
      let places = seen.isEmpty ? [] : [seen[0], seen[seen.count / 2], seen[seen.count - 1]]
      lengths.append(seen.count)
      times.append(
        places.isEmpty
          ? [0, 0, 0] : places.map { $0 - range.lowerBound + tracks.frames(ofTrack: track).lowerBound })
      features.append(places.isEmpty ? [0, 0, 0, 0, 0, 0] : places.flatMap { [tracks.x[$0], tracks.y[$0]] })
      for place in places {
        low = (min(low.x, tracks.x[place]), min(low.y, tracks.y[place]))
        high = (max(high.x, tracks.x[place]), max(high.y, tracks.y[place]))
      }
    }
    let extent = low.x <= high.x ? max(high.x - low.x, high.y - low.y) : 0
    let scale = extent / Float(max(1, tracks.frameCount - 1))
    for track in features.indices { features[track] += times[track].map { Float($0) * scale } }
    let longest = Float(max(1, lengths.max() ?? 1))
    // Never 0: a track without an observed frame still is a choice, the last one.
    let weights = lengths.map { max(Float($0) / longest, 1e-6) }
    return (features, weights.map { $0 * $0 })
  }
}
