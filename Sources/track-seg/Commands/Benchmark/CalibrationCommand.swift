import ArgumentParser
import Experiments
import Pipeline

/// Coverage of intervals.
struct CalibrationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibration",
    abstract: "How often intervals hold the truth: mist-qr against half samples (MIST, figure 5, table 9).",
    discussion: "Example: track-seg benchmark calibration --repetitions 40")

  @Option(
    help: ArgumentHelp(
      "Estimators whose intervals come from half samples, separated by commas.", valueName: "names"))
  var estimator = "mist,ksg"
  @Option(help: ArgumentHelp("Coordinates of X and of Y.", valueName: "d")) var dimension = 2
  @Option(help: ArgumentHelp("Laws of every family.", valueName: "n")) var repetitions = 40
  @Option(help: ArgumentHelp("Half samples of every sample.", valueName: "n")) var halves = 60
  @OptionGroup var flags: SuiteFlags

  func validate() throws {
    guard (1...4).contains(dimension) else {
      throw ValidationError("--dimension is from 1 to 4: mist-qr reads no more, not \(dimension).")
    }
  }

  func run() throws {
    try reportingFailures {
      // --weights are those of mist-qr here.
      var suite = CalibrationSuite(
        resampled: try EstimatorChoice.list(estimator, threads: flags.threads), weights: flags.weights,
        threads: flags.threads)
      suite.dimension = dimension
      suite.repetitions = max(flags.quick ? min(repetitions, 5) : repetitions, 1)
      suite.halves = max(flags.quick ? min(halves, 20) : halves, 4)
      try flags.run(suite)
    }
  }
}
