internal import NumPy

/// A TAPVid-3D clip: points (frames, tracks, 3) in metres, camera axes, projected to pixels with fx, fy, cx, cy.
///
/// Its generators name the arrays `tracks_XYZ` and `fx_fy_cx_cy`, its documentation `tracks_xyz` and `intrinsics`. The depth is
/// kept, so that points behind the camera are known; the pictures are not read.
struct TAPVid3D: ArchiveFormat {
  private static let trackNames = ["tracks_XYZ", "tracks_xyz"]

  func recognises(_ names: Set<String>) -> Bool { Self.trackNames.contains { names.contains($0) } }

  func read<Source: NamedArrays & ~Copyable>(_ source: borrowing Source, options: TrackReadingOptions) throws
    -> TrackSet
  {
    guard let (name, array) = try source.first(of: Self.trackNames) else {
      throw TracksError(.unknownFormat, "\(source.path) holds no tracks")
    }
    let origin = "\(source.path), \(name)"
    let coordinates = try CoordinateArray(array, origin: origin)
    guard coordinates.width == 3 else {
      throw TracksError(
        .shapeMismatch, "\(origin) has shape \(shapeText(array.shape)); expected (frames, tracks, 3)")
    }
    let order = try coordinates.order(options: options, convention: .framesFirst, origin: origin)
    var flags: [Bool]?
    if let found = try source.first(of: GenericArchive.visibilityNames) {
      flags = try coordinates.visibility(
        found.array, isOcclusion: false, origin: "\(source.path), \(found.name)")
    }
    return try coordinates.trackSet(
      order: order, visibility: flags, format: "TAPVid-3D, \(array.elementType)", origin: origin,
      options: options, units: .camera, camera: try source.camera())
  }
}
