import ArgumentParser

/// Experiments with known truth, a table each.
struct Benchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run an experiment with known truth and print its table.",
    discussion: """
      Example: track-seg benchmark gaussian --estimator infonet,ksg

      Each suite writes tables (Markdown, CSV) and figures (PNG, SVG) to Outputs/benchmarks/<suite>/. Seeds are fixed. \
      --quick runs a reduced version in about a minute.
      """,
    subcommands: [
      SpeedCommand.self, GaussianCommand.self, MixtureCommand.self, IndependenceCommand.self,
      DimensionCommand.self, TransformsCommand.self, MotionCommand.self, ConsistencyCommand.self,
      RegressionCommand.self, CalibrationCommand.self, FeatureSelectionCommand.self,
      AllCommand.self,
    ])
}
