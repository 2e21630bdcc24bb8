internal import NumPy

/// Coordinates and visibility under any of the field's usual names: results of CoTracker, TAPIR, LocoTrack,
/// PIPs, DOT and others as people save them, with or without a leading batch axis.
struct NamedTracks: TrackFormat {
  let name = "CoTracker, TAPIR and others"
  let summary =
    "axes by the array's name, the query points, the video's frames or `--layout`; pixels, or fractions of the picture"
  let suffixes = ["npz", "pkl", "npy"]
  let example = "pred_tracks or tracks with visibility or occluded"

  static let trackNames = [
    "pred_tracks", "tracks", "trajs_2d", "trajs", "trajs_e", "coords", "dynamic_traj", "trajs_uv",
    "target_points",
  ]
  static let visibilityNames = [
    "pred_visibility", "visibility", "visibilities", "visible", "visibles", "visibs", "vis",
    "dynamic_visibility",
  ]
  private static let occlusionNames = ["occluded", "occlusion", "occlusions"]
  /// The query points of a tracker, one a track.
  private static let queryNames = ["query_points", "queries", "queries_xyt"]

  func recognises(_ peek: FilePeek) -> Bool { !peek.names.isDisjoint(with: Self.trackNames) }

  func read(_ peek: FilePeek, options: TrackReadingOptions) throws -> TrackFile.Contents {
    try Self.read(peek.arrays(), options: options)
  }

  /// Reads the array with the first of the usual names.
  ///
  /// - Parameters:
  ///   - format: the format's name; nil: the container and the array's name.
  ///   - convention: the order of the axes, where the format has one.
  ///   - units: what three coordinates a point are.
  static func read(
    _ arrays: any NamedArrays, options: TrackReadingOptions, format: String? = nil,
    convention: CoordinateArray.Order? = nil, units: CoordinateUnits = .unknown
  ) throws -> TrackFile.Contents {
    guard let (name, array) = try arrays.first(of: trackNames) else {
      throw TracksError(
        .unknownFormat,
        "\(arrays.path) holds no tracks; expected one of \(trackNames.joined(separator: ", "))")
    }
    let origin = "\(arrays.path), \(name)"
    guard !(array.shape.last == 3 && arrays.names.contains("extrinsics")) else {
      throw TracksError(
        .unknownFormat,
        "\(origin) has shape \(shapeText(array.shape)) and extrinsics, so it holds points in world coordinates; project "
          + "them with the cameras and save the pixels as tracks")
    }
    let isCoordinatesFirst = name == "dynamic_traj" && array.shape.count == 3 && array.shape[0] == 2
    let coordinates =
      isCoordinatesFirst
      ? try CoordinateArray(coordinatesFirst: array) : try CoordinateArray(array, origin: origin)
    let order = try coordinates.order(
      options: options,
      convention: isCoordinatesFirst
        ? .tracksFirst : try convention ?? self.convention(arrays, name: name, coordinates: coordinates),
      origin: origin)
    let visibility = try arrays.first(of: visibilityNames)
    let occlusion = visibility == nil ? try arrays.first(of: occlusionNames) : nil
    var flags = try (visibility ?? occlusion).map {
      try coordinates.visibility(
        $0.array, isOcclusion: visibility == nil, origin: "\(arrays.path), \($0.name)")
    }
    let confidence = try self.confidence(arrays, of: coordinates, occlusion: occlusion)
    let confident = confidence?.flags(least: options.leastConfidence)
    if flags == nil { flags = try Confidence.visibility(arrays, of: coordinates) ?? confident }
    if let confidence, confidence.decidesVisibility { flags = confidence.flags(least: nil) }
    var contents = try coordinates.contents(
      order: order, visibility: flags, confident: confident,
      format: "\(format ?? "\(arrays.container) of \(name)"), \(array.elementType)"
        + (confidence.map { ", " + $0.text(least: options.leastConfidence) } ?? ""), origin: origin,
      options: options, units: units, camera: coordinates.width == 3 ? try arrays.camera() : { nil })
    if !contents.tracks.hasVisibility {
      contents.warnings.append("\(arrays.path) has no visibility array: all points are taken as visible")
    }
    return contents
  }

  /// How sure the tracker was of each point; with TAPIR's occlusion in it where that is a number.
  private static func confidence(
    _ arrays: any NamedArrays, of coordinates: CoordinateArray, occlusion: (name: String, array: NumPyArray)?
  ) throws -> Confidence? {
    var logits: [Float]?
    if let occlusion, [.float16, .float32, .float64].contains(occlusion.array.elementType) {
      logits = try coordinates.numbers(occlusion.array, origin: "\(arrays.path), \(occlusion.name)")
    }
    return try Confidence(arrays, of: coordinates, occlusion: logits)
  }

  /// The order of the axes that a name, or the number of query points, implies.
  ///
  /// CoTracker and PIPs write (batch, frames, tracks, 2), TAPIR and LocoTrack (batch, tracks, frames, 2): a
  /// batch axis alone decides nothing.
  private static func convention(
    _ arrays: any NamedArrays, name: String, coordinates: CoordinateArray
  ) throws -> CoordinateArray.Order? {
    if ["pred_tracks", "trajs_e", "trajs_2d", "trajs_uv"].contains(name) { return .framesFirst }
    if name == "target_points" { return .tracksFirst }
    // What track-seg's own tracker writes.
    if name == "tracks", arrays.names.contains("query_frame") { return .framesFirst }
    guard let queries = try arrays.first(of: queryNames)?.array, queries.shape.count >= 2 else { return nil }
    let count = queries.shape[queries.shape.count - 2]
    guard coordinates.first != coordinates.second else { return nil }
    return coordinates.first == count ? .tracksFirst : coordinates.second == count ? .framesFirst : nil
  }
}
