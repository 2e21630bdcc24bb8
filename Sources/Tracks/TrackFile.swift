/// Track files of every format, recognised by their content and never by their name.
public enum TrackFile {
  /// What was read from a file.
  public struct Contents: Sendable, Equatable {
    /// The tracks, in pixels or in fractions of the picture (`isNormalised`).
    public var tracks: TrackSet
    /// The format with its version, and the type of the coordinates: `PointOdyssey 1.2, float16`.
    public var format: String
    /// What a user should know before relying on the tracks, one sentence each.
    public var warnings: [String]

    /// Tracks with the name of their format.
    public init(_ tracks: TrackSet, format: String, warnings: [String] = []) {
      self.tracks = tracks
      self.format = format
      self.warnings = warnings
    }

    /// Adds a warning, where there is one.
    mutating func warn(_ warning: String?) {
      if let warning { warnings.append(warning) }
    }
  }

  /// Reads the tracks of a file.
  ///
  /// - Throws: `NumPyError` or `TracksError`, naming the file, what was found and what was expected.
  public static func read(_ path: String, options: TrackReadingOptions = TrackReadingOptions()) throws
    -> Contents
  {
    try read(path, options: options, formats: TrackFormats.all)
  }

  /// Reads the tracks of a file in one of these formats.
  static func read(_ path: String, options: TrackReadingOptions, formats: [any TrackFormat]) throws
    -> Contents
  {
    let (format, part) = try TrackFormats.recognise(
      FilePeek(file: path), sequence: options.sequence, in: formats)
    var contents = try format.read(part, options: options)
    let isPredicted = format.hiddenPositions == .predicted
    if options.invertsVisibility {
      for index in contents.tracks.visible.indices { contents.tracks.visible[index].toggle() }
      // The first search for placeholders saw the flags as they are in the file.
      for index in contents.tracks.missing.indices where contents.tracks.missing[index] {
        contents.tracks.visible[index] = false
      }
      if isPredicted { contents.warn(Placeholders.mark(&contents.tracks)) }
    }
    if isPredicted { contents.warn(FrozenPositions.mark(&contents.tracks)) }
    if !format.statesVisibility {
      contents.warn(VisibilityCheck.warning(for: contents.tracks, isInverted: options.invertsVisibility))
    }
    contents.warn(PictureFit.fit(&contents.tracks, options: options))
    format.hiddenPositions.mark(&contents.tracks, choice: options.hidden ?? .auto)
    if contents.tracks.isComplete { contents.tracks.observed = [] }
    return contents
  }
}
