internal import NumPy

/// TAP-Vid arrays: `points` (tracks, frames, 2), fractions of the picture, and `occluded`, true where hidden.
struct TAPVid: TrackFormat {
  let name = "TAP-Vid"
  let summary =
    "(tracks, frames, 2) in fractions of the picture; one sequence, or a pickle of several (`--sequence`)"
  let suffixes = ["pkl", "npz"]
  let example = "points with occluded"
  let hiddenPositions = HiddenPositions.exact

  func recognises(_ peek: FilePeek) -> Bool { peek.names.isSuperset(of: ["points", "occluded"]) }

  func read(_ peek: FilePeek, options: TrackReadingOptions) throws -> TrackFile.Contents {
    let arrays = try peek.arrays()
    let points = try arrays.array(named: "points")
    let origin = "\(arrays.path), points"
    let coordinates = try CoordinateArray(points, origin: origin)
    let order = try coordinates.order(options: options, convention: .tracksFirst, origin: origin)
    let visible = try coordinates.visibility(
      try arrays.array(named: "occluded"), isOcclusion: true, origin: "\(arrays.path), occluded")
    return try coordinates.contents(
      order: order, visibility: visible, format: "TAP-Vid, \(points.elementType)", origin: origin,
      options: options)
  }
}
