import ArgumentParser
import Pipeline

/// A result against its truth.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Score a result against true masks or object ids.",
    usage: "track-seg evaluate Outputs/video --truth masks",
    discussion: """
      Example: track-seg evaluate Outputs/yard_pan --truth Fixtures/yard_pan

      Writes metrics.json, pr.csv, pr.png and pr.svg. The metrics are average precision; adjusted Rand index (all tracks, and \
      foreground); Hungarian accuracy; precision, recall, F, extracted objects and density of the Freiburg–Berkeley \
      evaluation; and, if the truth has masks, J and F of the masks.
      """)

  @Argument(help: ArgumentHelp("Folder of a result.", valueName: "output")) var output: String
  @OptionGroup var truth: TruthFlags
  @OptionGroup(title: "Tracks") var tracks: TrackFlags
  @Option(
    help: ArgumentHelp(
      "Id of one track: draw the curves for this query instead of all tracks.", valueName: "id"))
  var query: Int64?
  @Flag(help: "Do not compute F of the mask contours, which is the slowest part.") var noBoundary = false
  @OptionGroup(title: "Review") var review: ReviewFlags
  @OptionGroup(title: "Reporting") var reporting: ReportingOptions

  func validate() throws {
    if case .choice(let choice) = truth.background {
      throw ValidationError("--background takes the id of an object here, not \(choice).")
    }
  }

  func run() throws {
    try reportingFailures {
      var evaluation = ResultEvaluation(output: output, truth: try Truth(path: truth.truth))
      evaluation.tracks = tracks.tracks
      evaluation.reading = try tracks.readingOptions()
      evaluation.background = truth.backgroundID
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
