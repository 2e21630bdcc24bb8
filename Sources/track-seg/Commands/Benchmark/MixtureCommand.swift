import ArgumentParser
import Experiments
import Pipeline

/// InfoNet's Tables 2 and 3 on mixtures with known MI.
struct MixtureCommand: Experiment {
  static let configuration = CommandConfiguration(
    commandName: "gmm",
    abstract: "Order accuracy and error on Gaussian mixtures of known MI (InfoNet, Tables 2 and 3).",
    discussion: """
      Example: track-seg benchmark gmm --data gmm_eval --estimator infonet,ksg,density --length 2000

      For every triplet (X, Y, Z) the suite draws independent samples and asks: is I(X;Y) ≥ I(X;Z)? --data names a folder \
      with the mixtures K01.npz … K10.npz. Without --data, the suite draws mixtures by the same rule and computes their MI \
      by quadrature. `density` is the mean of the true pointwise MI over the sample, for comparison.
      """)

  @Option(help: ArgumentHelp("Folder with K01.npz … K10.npz.", valueName: "dir")) var data: String?
  @Option(
    help: ArgumentHelp(
      "Estimators, separated by commas; infonet-dual is the dual value of infonet.", valueName: "names"))
  var estimator = "infonet,infonet-dual,ksg,histogram,gaussian,density"
  @Option(help: ArgumentHelp("Sample lengths, separated by commas.", valueName: "T")) var length = "2000"
  @Option(
    help: ArgumentHelp(
      "Largest number of triplets for each number of components (default: 500; without --data, 100).",
      valueName: "n"))
  var triplets: Int?
  @Option(help: ArgumentHelp("Random seed for the samples.", valueName: "n")) var seed: UInt64 = 1000
  @OptionGroup var flags: SuiteFlags

  static func argumentsOfAll(data: String?) -> [String]? {
    (data.map { ["--data", $0 + "/gmm_eval"] } ?? []) + ["--length", "100,500,2000,5000"]
  }

  func run() throws {
    try reportingFailures {
      try flags.run(
        Self.suite(
          data: data, estimator: estimator, length: length, triplets: triplets, seed: seed, flags: flags))
    }
  }

  static func suite(
    data: String?, estimator: String, length: String, triplets: Int?, seed: UInt64, flags: SuiteFlags
  ) throws -> MixtureAccuracy {
    let lengths = try flags.numbers(length, option: "--length", least: 10)
    let choices = try estimator.split(separator: ",").map {
      $0 == MixtureAccuracy.density
        ? nil : try EstimatorChoice(String($0), weights: flags.weights, threads: flags.threads)
    }
    let most = max(triplets ?? (flags.quick ? 20 : data == nil ? 100 : 500), 1)
    let set =
      try data.map { try MixtureTriplets(folder: $0, most: most) }
      ?? MixtureTriplets(drawing: most, seed: seed, threads: flags.threads)
    var suite = MixtureAccuracy(set, estimators: choices)
    suite.lengths = lengths
    suite.seed = seed
    suite.threads = flags.threads
    return suite
  }
}
