internal import NumPy

/// Pickled dictionaries, read without running anything: Kubric's and CoTracker's `.npy` (`coords`, `visibility`) and the
/// `.pkl` files of TAP-Vid (sequences of `points`, `occluded`), and any that hold arrays under the names of an npz.
enum PickledTracks {
  static func read(_ path: String, options: TrackReadingOptions) throws -> TrackSet {
    let root = try Pickle.read(file: path, skipping: ["video", "images_jpeg_bytes"])
    if let set = try trackSet(root, options: options, origin: path) { return set }
    let (name, value) = try sequence(in: root, options: options, path: path)
    guard let set = try trackSet(value, options: options, origin: "\(path), \(name)") else {
      throw TracksError(
        .unknownFormat,
        "\(path), sequence \(name) is \(value.kind); \(TrackFile.expectedNames)"
      )
    }
    return set
  }

  private static func trackSet(
    _ value: PickleValue, options: TrackReadingOptions, origin: String
  ) throws -> TrackSet? {
    let arrays = DictionaryArrays(path: origin, value: value)
    let names = Set(arrays.names)
    if let array = value.array {
      return try PlainArray.trackSet(
        array, visibility: nil, options: options, origin: origin, format: "pickle")
    }
    if !names.contains("vis"), let coords = value["coords"]?.array, coords.shape.last == 2 {
      let coordinates = try CoordinateArray(coords, origin: "\(origin), coords")
      let order = try coordinates.order(
        options: options, convention: .tracksFirst, origin: "\(origin), coords")
      var flags: [Bool]?
      if let visibility = value["visibility"]?.array {
        // Kubric's exporter for CoTracker stores occlusion under the name of visibility.
        flags = try coordinates.visibility(visibility, isOcclusion: true, origin: "\(origin), visibility")
      }
      return try coordinates.trackSet(
        order: order, visibility: flags, format: "Kubric, \(coords.elementType)", origin: "\(origin), coords",
        options: options)
    }
    guard let format = TrackFile.formats.first(where: { $0.recognises(names) }) else { return nil }
    return try format.read(arrays, options: options)
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
    let arrays = sequences.filter { $0.value.array != nil }
    if !arrays.isEmpty, arrays.count == sequences.count, case .dictionary = root {
      throw TracksError(
        .unknownFormat,
        "\(path) holds the arrays \(arrays.map(\.name).joined(separator: ", ")), which are no known track format; "
          + TrackFile.expectedNames)
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
