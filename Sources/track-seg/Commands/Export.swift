import ArgumentParser
import Pipeline
import Support

/// Results for other tools.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a result in the formats of other tools: \(Exporter.names).",
    usage: "track-seg export Outputs/video --format davis --to exported",
    discussion: """
      Example: track-seg export Outputs/yard_pan --format \(Exporter.allCases.map(\.name).joined(separator: ",")) --to exported

      \(Exporter.allCases.map { "\($0.name): \($0.summary): \($0.files)." }.joined(separator: "\n"))
      """)

  @Argument(help: ArgumentHelp("Folder of a result.", valueName: "output")) var output: String
  @Option(help: ArgumentHelp("\(Exporter.names), or several separated by commas.", valueName: "names"))
  var format: String
  @Option(help: ArgumentHelp("Folder for the exported files.", valueName: "dir")) var to: String
  @OptionGroup(title: "Tracks") var tracks: TrackFlags

  func run() throws {
    try reportingFailures {
      let exporters = try format.split(separator: ",").map { name in
        guard let exporter = Exporter(rawValue: String(name)) else {
          throw RunError(
            .usage, "--format \(name): there is no such format; expected \(Exporter.names)")
        }
        return exporter
      }
      try SeparatePlaces.check(
        inputs: [output, tracks.tracks, tracks.visibility], output: to, option: "to")
      let source = try ExportSource(
        output: output, tracks: tracks.tracks, reading: try tracks.readingOptions())
      let folder = try OutputFolder(path: to, kind: .export)
      let observer = ConsoleObserver(isQuiet: true)
      for exporter in exporters {
        let path = try exporter.write(source, to: folder, observer: observer)
        try StandardOutput.line("\(exporter.name): \(path)")
      }
    }
  }
}
