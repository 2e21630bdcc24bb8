import ArgumentParser
import Experiments
import Pipeline

/// Whether estimates agree with each other.
struct ConsistencyCommand: Experiment {
  static let configuration = CommandConfiguration(
    commandName: "consistency",
    abstract: "Self-consistency: independence, data processing, additivity (MIST; Song & Ermon 2020).",
    discussion: "Example: track-seg benchmark consistency --estimator ksg,cca,mine-500")

  @Option(help: ArgumentHelp("Estimators, separated by commas.", valueName: "names")) var estimator =
    "infonet,mist,mist-qr,ksg,gaussian,cca,kde,mine-500,infonce-500"
  @Option(help: ArgumentHelp("Observations per sample.", valueName: "T")) var length = 500
  @Option(help: ArgumentHelp("Samples of every distribution.", valueName: "n")) var repetitions = 10
  @OptionGroup var flags: SuiteFlags

  func run() throws {
    try reportingFailures {
      var suite = ConsistencySuite(estimators: try flags.estimators(estimator))
      suite.length = max(length, 50)
      suite.repetitions = max(flags.quick ? min(repetitions, 2) : repetitions, 1)
      try flags.run(suite)
    }
  }
}
