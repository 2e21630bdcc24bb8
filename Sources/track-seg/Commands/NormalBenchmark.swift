import ArgumentParser
import Experiments
import MutualInformation
import Pipeline
import Report
import Video

/// MI against the correlation of a bivariate normal.
struct NormalBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gaussian",
    abstract: "MI against the correlation of a bivariate normal (InfoNet, Figure 4), with a figure.",
    discussion: "Example: track-seg benchmark gaussian --estimator infonet,ksg --length 2000")

  @Option(help: ArgumentHelp("Estimators, separated by commas.", valueName: "names"))
  var estimator = SegmentationOptions.registry.names.joined(separator: ",")
  @Option(help: ArgumentHelp("Sample lengths, separated by commas.", valueName: "T")) var length = "2000"
  @Option(help: ArgumentHelp("Samples at every correlation.", valueName: "n")) var repetitions = 16
  @Option(help: ArgumentHelp("Weights of infonet in place of those in the program.", valueName: "file"))
  var weights: String?
  @Option(name: .shortAndLong, help: ArgumentHelp("Folder of the tables and figures.", valueName: "dir"))
  var output = "Outputs/benchmarks/gaussian"
  @Flag(name: .shortAndLong, help: "No progress.") var quiet = false

  func run() throws {
    try reportingFailures {
      let folder = try OutputFolder(path: output)
      let names = estimator.split(separator: ",").map(String.init)
      let lengths = try length.split(separator: ",").map {
        guard let value = Int($0), value >= 10 else {
          throw PipelineError(.usage, "--length takes numbers of at least 10, not '\($0)'")
        }
        return value
      }
      let update = ConsoleObserver(isQuiet: quiet).begin(
        stage: "gaussian", total: names.count * lengths.count, unit: "runs")
      var rows: [BivariateNormal.Row] = []
      var done = 0
      for length in lengths {
        var here: [BivariateNormal.Row] = []
        for name in names {
          var options = SegmentationOptions()
          options.estimator = name
          options.independent = true
          options.weights = weights
          try options.validate()
          here += try BivariateNormal().measure(
            options, label: name, length: length, repetitions: max(repetitions, 1))
          done += 1
          update(done)
        }
        rows += here
        let figure = BivariateNormal.figure(here, length: length)
        try figure.image().writePNG(to: folder.file("gaussian-\(length).png"))
        try folder.write(figure.svg(), to: "gaussian-\(length).svg")
      }
      try folder.write(Array(BivariateNormal.csv(rows).utf8), to: "gaussian.csv")
      let table = BivariateNormal.markdown(rows)
      try folder.write(Array(table.utf8), to: "gaussian.md")
      print(table, terminator: "")
    }
  }
}
