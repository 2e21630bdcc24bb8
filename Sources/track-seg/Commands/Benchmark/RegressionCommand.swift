import ArgumentParser
import Experiments
import Pipeline

/// Squared error by sample size and dimension.
struct RegressionCommand: Experiment {
  static let configuration = CommandConfiguration(
    commandName: "mist",
    abstract:
      "Squared error by sample size and dimension, in and out of distribution (MIST, table 1, figure 3).",
    discussion: "Example: track-seg benchmark mist --estimator mist,ksg,cca --dimension 2")

  static let estimators = "mist,mist-qr,ksg,gaussian,cca,mine-300,infonce-100,infonet:32"

  @Option(help: ArgumentHelp("Estimators, separated by commas.", valueName: "names")) var estimator =
    Self.estimators
  @Option(help: ArgumentHelp("Coordinates of X and of Y, separated by commas.", valueName: "d"))
  var dimension = "1,2,3,4"
  @Option(help: ArgumentHelp("Distributions per family, sample size and dimension.", valueName: "n"))
  var repetitions = 3
  @OptionGroup var flags: SuiteFlags

  func run() throws {
    try reportingFailures {
      var suite = RegressionSuite(
        estimators: try flags.estimators(
          flags.quick && estimator == Self.estimators ? "mist,mist-qr,ksg,cca" : estimator))
      suite.dimensions = try flags.numbers(
        flags.quick ? "2" : dimension, option: "--dimension", least: 1)
      suite.repetitions = max(flags.quick ? min(repetitions, 2) : repetitions, 1)
      try flags.run(suite)
    }
  }
}
