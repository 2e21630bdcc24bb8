internal import NumPy

/// A TAPVid-3D clip: `tracks_xyz` (frames, tracks, 3) in metres, camera axes, projected to pixels with
/// `intrinsics` (fx, fy, cx, cy).
///
/// The depth is kept, so that points behind the camera are known; the pictures are not read.
struct TAPVid3D: ArchiveFormat {
  func recognises(_ names: Set<String>) -> Bool {
    names.contains("tracks_xyz") && names.contains("intrinsics")
  }

  func read(_ archive: borrowing NPZArchive, options: TrackReadingOptions) throws -> TrackSet {
    let array = try archive.array(named: "tracks_xyz")
    let intrinsics = try archive.array(named: "intrinsics").floats()
    guard intrinsics.count == 4 else {
      throw TracksError(
        .shapeMismatch,
        "\(archive.path), intrinsics holds \(intrinsics.count) numbers; expected fx, fy, cx, cy")
    }
    let coordinates = try CoordinateArray(array, origin: "\(archive.path), tracks_xyz")
    guard coordinates.width == 3 else {
      throw TracksError(
        .shapeMismatch,
        "\(archive.path), tracks_xyz has shape \(shapeText(array.shape)); expected (frames, tracks, 3)")
    }
    let order = try coordinates.order(
      options: options, convention: .framesFirst, origin: "\(archive.path), tracks_xyz")
    var flags: [Bool]?
    if archive.contains("visibility") {
      flags = try coordinates.visibility(
        try archive.array(named: "visibility"), isOcclusion: false, origin: "\(archive.path), visibility")
    }
    var set = coordinates.trackSet(
      order: order, visibility: flags, format: "TAPVid-3D, \(array.elementType)", isNormalised: false)
    for index in set.x.indices {
      let depth = set.depth[index]
      set.x[index] = intrinsics[0] * set.x[index] / depth + intrinsics[2]
      set.y[index] = intrinsics[1] * set.y[index] / depth + intrinsics[3]
      set.valid[index] = set.x[index].isFinite && set.y[index].isFinite
    }
    return set
  }
}
