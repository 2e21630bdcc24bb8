import ArgumentParser
import Experiments
import Pipeline

/// Independence tests by sliced MI.
struct IndependenceCommand: Experiment {
  static let configuration = CommandConfiguration(
    commandName: "independence",
    abstract: "Independence testing by sliced MI in 16 to 128 dimensions (InfoNet, Figure 5), with figures.",
    discussion: """
      Example: track-seg benchmark independence --estimator gaussian,infonet --projections 100

      The suite tests “are X and Y dependent?” by the value of sliced MI and prints the area under the ROC curve. It has \
      three kinds of dependence: one shared feature, two shared features, and every coordinate of X with the same of Y.
      """)

  @Option(help: ArgumentHelp("Estimators, separated by commas.", valueName: "names")) var estimator =
    "infonet,gaussian,ksg"
  @Option(help: ArgumentHelp("Pairs of directions; the paper uses 1000.", valueName: "n")) var projections =
    1000
  @Option(help: ArgumentHelp("Dimensions, separated by commas.", valueName: "d")) var dimension =
    "16,32,64,128"
  @Option(help: ArgumentHelp("Sample lengths, separated by commas.", valueName: "n")) var length =
    "50,200,500,950"
  @Option(help: ArgumentHelp("Trials of 50 dependent and 50 independent samples.", valueName: "n"))
  var trials =
    10
  @OptionGroup var flags: SuiteFlags

  static func argumentsOfAll(data: String?) -> [String]? { ["--projections", "100", "--trials", "4"] }

  func run() throws {
    try reportingFailures {
      var suite = IndependenceSuite(estimators: try flags.estimators(estimator))
      suite.dimensions = try flags.numbers(dimension, option: "--dimension", least: 2)
      suite.lengths = try flags.numbers(length, option: "--length", least: 10)
      suite.projections = max(projections, 1)
      suite.trials = max(trials, 1)
      if flags.quick {
        (suite.dimensions, suite.lengths, suite.projections, suite.trials, suite.pairs) = (
          [16, 64], [50, 500], min(suite.projections, 30), 2, 20
        )
      }
      try flags.run(suite)
    }
  }
}
