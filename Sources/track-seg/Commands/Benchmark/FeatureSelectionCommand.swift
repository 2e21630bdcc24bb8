import ArgumentParser
import Experiments
import Pipeline

/// Features found by gradient ascent.
struct FeatureSelectionCommand: Experiment {
  static let configuration = CommandConfiguration(
    commandName: "feature-selection",
    abstract:
      "Relevant features by gradient ascent through mist and mine, with ROC curves (MIST, appendix E).",
    discussion: "Example: track-seg benchmark feature-selection --features 12 --relevant 3")

  @Option(help: ArgumentHelp("Number of features.", valueName: "n")) var features = 12
  @Option(help: ArgumentHelp("Number of relevant features.", valueName: "n")) var relevant = 3
  @Option(help: ArgumentHelp("Observations per sample.", valueName: "T")) var length = 300
  @Option(help: ArgumentHelp("Problems of each kind.", valueName: "n")) var problems = 12
  @OptionGroup var flags: SuiteFlags

  func validate() throws {
    guard features >= 2, (1..<features).contains(relevant), (20...500).contains(length) else {
      throw ValidationError(
        "--relevant must be at least 1 and less than --features; --length must be 20 to 500, the lengths that mist was trained on."
      )
    }
  }

  func run() throws {
    try reportingFailures {
      var suite = FeatureSelectionSuite(weights: flags.weights, threads: flags.threads)
      (suite.features, suite.relevant, suite.length) = (features, relevant, length)
      suite.problems = max(flags.quick ? min(problems, 2) : problems, 1)
      if flags.quick { (suite.starts, suite.criticSteps) = (2, 300) }
      try flags.run(suite)
    }
  }
}
