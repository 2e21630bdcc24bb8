import ArgumentParser

/// What is true, and how thresholds are stepped.
struct TruthFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Truth: a .npy with one object id per track (0: not scored), a folder of masks, or a sequence folder with either.",
      valueName: "truth"))
  var truth: String

  @Option(
    help: ArgumentHelp(
      "Object id of the background, for foreground ARI (default: 999 if it exists, else 1 if it exists). In sweep also auto or none, as in segment.",
      valueName: "id"))
  var background: TruthBackground?

  /// The id of the background in the truth.
  var backgroundID: Int? {
    if case .id(let id) = background { id } else { nil }
  }

  @Option(help: ArgumentHelp("Step of the threshold in pr.csv, in nats.", valueName: "nats")) var increment =
    0.1

  func validate() throws {
    guard increment > 0, increment.isFinite else {
      throw ValidationError("--increment takes a positive number of nats, not \(increment).")
    }
  }
}
