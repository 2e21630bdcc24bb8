internal import FoundationEssentials
internal import NumPy

/// A `.npy` of coordinates: (T, N, 2), (N, T, 2) or (2, N, T); a third coordinate is depth, a fourth is
/// dropped.
///
/// Visibility comes from a file of its own, named, or found beside it under the field's usual name.
enum PlainArray {
  static func read(_ path: String, options: TrackReadingOptions) throws -> TrackSet {
    let array = try NPY.read(file: path)
    var shape = array.shape
    if shape.count == 4, shape[0] == 1 { shape.removeFirst() }
    let isCoordinatesFirst = shape.count == 3 && shape[0] == 2 && !(2...4).contains(shape[2])
    let coordinates =
      isCoordinatesFirst
      ? try CoordinateArray(coordinatesFirst: array) : try CoordinateArray(array, origin: path)
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let convention: CoordinateArray.Order? =
      isCoordinatesFirst
      ? .tracksFirst : array.shape.count == 4 || name == "pred_tracks.npy" ? .framesFirst : nil
    let order = try coordinates.order(options: options, convention: convention, origin: path)
    var flags: [Bool]?
    var companion = options.visibilityFile
    var isFound = false
    if companion == nil, let beside = visibilityFile(beside: path) {
      companion = beside
      isFound = true
    }
    if let companion {
      flags = try coordinates.visibility(
        try NPY.read(file: companion),
        isOcclusion: companion.split(separator: "/").last?.contains("occlu") == true,
        origin: companion)
    }
    var set = coordinates.trackSet(order: order, visibility: flags, format: "npy, \(array.elementType)")
    if flags == nil {
      set.warnings.append(
        "\(path) says nothing of visibility: every point counts as seen (--visibility names its file)")
    } else if isFound, let companion {
      set.warnings.append("visibility is taken from \(companion), found beside the tracks")
    }
    return set
  }

  /// `pred_visibility.npy` beside `pred_tracks.npy`, `visibles.npy` beside `tracks.npy`, `dynamic_visibility.npy` beside
  /// `dynamic_traj.npy`.
  private static func visibilityFile(beside path: String) -> String? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let names: [Substring: [String]] = [
      "pred_tracks.npy": ["pred_visibility.npy"],
      "tracks.npy": ["visibility.npy", "visibles.npy", "visible.npy", "occluded.npy"],
      "dynamic_traj.npy": ["dynamic_visibility.npy"],
    ]
    guard let last = parts.last, let companions = names[last] else { return nil }
    let folder = parts.dropLast().joined(separator: "/")
    return companions.map { folder.isEmpty ? $0 : folder + "/" + $0 }
      .first { FileManager.default.fileExists(atPath: $0) }
  }
}
