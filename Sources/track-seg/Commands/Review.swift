import ArgumentParser
import Pipeline

/// The page of a result, made where it is missing, and opened.
struct ReviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Print the path of a result's review page, and open it in a browser.",
    usage: "track-seg review Outputs/video",
    discussion: """
      Example: track-seg review Outputs/yard_pan

      The page, index.html, works without a network. Where it is missing it is made from what the folder holds: a result of \
      an earlier version, or of a run with --no-review. The folder of a batch has a page too.
      """)

  @Argument(help: ArgumentHelp("Folder of a result or of a batch.", valueName: "output")) var output: String
  @Flag(help: "Make the page anew, even if it is there.") var rebuild = false
  @Flag(inversion: .prefixedNo, help: "Open it where a browser and a display are there.") var open = true

  func run() throws {
    try reportingFailures {
      var folder = output
      while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
      let result = ResultFolder(folder)
      let path = result.file(ResultFolder.page)
      let hasPage = result.contains(ResultFolder.page)
      // The page of a batch is made by the batch alone.
      if !hasPage || rebuild && result.contains(RunRecord.self) {
        try Pipeline.Review(output: folder).write()
      }
      try StandardOutput.line(path)
      if open { Browser.open(path) }
    }
  }
}
