internal import NumPy

/// TAP-Vid arrays: `points` (tracks, frames, 2), fractions of the picture, and `occluded`, true where hidden.
struct TAPVidArchive: ArchiveFormat {
  func recognises(_ names: Set<String>) -> Bool { names.contains("points") && names.contains("occluded") }

  func read<Source: NamedArrays & ~Copyable>(_ source: borrowing Source, options: TrackReadingOptions) throws
    -> TrackSet
  {
    let points = try source.array(named: "points")
    let origin = "\(source.path), points"
    let coordinates = try CoordinateArray(points, origin: origin)
    let order = try coordinates.order(options: options, convention: .tracksFirst, origin: origin)
    let visible = try coordinates.visibility(
      try source.array(named: "occluded"), isOcclusion: true, origin: "\(source.path), occluded")
    return try coordinates.trackSet(
      order: order, visibility: visible, format: "TAP-Vid, \(points.elementType)", origin: origin,
      options: options)
  }
}
