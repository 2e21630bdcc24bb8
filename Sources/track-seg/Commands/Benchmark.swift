import ArgumentParser

/// Experiments with known truth, a table each.
struct Benchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run an experiment with known truth and print its table.",
    discussion: "Tables go to Outputs/benchmarks/<suite>/ as Markdown and CSV; seeds are fixed.",
    subcommands: [
      MotionBenchmarkCommand.self, MixtureBenchmark.self, SpeedBenchmark.self, NormalBenchmark.self,
    ])
}
