import ArgumentParser

/// Experiments with known truth, a table each.
struct Benchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run an experiment with known truth and print its table.",
    discussion: """
      Example: track-seg benchmark gaussian --estimator infonet,ksg

      Tables go to Outputs/benchmarks/<suite>/ as Markdown and CSV, figures as PNG and SVG; seeds are fixed. --quick \
      makes a version of a minute or less.
      """,
    subcommands: [
      SpeedCommand.self, GaussianCommand.self, MixtureCommand.self, IndependenceCommand.self,
      DimensionCommand.self, TransformsCommand.self, MotionCommand.self, ConsistencyCommand.self,
      RegressionCommand.self, CalibrationCommand.self, FeatureSelectionCommand.self,
      AllCommand.self,
    ])
}
