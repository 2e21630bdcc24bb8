internal import FoundationEssentials
internal import NumPy

/// A track format that is an npz archive, told by the names of its arrays.
protocol ArchiveFormat: Sendable {
  /// Whether an archive with these arrays is of this format.
  func recognises(_ names: Set<String>) -> Bool
  /// Reads the tracks.
  func read(_ archive: borrowing NPZArchive, options: TrackReadingOptions) throws -> TrackSet
}

/// Track files of every known format, recognised by their content and never by their name.
public enum TrackFile {
  /// Archive formats, the most particular first: adding one is a file in Formats/ and a line here.
  private static let archiveFormats: [any ArchiveFormat] = [
    PointOdyssey(), TAPVid3D(), TAPVidArchive(), GenericArchive(),
  ]

  /// Reads the tracks of a file.
  ///
  /// - Throws: `NumPyError` or `TracksError`, naming the file, what was found and what was expected.
  public static func read(_ path: String, options: TrackReadingOptions = TrackReadingOptions()) throws
    -> TrackSet
  {
    var isFolder = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw TracksError(.damaged, "\(path): there is no such file")
    }
    guard !isFolder else {
      throw TracksError(.unknownFormat, "\(path) is a folder; expected a file of tracks")
    }
    let beginning = try FileBlock(path: path, count: 128).bytes
    guard !beginning.isEmpty else { throw TracksError(.damaged, "\(path): the file is empty") }
    var set = try read(path, beginning: beginning, options: options)
    if options.invertsVisibility {
      for index in set.visible.indices { set.visible[index].toggle() }
    }
    warnOfSense(&set)
    return set
  }

  private static func read(_ path: String, beginning: [UInt8], options: TrackReadingOptions) throws
    -> TrackSet
  {
    if beginning.starts(with: [0x50, 0x4B]) {
      let archive = try NPZArchive(path: path)
      let names = Set(archive.names)
      guard let format = archiveFormats.first(where: { $0.recognises(names) }) else {
        throw TracksError(
          .unknownFormat,
          "\(path) holds the arrays \(archive.names.joined(separator: ", ")), which are no known track format; expected "
            + "trajs_2d with visibs, points with occluded, tracks_xyz with intrinsics, or tracks or pred_tracks with visibility"
        )
      }
      return try format.read(archive, options: options)
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

  /// Trackers are started on points that are seen: where most tracks begin hidden, the sense may be the wrong way round.
  private static func warnOfSense(_ set: inout TrackSet) {
    guard set.trackCount > 0, set.frameCount > 0, !set.format.hasPrefix("PointOdyssey") else { return }
    let hidden = (0..<set.trackCount).count { !set.visible[$0 * set.frameCount] }
    if 2 * hidden > set.trackCount {
      set.warnings.append(
        "\(percent(hidden, of: set.trackCount)) of the tracks begin hidden: if the file means the opposite, use --invert-visibility"
      )
    }
  }
}
