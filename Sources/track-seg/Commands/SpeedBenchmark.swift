import ArgumentParser
import Experiments
import MutualInformation
import Pipeline

/// How fast every estimator fills a matrix.
struct SpeedBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "speed",
    abstract: "Pair-slices a second of every estimator, in one run.",
    discussion: "Example: track-seg benchmark speed --estimator infonet,ksg --length 600,2000")

  @Option(help: ArgumentHelp("Estimators, separated by commas.", valueName: "names"))
  var estimator = SegmentationOptions.registry.names.joined(separator: ",")
  @Option(help: ArgumentHelp("Sample lengths, separated by commas.", valueName: "T")) var length = "600,2000"
  @Option(help: ArgumentHelp("Worker threads (default: every core).", valueName: "n")) var threads = 0
  @Option(help: ArgumentHelp("Seconds for each measurement, about.", valueName: "s")) var seconds = 2.0
  @Option(help: ArgumentHelp("Weights of infonet in place of those in the program.", valueName: "file"))
  var weights: String?
  @Option(help: ArgumentHelp("Estimator that the others are compared with.", valueName: "name")) var against =
    "ksg"
  @Option(name: .shortAndLong, help: ArgumentHelp("Folder of the tables.", valueName: "dir")) var output =
    "Outputs/benchmarks/speed"

  func run() throws {
    try reportingFailures {
      let folder = try OutputFolder(path: output)
      var rows: [EstimatorSpeed.Row] = []
      for length in length.split(separator: ",") {
        guard let length = Int(length), length >= 10 else {
          throw PipelineError(.usage, "--length takes numbers of at least 10, not '\(length)'")
        }
        for name in estimator.split(separator: ",").map(String.init) {
          var options = SegmentationOptions()
          options.estimator = name
          options.weights = weights
          try options.validate()
          rows.append(
            try EstimatorSpeed().measure(
              options, label: name, length: length, threads: threads, seconds: seconds))
        }
      }
      try folder.write(Array(EstimatorSpeed.csv(rows).utf8), to: "speed.csv")
      let table = EstimatorSpeed.markdown(rows, against: against)
      try folder.write(Array(table.utf8), to: "speed.md")
      print(table, terminator: "")
    }
  }
}
