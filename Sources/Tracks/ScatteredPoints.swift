/// Points of tracks in any order, each with its frame, as text formats list them.
struct ScatteredPoints {
  /// A point: a line of the file.
  struct Point {
    let track: Int
    let frame: Int
    let x: Double
    let y: Double
    var isVisible = true
    /// Whether the file's confidence suffices.
    var isConfident = true
  }

  let points: [Point]
  let trackCount: Int
  /// Frames of the video, those without a point too.
  let frameCount: Int

  /// The tracks; of each the frames from its first point to its last are stored.
  ///
  /// - Parameters:
  ///   - path: The file, for messages.
  ///   - size: Its bytes, which bound what is stored.
  ///   - ids: Identities of the tracks; nil: 0 to N − 1.
  /// - Throws: `TracksError` (damaged) where the points are spread over more frames than the file can mean.
  func trackSet(path: String, size: Int, ids: [Int64]? = nil, options: TrackReadingOptions) throws -> TrackSet
  {
    var stretches = [Range<Int>](repeating: 0..<0, count: trackCount)
    for point in points {
      let own = stretches[point.track]
      stretches[point.track] =
        own.isEmpty
        ? point.frame..<(point.frame + 1)
        : min(own.lowerBound, point.frame)..<max(own.upperBound, point.frame + 1)
    }
    var starts: [Int] = []
    var stored = 0
    for stretch in stretches {
      starts.append(stored)
      stored += stretch.count
    }
    guard stored <= max(1 << 20, 1000 * size) else {
      throw TracksError(
        .damaged,
        "\(path): \(points.count) points are spread over \(stored) frames of \(trackCount) tracks; is a frame number wrong?"
      )
    }
    var x = [Float](repeating: .nan, count: stored)
    var (y, visible) = (x, [Bool](repeating: false, count: stored))
    var (valid, confident) = (visible, visible)
    let originX = origin(\.x, options.pictureSize?.width)
    let originY = origin(\.y, options.pictureSize?.height)
    for point in points {
      let index = starts[point.track] + point.frame - stretches[point.track].lowerBound
      x[index] = Float(point.x - originX)
      y[index] = Float(point.y - originY)
      visible[index] = point.isVisible
      valid[index] = true
      confident[index] = point.isConfident
    }
    var set = TrackSet(
      frameCount: frameCount, frames: stretches, x: x, y: y, visible: visible, valid: valid, trackIDs: ids)
    (set.originX, set.originY) = (originX, originY)
    if points.contains(where: { !$0.isConfident }) { set.observed = confident }
    return set.wholeIfSmall
  }

  private func origin(_ axis: KeyPath<Point, Double>, _ extent: Int?) -> Double {
    CoordinateOrigin.find(
      count: points.count, isUsed: { _ in true }, value: { points[$0][keyPath: axis] }, pictureExtent: extent)
  }
}
