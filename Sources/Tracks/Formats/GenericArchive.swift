internal import NumPy

/// `tracks` or `pred_tracks` with visibility under one of the field's names: CoTracker's and TAPIR's results as people save
/// them, with or without a leading batch axis.
struct GenericArchive: ArchiveFormat {
  static let trackNames = [
    "pred_tracks", "tracks", "trajs_2d", "trajs", "trajs_e", "coords", "dynamic_traj", "trajs_uv",
    "target_points",
  ]
  static let visibilityNames = [
    "pred_visibility", "visibility", "visibilities", "visible", "visibles", "visibs", "vis",
    "dynamic_visibility",
  ]
  static let occlusionNames = ["occluded", "occlusion", "occlusions"]
  /// Points that the tracker was asked for, one a track.
  static let queryNames = ["query_points", "queries", "queries_xyt"]

  func recognises(_ names: Set<String>) -> Bool { Self.trackNames.contains { names.contains($0) } }

  func read<Source: NamedArrays & ~Copyable>(_ source: borrowing Source, options: TrackReadingOptions) throws
    -> TrackSet
  {
    let names = source.names
    guard let (name, array) = try source.first(of: Self.trackNames) else {
      throw TracksError(.unknownFormat, "\(source.path) holds no tracks")
    }
    let origin = "\(source.path), \(name)"
    guard !(array.shape.last == 3 && names.contains("extrinsics")) else {
      throw TracksError(
        .unknownFormat,
        "\(origin) has shape \(shapeText(array.shape)) beside extrinsics: points in the world, not in the picture; project "
          + "them with the cameras and save the pixels as tracks")
    }
    let isCoordinatesFirst = name == "dynamic_traj" && array.shape.count == 3 && array.shape[0] == 2
    let coordinates =
      isCoordinatesFirst
      ? try CoordinateArray(coordinatesFirst: array) : try CoordinateArray(array, origin: origin)
    let order = try coordinates.order(
      options: options,
      convention: isCoordinatesFirst
        ? .tracksFirst : try Self.convention(source, name: name, coordinates: coordinates), origin: origin)
    var flags: [Bool]?
    var occlusion = false
    var found = try source.first(of: Self.visibilityNames)
    if found == nil {
      found = try source.first(of: Self.occlusionNames)
      occlusion = true
    }
    if let found {
      flags = try coordinates.visibility(
        found.array, isOcclusion: occlusion, origin: "\(source.path), \(found.name)")
    }
    let isDELTA = Self.isDELTA(name, names)
    var set = try coordinates.trackSet(
      order: order, visibility: flags,
      format: (isDELTA ? "DELTA" : "\(source.container) of \(name)") + ", \(array.elementType)",
      origin: origin, options: options, units: isDELTA ? .delta : .unknown,
      camera: coordinates.width == 3 ? try source.camera() : { nil })
    if !set.hasVisibility {
      set.warnings.append("\(source.path) says nothing of visibility: every point counts as seen")
    }
    return set
  }

  /// DELTA: (frames, tracks, 2), or 3 for metres of the camera, and what is visible.
  private static func isDELTA(_ name: String, _ names: [String]) -> Bool {
    name == "coords" && names.contains("vis")
  }

  /// What a name, or the points that were asked for, say of the axes.
  ///
  /// CoTracker and PIPs write (batch, frames, tracks, 2), TAPIR and LocoTrack (batch, tracks, frames, 2): a batch axis
  /// alone decides nothing.
  private static func convention<Source: NamedArrays & ~Copyable>(
    _ source: borrowing Source, name: String, coordinates: CoordinateArray
  ) throws -> CoordinateArray.Order? {
    if ["pred_tracks", "trajs_e", "trajs_2d", "trajs_uv"].contains(name) { return .framesFirst }
    if isDELTA(name, source.names) { return .framesFirst }
    if name == "target_points" { return .tracksFirst }
    guard let queries = try source.first(of: queryNames)?.array, queries.shape.count >= 2 else { return nil }
    let count = queries.shape[queries.shape.count - 2]
    guard coordinates.first != coordinates.second else { return nil }
    return coordinates.first == count ? .tracksFirst : coordinates.second == count ? .framesFirst : nil
  }
}
