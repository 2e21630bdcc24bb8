import ArgumentParser
import Experiments
import Pipeline

/// Known MI under maps that keep it.
struct TransformsCommand: Experiment {
  static let configuration = CommandConfiguration(
    commandName: "transforms",
    abstract: "Known MI under maps that preserve it: half-cube, asinh, wiggly, swiss roll, … (InfoNet, A.4).",
    discussion: """
      Example: track-seg benchmark transforms --estimator infonet,ksg

      The distributions of Czyż et al. (2023), whose MI is known exactly: bivariate normal, bimodal, additive noise, \
      Student t and 2-pair, in 1×1 to 5×5 coordinates.
      """)

  static let estimators = "infonet,ksg,gaussian,kde,cca,histogram,bspline,mine-500"

  @Option(help: ArgumentHelp("Estimators, separated by commas.", valueName: "names")) var estimator =
    Self.estimators
  @Option(help: ArgumentHelp("Observations per sample.", valueName: "T")) var length = 2000
  @Option(help: ArgumentHelp("Samples of every distribution.", valueName: "n")) var repetitions = 5
  @OptionGroup var flags: SuiteFlags

  func run() throws {
    try reportingFailures {
      var suite = TransformsSuite(
        estimators: try flags.estimators(
          flags.quick && estimator == Self.estimators ? "infonet,ksg,gaussian,cca" : estimator))
      suite.length = max(length, 50)
      suite.repetitions = max(flags.quick ? min(repetitions, 2) : repetitions, 1)
      try flags.run(suite)
    }
  }
}
