package import Tracks

extension TrackSet {
  /// What stands for the picture where there is none: what the visible points span, no smaller than any camera's picture.
  ///
  /// It is found from the points' own range, so that it does not depend on where their origin is.
  package var region: TrackRegion {
    guard let span = visibleRegion else { return TrackRegion(x: 0, y: 0, width: 640, height: 480) }
    return TrackRegion(x: span.x, y: span.y, width: max(span.width, 320), height: max(span.height, 240))
  }
}
