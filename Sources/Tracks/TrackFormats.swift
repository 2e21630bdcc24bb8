/// The formats of track files, and what is made from their list.
public enum TrackFormats {
  /// All formats; a file that several of them recognise is of the first.
  static let all: [any TrackFormat] = [
    PointOdyssey(), Kubric(), TAPVid3D(), TAPVid(), DELTA(), NamedTracks(), PlainArray(), LongTable(),
    MOTText(), MoSegText(),
  ]

  /// The suffixes of track files without the dot, the most usual first: npz, npy, pkl, dat.
  public static var suffixes: [String] { suffixes(of: all) }

  /// The formats' names for the help: `PointOdyssey (.npz); Kubric (.npy, .pkl); …`.
  public static var listed: String {
    all.map { "\($0.name) (\(suffixList($0)))" }.joined(separator: "; ")
  }

  /// The table of formats in the README.
  public static var markdown: String { markdown(of: all) }

  static func suffixes(of formats: [any TrackFormat]) -> [String] {
    var suffixes: [String] = []
    for suffix in formats.flatMap(\.suffixes) where !suffixes.contains(suffix) { suffixes.append(suffix) }
    return suffixes
  }

  static func markdown(of formats: [any TrackFormat]) -> String {
    formats.reduce("| format | files | recognised by | tracks |\n|---|---|---|---|\n") { table, format in
      table + "| \(format.name) | \(suffixList(format)) | \(format.example) | \(format.summary) |\n"
    }
  }

  private static func suffixList(_ format: any TrackFormat) -> String {
    format.suffixes.map { "." + $0 }.joined(separator: ", ")
  }

  /// The format of a file, and the part of the file that is of this format: the whole, or one sequence of a
  /// pickle.
  ///
  /// - Throws: `TracksError`: (unknownFormat) with what was found and what is read, (ambiguousSequence);
  ///   `NumPyError` where the container is damaged.
  static func recognise(_ peek: FilePeek, sequence: String?, in formats: [any TrackFormat]) throws
    -> (format: any TrackFormat, part: FilePeek)
  {
    if let format = formats.first(where: { $0.recognises(peek) }) { return (format, peek) }
    try peek.check()
    guard let part = try peek.sequence(sequence) else { throw unknown(peek, formats) }
    guard let format = formats.first(where: { $0.recognises(part) }) else { throw unknown(part, formats) }
    return (format, part)
  }

  /// The error of a file that no format recognises: names the formats of its container, or all of them.
  private static func unknown(_ peek: FilePeek, _ formats: [any TrackFormat]) -> TracksError {
    let suffix: String? =
      switch peek.container {
      case .npz: "npz"
      case .npy: "npy"
      case .pickle: "pkl"
      case .other: nil
      }
    let candidates = formats.filter { format in suffix.map { format.suffixes.contains($0) } ?? true }
    let expected = candidates.map { "\($0.example) (\($0.name))" }.joined(separator: "; ")
    return TracksError(
      .unknownFormat, "\(peek.path) \(peek.found): no known track format; expected \(expected)")
  }
}
