import ArgumentParser
import Pipeline
import Support

/// Results for other tools.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a result for other tools: DAVIS folders, FBMS .dat, YouTube-VIS JSON, CSV.",
    usage: "track-seg export Outputs/video --format davis --to exported",
    discussion: """
      Example: track-seg export Outputs/yard_pan --format davis,fbms,ytvis,csv --to exported

      davis: Annotations/<name>/00000.png and ImageSets/track-seg.txt. fbms: <name>/Tracks<T>.dat for MoSegEval. ytvis: \
      <name>.json with COCO run lengths. csv: <name>.csv, a line for every track and frame.
      """)

  @Argument(help: ArgumentHelp("Folder of a result.", valueName: "output")) var output: String
  @Option(help: ArgumentHelp("davis, fbms, ytvis, csv, or several separated by commas.", valueName: "names"))
  var format: String
  @Option(help: ArgumentHelp("Folder that the files go to.", valueName: "dir")) var to: String
  @OptionGroup(title: "Tracks") var tracks: TrackFlags

  func run() throws {
    try reportingFailures {
      let formats = try format.split(separator: ",").map { name in
        guard let format = ResultExport.Format(rawValue: String(name)) else {
          throw PipelineError(
            .usage,
            "--format: there is no “\(name)”; choose of \(ResultExport.Format.allCases.map(\.rawValue).joined(separator: ", "))"
          )
        }
        return format
      }
      try SeparatePlaces.check(
        inputs: [output, tracks.tracks, tracks.visibility], output: to, option: "--to")
      var export = ResultExport(output: output, target: try OutputFolder(path: to, kind: .export))
      export.tracks = tracks.tracks
      export.reading = try tracks.readingOptions()
      let observer = ConsoleObserver(isQuiet: true)
      for format in formats {
        try StandardOutput.line("\(format.rawValue): \(try export.write(format, observer: observer))")
      }
    }
  }
}
