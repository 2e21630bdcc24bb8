import ArgumentParser
import Experiments
import Pipeline

/// Order accuracy against dimension.
struct DimensionCommand: Experiment {
  static let configuration = CommandConfiguration(
    commandName: "dimension",
    abstract: "Order accuracy for normal vectors of 2 to 10 coordinates (InfoNet, A.6), with a figure.",
    discussion: "Example: track-seg benchmark dimension --estimator ksg,infonet:100,mine-1000 --triplets 50")

  static let estimators =
    "ksg,distance,cca,mine-100,mine-1000,mine-5000,infonet:100,infonet:500,infonet:1500"

  @Option(
    help: ArgumentHelp(
      "Estimators, separated by commas; infonet:500 uses 500 pairs of directions.", valueName: "names"))
  var estimator = Self.estimators
  @Option(help: ArgumentHelp("Dimensions, separated by commas.", valueName: "d")) var dimension = "2,4,6,8,10"
  @Option(help: ArgumentHelp("Triplets in every dimension.", valueName: "n")) var triplets = 100
  @Option(help: ArgumentHelp("Observations per sample.", valueName: "T")) var length = 2000
  @OptionGroup var flags: SuiteFlags

  static func argumentsOfAll(data: String?) -> [String]? { ["--triplets", "50"] }

  func run() throws {
    try reportingFailures {
      var suite = DimensionSuite(
        estimators: try flags.estimators(
          flags.quick && estimator == Self.estimators ? "ksg,distance,cca,mine-100,infonet:100" : estimator))
      suite.dimensions = try flags.numbers(dimension, option: "--dimension", least: 1)
      suite.triplets = max(flags.quick ? min(triplets, 20) : triplets, 1)
      suite.length = max(length, 50)
      try flags.run(suite)
    }
  }
}
