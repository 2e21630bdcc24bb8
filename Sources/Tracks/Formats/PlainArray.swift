internal import FoundationEssentials
internal import NumPy

/// A `.npy` of coordinates: (T, N, 2), (N, T, 2) or (2, N, T); a third coordinate is depth, a fourth is
/// dropped.
///
/// Visibility comes from a file of its own, named, or found beside it under the field's usual name.
enum PlainArray {
  static func read(_ path: String, options: TrackReadingOptions) throws -> TrackSet {
    let array = try NPY.read(file: path)
    var companion = options.visibilityFile
    var isFound = false
    if companion == nil, let beside = visibilityFile(beside: path) {
      companion = beside
      isFound = true
    }
    var visibility: Visibility?
    if let companion {
      try RegularFile.check(companion)
      visibility = Visibility(
        array: try NPY.read(file: companion),
        isOcclusion: companion.split(separator: "/").last?.lowercased().contains("occlu") == true,
        origin: companion)
    }
    var set = try trackSet(array, visibility: visibility, options: options, origin: path, format: "npy")
    if !set.hasVisibility {
      set.warnings.append(
        "\(path) says nothing of visibility: every point counts as seen (--visibility names its file)")
    } else if isFound, let companion {
      set.warnings.append("visibility is taken from \(companion), found beside the tracks")
    }
    return set
  }

  /// Flags from a file of their own.
  struct Visibility {
    let array: NumPyArray
    let isOcclusion: Bool
    let origin: String
  }

  /// The tracks of an array without a name.
  ///
  /// A batch axis says nothing of the others: CoTracker writes (1, frames, tracks, 2), TAPIR and LocoTrack
  /// (1, tracks, frames, 2).
  static func trackSet(
    _ array: NumPyArray, visibility: Visibility?, options: TrackReadingOptions, origin: String, format: String
  ) throws -> TrackSet {
    var shape = array.shape
    if shape.count == 4, shape[0] == 1 { shape.removeFirst() }
    let isCoordinatesFirst = shape.count == 3 && shape[0] == 2 && !(2...4).contains(shape[2])
    let coordinates =
      isCoordinatesFirst
      ? try CoordinateArray(coordinatesFirst: array) : try CoordinateArray(array, origin: origin)
    let name = origin.split(separator: "/").last.map { $0.lowercased() } ?? origin
    let convention: CoordinateArray.Order? =
      isCoordinatesFirst ? .tracksFirst : name == "pred_tracks.npy" ? .framesFirst : nil
    let order = try coordinates.order(options: options, convention: convention, origin: origin)
    let flags = try visibility.map {
      try coordinates.visibility($0.array, isOcclusion: $0.isOcclusion, origin: $0.origin)
    }
    return try coordinates.trackSet(
      order: order, visibility: flags, format: "\(format), \(array.elementType)", origin: origin,
      options: options)
  }

  /// `pred_visibility.npy` beside `pred_tracks.npy`, `visibles.npy` beside `tracks.npy`, `dynamic_visibility.npy` beside
  /// `dynamic_traj.npy`.
  private static func visibilityFile(beside path: String) -> String? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let names: [String: [String]] = [
      "pred_tracks.npy": ["pred_visibility.npy"],
      "tracks.npy": ["visibility.npy", "visibles.npy", "visible.npy", "occluded.npy"],
      "dynamic_traj.npy": ["dynamic_visibility.npy"],
    ]
    guard let last = parts.last, let companions = names[last.lowercased()] else { return nil }
    let folder = parts.dropLast().joined(separator: "/")
    let prefix = parts.count == 1 ? "" : folder + "/"
    let entries = FolderEntries(path: parts.count == 1 ? "." : folder.isEmpty ? "/" : folder)
    return companions.lazy.compactMap { entries.named($0) }.first.map { prefix + $0 }
  }
}
