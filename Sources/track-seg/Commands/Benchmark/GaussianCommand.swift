import ArgumentParser
import Experiments
import Pipeline

/// MI against the correlation of a bivariate normal.
struct GaussianCommand: Experiment {
  static let configuration = CommandConfiguration(
    commandName: "gaussian",
    abstract: "MI against the correlation of a bivariate normal (InfoNet, Figure 4), with a figure.",
    discussion: "Example: track-seg benchmark gaussian --estimator infonet,ksg --length 2000")

  static let estimators =
    "infonet,infonet-perceiver,ksg,gaussian,kde,histogram,bspline,cca,mine-500,smile-500,infonce-500"

  @Option(help: ArgumentHelp("Estimators, separated by commas.", valueName: "names")) var estimator =
    Self.estimators
  @Option(help: ArgumentHelp("Sample lengths, separated by commas.", valueName: "T")) var length = "2000"
  @Option(help: ArgumentHelp("Samples at every correlation.", valueName: "n")) var repetitions = 4
  @OptionGroup var flags: SuiteFlags

  func run() throws {
    try reportingFailures {
      var suite = BivariateNormal(
        estimators: try flags.estimators(
          flags.quick && estimator == Self.estimators ? "infonet,ksg,gaussian,kde,histogram" : estimator))
      suite.lengths = try flags.numbers(length, option: "--length", least: 10)
      suite.repetitions = max(flags.quick ? min(repetitions, 2) : repetitions, 1)
      try flags.run(suite)
    }
  }
}
