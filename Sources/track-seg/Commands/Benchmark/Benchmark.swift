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
    subcommands: experiments.map { $0 as any ParsableCommand.Type } + [AllCommand.self])

  /// Every experiment: one line adds one, here, to the help and to `all`.
  static let experiments: [any Experiment.Type] = [
    SpeedCommand.self, GaussianCommand.self, MixtureCommand.self, IndependenceCommand.self,
    DimensionCommand.self, TransformsCommand.self, MotionCommand.self, ConsistencyCommand.self,
    RegressionCommand.self, CalibrationCommand.self, FeatureSelectionCommand.self, TrackerCommand.self,
  ]
}

/// A command that runs one suite of `Experiments`.
protocol Experiment: ParsableCommand {
  /// The arguments that `all` gives the command; nil where it cannot run without a folder of data.
  static func argumentsOfAll(data: String?) -> [String]?
}

extension Experiment {
  static func argumentsOfAll(data: String?) -> [String]? { [] }

  /// The name of the command.
  static var name: String { configuration.commandName ?? "" }
}
