import ArgumentParser
import Experiments
import Pipeline

/// Coverage of intervals.
struct CalibrationCommand: Experiment {
  static let configuration = CommandConfiguration(
    commandName: "calibration",
    abstract:
      "How often intervals contain the true MI: mist-qr against half samples (MIST, figure 5, table 9).",
    discussion: "Example: track-seg benchmark calibration --repetitions 40")

  @Option(
    help: ArgumentHelp(
      "Estimators whose intervals come from half samples, separated by commas.", valueName: "names"))
  var estimator = "mist,ksg"
  @Option(help: ArgumentHelp("Coordinates of X and of Y.", valueName: "d")) var dimension = 2
  @Option(help: ArgumentHelp("Distributions per family.", valueName: "n")) var repetitions = 40
  @Option(help: ArgumentHelp("Half samples per sample.", valueName: "n")) var halves = 60
  @OptionGroup var flags: SuiteFlags

  func validate() throws {
    guard (1...4).contains(dimension) else {
      throw ValidationError("--dimension must be 1 to 4, the most that mist-qr takes, not \(dimension).")
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
