internal import NumPy

/// An npz of `tracks` or `pred_tracks` with visibility under one of the field's names: CoTracker's and TAPIR's results as
/// people save them, with or without CoTracker's leading batch axis.
struct GenericArchive: ArchiveFormat {
  static let trackNames = ["pred_tracks", "tracks", "trajs_2d", "trajs", "trajs_e", "coords", "dynamic_traj"]
  static let visibilityNames = [
    "pred_visibility", "visibility", "visibilities", "visible", "visibles", "visibs", "vis",
  ]
  static let occlusionNames = ["occluded", "occlusion"]

  func recognises(_ names: Set<String>) -> Bool { Self.trackNames.contains { names.contains($0) } }

  func read(_ archive: borrowing NPZArchive, options: TrackReadingOptions) throws -> TrackSet {
    let names = archive.names
    guard let name = Self.trackNames.first(where: { names.contains($0) }) else {
      throw TracksError(.unknownFormat, "\(archive.path) holds no tracks")
    }
    let origin = "\(archive.path), \(name)"
    let array = try archive.array(named: name)
    guard !(array.shape.last == 3 && names.contains("extrinsics")) else {
      throw TracksError(
        .unknownFormat,
        "\(origin) has shape \(shapeText(array.shape)) beside extrinsics: points in the world, not in the picture; project "
          + "them with the cameras and save the pixels as tracks")
    }
    let coordinates = try CoordinateArray(array, origin: origin)
    // CoTracker and PIPs write (batch, frames, tracks, 2): the batch axis, or CoTracker's own key, tells the order.
    let isPredicted =
      name == "pred_tracks" || name == "trajs_e" || name == "trajs_2d" || array.shape.count == 4
    let order = try coordinates.order(
      options: options, convention: isPredicted ? .framesFirst : nil, origin: origin)
    let visible = Self.visibilityNames.first { names.contains($0) }
    let occluded = Self.occlusionNames.first { names.contains($0) }
    var flags: [Bool]?
    if let key = visible ?? occluded {
      flags = try coordinates.visibility(
        try archive.array(named: key), isOcclusion: visible == nil, origin: "\(archive.path), \(key)")
    }
    var set = coordinates.trackSet(
      order: order, visibility: flags, format: "npz of \(name), \(array.elementType)")
    if flags == nil {
      set.warnings.append("\(archive.path) says nothing of visibility: every point counts as seen")
    }
    return set
  }
}
