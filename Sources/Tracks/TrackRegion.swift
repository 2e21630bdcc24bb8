/// A rectangle of the picture's plane, in pixels from the tracks' origin.
public struct TrackRegion: Sendable, Equatable {
  /// The left edge.
  public let x: Float
  /// The upper edge.
  public let y: Float
  /// Extent to the right.
  public let width: Float
  /// Extent downwards.
  public let height: Float

  /// A rectangle in pixels.
  public init(x: Float, y: Float, width: Float, height: Float) {
    (self.x, self.y, self.width, self.height) = (x, y, width, height)
  }
}

extension TrackSet {
  /// The distance from the origin to the farthest visible point to the right and below, in pixels; nil where
  /// no visible point has a position right of and below the origin.
  public var visibleExtent: (width: Float, height: Float)? {
    var extent: (width: Float, height: Float) = (0, 0)
    for index in x.indices where visible[index] && isObserved(index) && x[index].isFinite && y[index].isFinite
    {
      extent = (max(extent.width, x[index]), max(extent.height, y[index]))
    }
    return extent.width > 0 && extent.height > 0 ? extent : nil
  }

  /// The least rectangle around the visible points that have a position; nil where there are none.
  public var visibleRegion: TrackRegion? {
    var (left, top, right, bottom) = (Float.infinity, Float.infinity, -Float.infinity, -Float.infinity)
    for index in x.indices where visible[index] && isObserved(index) && x[index].isFinite && y[index].isFinite
    {
      (left, top) = (min(left, x[index]), min(top, y[index]))
      (right, bottom) = (max(right, x[index]), max(bottom, y[index]))
    }
    guard left <= right, top <= bottom else { return nil }
    return TrackRegion(x: left, y: top, width: right - left, height: bottom - top)
  }
}
