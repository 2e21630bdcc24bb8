import ArgumentParser
import Pipeline

/// A result against its truth.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Score a result against masks or ids: metrics.json, pr.csv, pr.png, pr.svg.",
    usage: "track-seg evaluate Outputs/video --truth masks",
    discussion: """
      Example: track-seg evaluate Outputs/yard_pan --truth Fixtures/yard_pan

      Average precision, adjusted Rand index (and of the foreground), Hungarian accuracy, precision, recall, F, extracted \
      objects and density as the Freiburg–Berkeley evaluation has them; J and F of the masks where the truth has masks.
      """)

  @Argument(help: ArgumentHelp("Folder of a result.", valueName: "output")) var output: String
  @OptionGroup var truth: TruthFlags
  @OptionGroup(title: "Tracks") var tracks: TrackFlags
  @Option(
    help: ArgumentHelp(
      "One track, by its id, as the query of the curves instead of every track.", valueName: "id"))
  var query: Int64?
  @Flag(help: "Leave out F of the masks' contours, the slowest part.") var noBoundary = false
  @OptionGroup(title: "Review") var review: ReviewFlags
  @OptionGroup(title: "Reporting") var reporting: ReportingOptions

  func run() throws {
    try reportingFailures {
      var evaluation = ResultEvaluation(output: output, truth: try Truth(path: truth.truth))
      evaluation.tracks = tracks.tracks
      evaluation.reading = try tracks.readingOptions()
      evaluation.background = truth.background
      evaluation.increment = truth.increment
      evaluation.query = query
      evaluation.wantsReview = review.isWanted
      evaluation.wantsBoundary = !noBoundary
      let metrics = try evaluation.run(observer: reporting.observer).metrics
      if reporting.json {
        try StandardOutput.write(metrics.json())
      } else {
        try StandardOutput.line(metrics.summary)
      }
    }
  }
}
