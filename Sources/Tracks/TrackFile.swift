internal import FoundationEssentials
internal import NumPy

/// A track format of an archive or a dictionary, known by the names of its arrays.
protocol ArchiveFormat: Sendable {
  /// Whether arrays of these names are of this format.
  func recognises(_ names: Set<String>) -> Bool
  /// Reads the tracks.
  func read<Source: NamedArrays & ~Copyable>(_ source: borrowing Source, options: TrackReadingOptions) throws
    -> TrackSet
}

/// Track files of every known format, recognised by their content and never by their name.
public enum TrackFile {
  /// Formats known by names, the most particular first: adding one is a file in Formats/ and a line here.
  static let formats: [any ArchiveFormat] = [TAPVid3D(), TAPVidArchive(), GenericArchive()]

  /// What a file of unknown names should have held.
  static let expectedNames =
    "expected trajs_2d with visibs, points with occluded, tracks_XYZ with fx_fy_cx_cy, or tracks or pred_tracks with "
    + "visibility"

  /// Reads the tracks of a file.
  ///
  /// - Throws: `NumPyError` or `TracksError`, naming the file, what was found and what was expected.
  public static func read(_ path: String, options: TrackReadingOptions = TrackReadingOptions()) throws
    -> TrackSet
  {
    try RegularFile.check(path)
    let beginning = try FileBlock(path: path, count: 128).bytes
    guard !beginning.isEmpty else { throw TracksError(.damaged, "\(path): the file is empty") }
    var set = try read(path, beginning: beginning, options: options)
    if options.invertsVisibility {
      for index in set.visible.indices { set.visible[index].toggle() }
    }
    VisibilityCheck.warn(&set, isInverted: options.invertsVisibility)
    PictureFit.settle(&set, options: options)
    return set
  }

  private static func read(_ path: String, beginning: [UInt8], options: TrackReadingOptions) throws
    -> TrackSet
  {
    if beginning.starts(with: [0x50, 0x4B]) {
      let arrays = ArchiveArrays(archive: try NPZArchive(path: path))
      let names = Set(arrays.names)
      if PointOdyssey.recognises(names) { return try PointOdyssey.read(arrays.archive, options: options) }
      guard let format = formats.first(where: { $0.recognises(names) }) else {
        throw TracksError(
          .unknownFormat,
          "\(path) holds the arrays \(arrays.names.joined(separator: ", ")), which are no known track format; "
            + expectedNames)
      }
      return try format.read(arrays, options: options)
    }
    if beginning.starts(with: [0x93]) {
      let isObject = try NPY.header(ofFile: path).elementType == .object
      return try isObject
        ? PickledTracks.read(path, options: options) : PlainArray.read(path, options: options)
    }
    if beginning.starts(with: [0x80]) { return try PickledTracks.read(path, options: options) }
    if MoSegTracks.recognises(beginning) {
      guard let data = FileManager.default.contents(atPath: path) else {
        throw TracksError(.damaged, "\(path): the file cannot be read")
      }
      return try MoSegTracks.read(path, bytes: [UInt8](data), options: options)
    }
    let start = beginning.prefix(8).map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }
    throw TracksError(
      .unknownFormat,
      "\(path) begins with the bytes \(start.joined(separator: " ")): no track format that is known; expected .npz, .npy, "
        + "a pickle, or MoSeg's text")
  }
}
