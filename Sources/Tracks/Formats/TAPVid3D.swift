internal import NumPy

/// A TAPVid-3D clip: points (frames, tracks, 3) in metres, camera axes, projected to pixels with fx, fy, cx,
/// cy.
///
/// Its generators name the arrays `tracks_XYZ` and `fx_fy_cx_cy`, its documentation `tracks_xyz` and
/// `intrinsics`. The depth is kept, so that points behind the camera are known; the pictures are not read.
struct TAPVid3D: TrackFormat {
  let name = "TAPVid-3D"
  let summary =
    "(frames, tracks, 3) in metres along the camera's axes, projected with the file's camera or `--intrinsics`"
  let suffixes = ["npz", "pkl"]
  let example = "tracks_XYZ with fx_fy_cx_cy"
  let hiddenPositions = HiddenPositions.exact

  private static let trackNames = ["tracks_XYZ", "tracks_xyz"]

  func recognises(_ peek: FilePeek) -> Bool { !peek.names.isDisjoint(with: Self.trackNames) }

  func read(_ peek: FilePeek, options: TrackReadingOptions) throws -> TrackFile.Contents {
    let arrays = try peek.arrays()
    guard let (name, array) = try arrays.first(of: Self.trackNames) else {
      throw TracksError(.unknownFormat, "\(arrays.path) holds no tracks; expected tracks_XYZ")
    }
    let origin = "\(arrays.path), \(name)"
    let coordinates = try CoordinateArray(array, origin: origin)
    guard coordinates.width == 3 else {
      throw TracksError(
        .shapeMismatch, "\(origin) has shape \(shapeText(array.shape)); expected (frames, tracks, 3)")
    }
    let order = try coordinates.order(options: options, convention: .framesFirst, origin: origin)
    let flags = try arrays.first(of: NamedTracks.visibilityNames).map {
      try coordinates.visibility($0.array, isOcclusion: false, origin: "\(arrays.path), \($0.name)")
    }
    return try coordinates.contents(
      order: order, visibility: flags, format: "TAPVid-3D, \(array.elementType)", origin: origin,
      options: options, units: .camera, camera: try arrays.camera())
  }
}
