/// Where one point was seen: an entry for each frame from the first to the last, NaN where it was hidden in between.
///
/// Positions are pixels of the picture that was tracked, (0, 0) in the middle of its first pixel.
struct TrackPath: Sendable {
  /// The frame of the first entry.
  let first: Int
  /// The shot in which it lies.
  let shot: Int
  var x: [Float] = []
  var y: [Float] = []
  /// Between 0 and 1.
  var confidence: [Float] = []

  init(first: Int, shot: Int, x: Float, y: Float, confidence: Float) {
    (self.first, self.shot) = (first, shot)
    append(x: x, y: y, confidence: confidence)
  }

  mutating func append(x: Float, y: Float, confidence: Float) {
    self.x.append(x)
    self.y.append(y)
    self.confidence.append(confidence)
  }

  /// Fills entries without a position up to a frame, which is not one of them.
  mutating func skip(to frame: Int) {
    while first + x.count < frame { append(x: .nan, y: .nan, confidence: 0) }
  }

  /// Takes the last entries away, but for the first one, and then those without a position.
  mutating func trim(_ count: Int) {
    let kept = max(1, x.count - count)
    (x, y, confidence) = (Array(x[..<kept]), Array(y[..<kept]), Array(confidence[..<kept]))
    while x.count > 1, x.last?.isNaN == true {
      x.removeLast()
      y.removeLast()
      confidence.removeLast()
    }
  }

  /// The number of frames in which it is seen.
  var seenCount: Int { x.count { !$0.isNaN } }
}
