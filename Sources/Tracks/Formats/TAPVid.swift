internal import NumPy

/// TAP-Vid arrays as an npz: `points` (tracks, frames, 2), fractions of the picture, and `occluded`, true where hidden.
struct TAPVidArchive: ArchiveFormat {
  func recognises(_ names: Set<String>) -> Bool { names.contains("points") && names.contains("occluded") }

  func read(_ archive: borrowing NPZArchive, options: TrackReadingOptions) throws -> TrackSet {
    try TAPVid.trackSet(
      points: try archive.array(named: "points"), occluded: try archive.array(named: "occluded"),
      options: options,
      origin: archive.path)
  }
}

/// What the npz and the pickles of TAP-Vid share.
enum TAPVid {
  static func trackSet(
    points: NumPyArray, occluded: NumPyArray, options: TrackReadingOptions, origin: String
  ) throws -> TrackSet {
    let coordinates = try CoordinateArray(points, origin: "\(origin), points")
    let order = try coordinates.order(options: options, convention: .tracksFirst, origin: "\(origin), points")
    let visible = try coordinates.visibility(occluded, isOcclusion: true, origin: "\(origin), occluded")
    return coordinates.trackSet(order: order, visibility: visible, format: "TAP-Vid, \(points.elementType)")
  }
}
