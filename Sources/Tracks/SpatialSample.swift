/// A sample of tracks spread over the picture and over the kinds of motion.
public enum SpatialSample {
  /// Chooses `count` tracks by farthest-point sampling on where a track starts, where it is half-way, and
  /// where it ends.
  ///
  /// Deterministic: it begins with the track nearest the centre of all. O(N · count).
  ///
  /// - Returns: Indices in increasing order; all of them where there are no more than `count`.
  public static func choose(count: Int, from tracks: TrackSet) -> [Int] {
    guard count < tracks.trackCount else { return Array(0..<tracks.trackCount) }
    guard count > 0, tracks.frameCount > 0 else { return [] }
    let frames = [0, tracks.frameCount / 2, tracks.frameCount - 1]
    var features: [[Float]] = []
    for track in 0..<tracks.trackCount {
      var feature: [Float] = []
      for frame in frames {
        feature.append(tracks.x[track * tracks.frameCount + frame])
        feature.append(tracks.y[track * tracks.frameCount + frame])
      }
      features.append(feature)
    }
    func squaredDistance(_ a: [Float], _ b: [Float]) -> Float {
      var sum: Float = 0
      for (p, q) in zip(a, b) { sum += (p - q) * (p - q) }
      return sum
    }
    var centre = [Float](repeating: 0, count: 2 * frames.count)
    for feature in features {
      for coordinate in centre.indices { centre[coordinate] += feature[coordinate] / Float(features.count) }
    }
    var distance = [Float](repeating: .infinity, count: features.count)
    var next =
      features.indices.min { squaredDistance(features[$0], centre) < squaredDistance(features[$1], centre) }
      ?? 0
    var chosen: [Int] = []
    chosen.reserveCapacity(count)
    for _ in 0..<count {
      chosen.append(next)
      distance[next] = -1
      var farthest = -1
      for index in features.indices where distance[index] >= 0 {
        distance[index] = min(distance[index], squaredDistance(features[index], features[next]))
        if farthest < 0 || distance[index] > distance[farthest] { farthest = index }
      }
      if farthest < 0 { break }
      next = farthest
    }
    return chosen.sorted()
  }
}
