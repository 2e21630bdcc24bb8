/// A format of track files.
///
/// A new format is a value of a type in a file of its own under Formats/, and one line in `TrackFormats.all`.
protocol TrackFormat: Sendable {
  /// The name in messages, in the help and in the README.
  var name: String { get }
  /// One line for the README: what tracks it holds, in which axes and units, and what its flags mean.
  var summary: String { get }
  /// The suffixes that its files have, the usual one first; files are recognised by their content all the
  /// same.
  var suffixes: [String] { get }
  /// What a file of this format holds, for the message about a file that no format recognises: `points with
  /// occluded`.
  var example: String { get }
  /// Whether the format itself states which points are visible, and lets a track begin hidden.
  ///
  /// The flags of other formats are doubted where most tracks begin hidden: such a file may mean the
  /// opposite.
  var statesVisibility: Bool { get }
  /// Whether the coordinates of hidden points are true positions or a tracker's guess.
  var hiddenPositions: HiddenPositions { get }
  /// Whether a file is of this format; looks at names, shapes and first bytes only.
  func recognises(_ peek: FilePeek) -> Bool
  /// Reads the tracks of a file that `recognises` accepts, as N tracks of T frames.
  ///
  /// - Throws: `NumPyError` or `TracksError`, naming the file, what was found and what was expected.
  func read(_ peek: FilePeek, options: TrackReadingOptions) throws -> TrackFile.Contents
}

extension TrackFormat {
  var statesVisibility: Bool { false }
  var hiddenPositions: HiddenPositions { .predicted }
}
