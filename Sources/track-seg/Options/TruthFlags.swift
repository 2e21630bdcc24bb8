import ArgumentParser

/// What is true, and how thresholds are stepped.
struct TruthFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Truth: .npy of one object id a track (0: not scored), a folder of masks, or a sequence folder with either.",
      valueName: "truth"))
  var truth: String

  @Option(
    help: ArgumentHelp(
      "Id of the background for foreground ARI (default: 999, else 1, where there is one).", valueName: "id"))
  var background: Int?

  @Option(help: ArgumentHelp("Steps of the threshold in pr.csv, nats.", valueName: "nats")) var increment =
    0.1

  func validate() throws {
    guard increment > 0, increment.isFinite else {
      throw ValidationError("--increment takes a positive number of nats, not \(increment).")
    }
  }
}
