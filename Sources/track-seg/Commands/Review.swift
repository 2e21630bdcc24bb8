import ArgumentParser
import Pipeline

/// The page of a result, made where it is missing, and opened.
struct ReviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Print the path of a result's review page and open it in a browser.",
    usage: "track-seg review Outputs/video",
    discussion: """
      Example: track-seg review Outputs/yard_pan

      The page, index.html, works without a network. If it is missing (after --no-review, or from an earlier version), this \
      command makes it from the files of the result. The folder of a batch also has a page.
      """)

  @Argument(help: ArgumentHelp("Folder of a result or of a batch.", valueName: "output")) var output: String
  @Flag(help: "Make the page again even if it exists.") var rebuild = false
  @Flag(inversion: .prefixedNo, help: "Open the page if there is a display.") var open = true

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
