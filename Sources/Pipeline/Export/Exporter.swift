public import Support

/// A format of another tool that a result can be written in.
///
/// A new format is one file with a `static let`, and one line in `allCases`: help, error messages and README follow from it.
public struct Exporter: ListedChoice {
  /// The name on the command line.
  public let name: String
  /// One line for the help.
  public let summary: String
  /// The files that are written; `<name>` stands for the name of the result.
  public let files: String
  private let body: @Sendable (ExportSource, OutputFolder, any RunObserver) throws -> String

  /// - Parameter write: Writes the result to the folder and returns the file, or the folder of files, that a user looks for,
  ///   relative to it; the observer hears what the format's readers cannot hold.
  public init(
    _ name: String, summary: String, files: String,
    write: @escaping @Sendable (ExportSource, OutputFolder, any RunObserver) throws -> String
  ) {
    self.name = name
    self.summary = summary
    self.files = files
    body = write
  }

  /// The formats in the order they are listed.
  public static let allCases: [Exporter] = [.davis, .fbms, .youTubeVIS, .csv, .sam2, .segAnyMo]

  /// Writes a result and returns the path of what was written.
  ///
  /// - Throws: `RunError` (input) where the result has no masks that the format needs, `OutputError`, or the modules' errors.
  public func write(
    _ source: ExportSource, to folder: OutputFolder, observer: any RunObserver = SilentObserver()
  ) throws -> String {
    folder.file(try body(source, folder, observer))
  }
}
