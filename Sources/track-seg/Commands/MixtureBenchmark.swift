import ArgumentParser
import Experiments
import Pipeline

/// InfoNet's Tables 2 and 3 on mixtures with known MI.
struct MixtureBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gmm",
    abstract: "Order accuracy and error on Gaussian mixtures of known MI (InfoNet, Tables 2 and 3).",
    usage: "track-seg benchmark gmm --data path/to/gmm_eval",
    discussion: """
      Example: track-seg benchmark gmm --data gmm_eval --estimator infonet,ksg,density --length 2000

      Independent draws of every triplet (X, Y, Z) of the mixtures in K01.npz … K10.npz; is I(X;Y) ≥ I(X;Z)? `density` is \
      the mean of the true pointwise MI over the sample: what knowing the density would give.
      """)

  @Option(help: ArgumentHelp("Folder of K01.npz … K10.npz.", valueName: "dir")) var data: String
  @Option(
    help: ArgumentHelp(
      "Estimators, separated by commas; infonet-dual is the dual's own value.", valueName: "names"))
  var estimator = "infonet,infonet-dual,ksg,histogram,gaussian,density"
  @Option(help: ArgumentHelp("Sample lengths, separated by commas.", valueName: "T")) var length = "2000"
  @Option(help: ArgumentHelp("Triplets for each number of components at most.", valueName: "n"))
  var triplets = 500
  @Option(help: ArgumentHelp("Weights of infonet in place of those in the program.", valueName: "file"))
  var weights: String?
  @Option(help: ArgumentHelp("Seed of the draws.", valueName: "n")) var seed: UInt64 = 1000
  @Option(help: ArgumentHelp("Worker threads (default: every core).", valueName: "n")) var threads = 0
  @Option(name: .shortAndLong, help: ArgumentHelp("Folder of the tables.", valueName: "dir")) var output =
    "Outputs/benchmarks/gmm"
  @Flag(name: .shortAndLong, help: "No progress.") var quiet = false

  func run() throws {
    try reportingFailures {
      let lengths = try length.split(separator: ",").map {
        guard let value = Int($0), value >= 10 else {
          throw PipelineError(.usage, "--length takes numbers of at least 10, not '\($0)'")
        }
        return value
      }
      let suite = MixtureAccuracy(try MixtureTriplets(folder: data, most: triplets))
      let names = estimator.split(separator: ",").map(String.init)
      let folder = try OutputFolder(path: output)
      let update = ConsoleObserver(isQuiet: quiet).begin(
        stage: "gmm", total: lengths.count * names.count, unit: "runs")
      var rows: [MixtureAccuracy.Row] = []
      for length in lengths {
        for name in names {
          var options = SegmentationOptions()
          options.estimator = name == "infonet-dual" ? "infonet" : name
          options.readOut = name == "infonet-dual" ? "dual" : "calibrated"
          options.independent = true
          options.weights = weights
          options.threads = threads
          if name != MixtureAccuracy.density { try options.validate() }
          rows.append(try suite.measure(options, label: name, length: length, seed: seed))
          update(rows.count)
          guard !Interruption.isRequested else {
            throw PipelineError(.interrupted, "stopped; the tables so far are in \(output)")
          }
        }
        try folder.write(Array(MixtureAccuracyTable.csv(rows).utf8), to: "gmm.csv")
        try folder.write(Array(MixtureAccuracyTable.markdown(rows).utf8), to: "gmm.md")
      }
      print(MixtureAccuracyTable.markdown(rows), terminator: "")
    }
  }
}
