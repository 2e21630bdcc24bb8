import ArgumentParser
import Experiments
import Pipeline

/// How fast every estimator is.
struct SpeedCommand: Experiment {
  static let configuration = CommandConfiguration(
    commandName: "speed",
    abstract: "Time per estimate, alone and in batches (InfoNet, Table 1), and per pairwise matrix.",
    discussion: "Example: track-seg benchmark speed --estimator infonet,ksg --length 600,2000")

  static let estimators =
    "infonet,infonet-table,infonet-perceiver,ksg,gaussian,histogram,kde,bspline,cca,distance,mine-100,mine-500"

  @Option(help: ArgumentHelp("Estimators, separated by commas.", valueName: "names")) var estimator =
    Self.estimators
  @Option(help: ArgumentHelp("Sample lengths, separated by commas.", valueName: "T")) var length =
    "200,500,1000,2000,5000"
  @Option(help: ArgumentHelp("Sample lengths of the matrix.", valueName: "T")) var matrix = "600,2000"
  @Option(help: ArgumentHelp("Approximate seconds per measurement.", valueName: "s")) var seconds = 1.0
  @Option(help: ArgumentHelp("Estimator that the others are compared with.", valueName: "name")) var against =
    "ksg"
  @OptionGroup var flags: SuiteFlags

  func run() throws {
    try reportingFailures {
      var suite = SpeedSuite(estimators: try flags.estimators(estimator))
      suite.lengths = try flags.numbers(length, option: "--length", least: 10)
      suite.matrixLengths = try flags.numbers(matrix, option: "--matrix", least: 10)
      suite.threads = flags.threads
      suite.seconds = flags.quick ? 0.2 : seconds
      suite.reference = against
      try flags.run(suite)
    }
  }
}
