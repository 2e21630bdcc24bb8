internal import NumPy

/// Pickled dictionaries, read without running anything: Kubric's and CoTracker's `.npy` (`coords`, `visibility`) and the
/// `.pkl` files of TAP-Vid (sequences of `points`, `occluded`).
enum PickledTracks {
  static func read(_ path: String, options: TrackReadingOptions) throws -> TrackSet {
    let root = try Pickle.read(file: path, skipping: ["video", "images_jpeg_bytes"])
    if let set = try trackSet(root, options: options, origin: path) { return set }
    let (name, value) = try sequence(in: root, options: options, path: path)
    guard let set = try trackSet(value, options: options, origin: "\(path), \(name)") else {
      throw TracksError(
        .unknownFormat,
        "\(path), sequence \(name) is \(value.kind); expected a dictionary with points and occluded, or coords and visibility"
      )
    }
    return set
  }

  private static func trackSet(
    _ value: PickleValue, options: TrackReadingOptions, origin: String
  ) throws -> TrackSet? {
    if let points = value["points"]?.array, let occluded = value["occluded"]?.array {
      return try TAPVid.trackSet(points: points, occluded: occluded, options: options, origin: origin)
    }
    if let coords = value["coords"]?.array, let visible = value["vis"]?.array {
      // DELTA: (frames, tracks, 2) and what is visible.
      let coordinates = try CoordinateArray(coords, origin: "\(origin), coords")
      let order = try coordinates.order(
        options: options, convention: .framesFirst, origin: "\(origin), coords")
      let flags = try coordinates.visibility(visible, isOcclusion: false, origin: "\(origin), vis")
      return coordinates.trackSet(order: order, visibility: flags, format: "DELTA, \(coords.elementType)")
    }
    if let coords = value["coords"]?.array {
      let coordinates = try CoordinateArray(coords, origin: "\(origin), coords")
      let order = try coordinates.order(
        options: options, convention: .tracksFirst, origin: "\(origin), coords")
      var flags: [Bool]?
      if let visibility = value["visibility"]?.array {
        // Kubric's exporter for CoTracker stores occlusion under the name of visibility.
        flags = try coordinates.visibility(visibility, isOcclusion: true, origin: "\(origin), visibility")
      }
      return coordinates.trackSet(order: order, visibility: flags, format: "Kubric, \(coords.elementType)")
    }
    return nil
  }

  private static func sequence(
    in root: PickleValue, options: TrackReadingOptions, path: String
  ) throws -> (name: String, value: PickleValue) {
    var sequences: [(name: String, value: PickleValue)] = []
    switch root {
    case .dictionary(let entries):
      for entry in entries {
        if case .text(let name) = entry.key { sequences.append((name, entry.value)) }
      }
    case .list(let values), .tuple(let values):
      sequences = values.enumerated().map { ("\($0)", $1) }
    default: break
    }
    guard !sequences.isEmpty else {
      throw TracksError(.unknownFormat, "\(path) is \(root.kind); expected a dictionary or list of sequences")
    }
    let names = sequences.prefix(12).map(\.name).joined(separator: ", ") + (sequences.count > 12 ? ", …" : "")
    if let wanted = options.sequence {
      if let found = sequences.first(where: { $0.name == wanted }) { return found }
      if let index = Int(wanted), sequences.indices.contains(index) { return sequences[index] }
      throw TracksError(
        .ambiguousSequence, "\(path) has no sequence '\(wanted)'; it holds \(sequences.count): \(names)")
    }
    guard sequences.count == 1 else {
      throw TracksError(
        .ambiguousSequence, "\(path) holds \(sequences.count) sequences: say which with --sequence: \(names)")
    }
    return sequences[0]
  }
}
