internal import Support

/// How a video is tracked.
public struct TrackerOptions: Sendable, Equatable, Codable {
  /// Live tracks in a frame at most.
  public var tracksPerFrame = 1500
  /// Tracks aimed at on each square of 100 × 100 pixels of the video; nil: as many as `tracksPerFrame` gives.
  public var density: Double?

  public init() {}

  /// Whether the values make sense.
  ///
  /// - Throws: `InvalidOption`.
  public func validate() throws {
    guard (10...100_000).contains(tracksPerFrame) else {
      throw InvalidOption(
        "tracks-per-frame", found: "\(tracksPerFrame)", expected: "a number from 10 to 100000")
    }
    if let density, !(density > 0 && density <= 2500) {
      throw InvalidOption(
        "density", found: "\(density)", expected: "a number of tracks above 0, up to 2500")
    }
  }

  /// The mean distance of neighbouring tracks in pixels of the picture that is tracked.
  ///
  /// - Parameter scale: The video's pixels in a pixel of that picture.
  func spacing(width: Int, height: Int, scale: Double) -> Double {
    let fair = (Double(width * height) / Double(tracksPerFrame)).squareRoot()
    guard let density else { return max(fair, 2) }
    return max((10_000 / density).squareRoot() / scale, fair, 2)
  }
}

/// What of the method is fixed: sizes in pixels of the picture that is tracked.
struct TrackerSettings: Sendable {
  /// The longest side of the picture that is tracked; larger videos are reduced to it.
  var largestSide = 1280
  /// Side of the window of Lucas–Kanade.
  var window = 15
  /// Pyramid levels above the picture, from a guess by dense flow, and without one.
  var guidedLevels = 1
  var levels = 3
  var iterations = 20
  var precision = 0.02
  /// The largest distance between a point and where it comes back to.
  var returnDistance: Float = 0.7
  /// The same for dense points.
  var denseReturnDistance: Float = 1.0
  /// The eigenvalue above which a pixel is a corner (of the gradient's covariance, as OpenCV scales it).
  var cornerStrength: Float = 1e-4
  /// Block of the corner detector.
  var cornerBlock = 5
  /// Frames between births.
  var birthInterval = 3
  /// The largest difference of dense flow about a new point.
  var flowStep: Float = 0.7
  /// The distance at which this difference is measured.
  var flowReach: Float = 6
  /// Side of the patches that are compared.
  var patch = 11
  /// Frames after which the recent and the early patch are taken anew: a track is compared with those that are one to two times as old.
  var recentAge = 2
  var earlyAge = 8
  /// The least correlation with the recent patch.
  var likeness: Float = 0.6
  /// The least correlation with the early patch.
  ///
  /// What an object's border drags along changes little from frame to frame, but shows something else in the end.
  var earlyLikeness: Float = 0.3
  /// The difference in grey values up to which patches are the same whatever their correlation.
  var tolerance: Float = 4
  /// The deviation, in grey values, under which a patch is even.
  var evenTexture: Float = 3
  /// The least deviation, in grey values, of a patch that is looked for.
  var leastTexture: Float = 6
  /// Frames in which a track must have been followed to be looked for where it is lost.
  var leastAge = 8
  /// Pixels from the border within which a track that moves outward has left the picture: windows that hang over it mislead.
  var margin: Float = 1
  /// Frames in which a lost track is looked for.
  var patience = 20
  /// The least correlation of a track that is found again.
  var foundLikeness: Float = 0.9
  /// Entries that are taken away where a track is lost.
  var trim = 2
  /// The quality of DIS (0 to 2).
  var flowQuality = 1
  /// The longest side of the picture in which dense flow is computed.
  var flowSide = 640
}
