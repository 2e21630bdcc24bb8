internal import FoundationEssentials
internal import NumPy

/// One array without a name: (T, N, 2), (N, T, 2) or (2, N, T); a third coordinate is depth or visibility, a
/// fourth is ignored.
///
/// Visibility comes from a file of its own: the one of `--visibility`, or the companion that the field keeps
/// in the same folder.
struct PlainArray: TrackFormat {
  let name = "array"
  let summary =
    "axes by the video's frames or `--layout`; (2, tracks, frames) too; a third value per point is visibility (DOT) or depth; visibility in a second file (`--visibility`)"
  let suffixes = ["npy", "pkl"]
  let example = "one array of coordinates"

  func recognises(_ peek: FilePeek) -> Bool { peek.plainShape != nil }

  func read(_ peek: FilePeek, options: TrackReadingOptions) throws -> TrackFile.Contents {
    let array = try peek.plainArray()
    let companion = options.visibilityFile == nil ? Self.companion(of: peek.file) : nil
    let visibility = options.visibilityFile ?? companion
    let coordinates = try Self.coordinates(array, origin: peek.path)
    let fileName = peek.file.split(separator: "/").last?.lowercased()
    let order = try coordinates.array.order(
      options: options,
      convention: coordinates.isFirst ? .tracksFirst : fileName == "pred_tracks.npy" ? .framesFirst : nil,
      origin: peek.path)
    let flags = try visibility.map { file in
      try RegularFile.check(file)
      return try coordinates.array.visibility(
        try NPY.read(file: file),
        isOcclusion: file.split(separator: "/").last?.lowercased().contains("occlu") == true, origin: file)
    }
    var contents = try coordinates.array.contents(
      order: order, visibility: flags, format: "\(peek.container.rawValue), \(array.elementType)",
      origin: peek.path, options: options)
    if !contents.tracks.hasVisibility {
      contents.warnings.append(
        "\(peek.path) has no visibility: all points are taken as visible (--visibility names a file that has it)"
      )
    } else if let companion {
      contents.warnings.append("visibility is read from \(companion), in the folder of the tracks")
    }
    return contents
  }

  /// The array's coordinates, and whether the axis of the coordinates comes first.
  ///
  /// A batch axis says nothing of the others: CoTracker writes (1, frames, tracks, 2), TAPIR and LocoTrack
  /// (1, tracks, frames, 2).
  private static func coordinates(_ array: NumPyArray, origin: String) throws
    -> (array: CoordinateArray, isFirst: Bool)
  {
    let shape = array.shape.count == 4 && array.shape[0] == 1 ? Array(array.shape.dropFirst()) : array.shape
    guard shape.count == 3, shape[0] == 2, !(2...4).contains(shape[2]) else {
      return (try CoordinateArray(array, origin: origin), false)
    }
    return (try CoordinateArray(coordinatesFirst: array), true)
  }

  /// The file of visibility that belongs to a file of this name: `pred_visibility.npy` to `pred_tracks.npy`,
  /// `visibles.npy` to `tracks.npy`, `dynamic_visibility.npy` to `dynamic_traj.npy`.
  private static func companion(of path: String) -> String? {
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
