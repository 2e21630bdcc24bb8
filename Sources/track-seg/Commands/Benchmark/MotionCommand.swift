import ArgumentParser
import Experiments
import MutualInformation
import Pipeline
import Segmentation
import Support
import Tracks
import MotionSegmentation

/// Every estimator, signal and slicing on sequences with truth.
struct MotionCommand: Experiment {
  static let configuration = CommandConfiguration(
    commandName: "motion",
    abstract: "Segmentation by motion on sequences with truth (InfoNet, Figures 6, 11, 12).",
    usage: "track-seg benchmark motion --data path/to/sequences",
    discussion: """
      Example: track-seg benchmark motion --data datasets --estimator gaussian,ksg --signal position,both

      The suite runs every estimator, signal and slicing on sequences with truth (folders with anno.npz, and \
      track_motion_ids.npy or track_object_ids.npy). It computes the mean average precision of "same object?", P–R curves, \
      and the adjusted Rand index of the automatic clustering, of the best single threshold, and, where the clustering can make it, of the \
      true number of groups, the background counted, with the share of misclassified tracks. --quick needs no --data: \
      it uses the sequences of Fixtures in the working directory, or else makes a synthetic sequence.
      """)

  @Option(
    help: ArgumentHelp(
      "Folder of the sequences, searched three levels deep (optional with --quick).",
      valueName: "dir"))
  var data: String?
  @Option(help: ArgumentHelp("Estimators, separated by commas.", valueName: "names"))
  var estimator = "gaussian,infonet,ksg,histogram"
  @Option(help: ArgumentHelp("Value that infonet returns: calibrated (default) or dual.", valueName: "name"))
  var readOut: String?
  @Flag(help: "Treat frames as independent: do not correct infonet for autocorrelation.")
  var independent = false
  @Option(help: ArgumentHelp("Signals, separated by commas.", valueName: "names"))
  var signal = "position,velocity,both"
  @Option(help: ArgumentHelp("Slicings, separated by commas.", valueName: "names"))
  var slicing = "shared"
  @Option(help: ArgumentHelp("Number of slices.", valueName: "n")) var slices = SegmentationOptions().slices
  @Option(help: ArgumentHelp("Largest number of tracks per sequence.", valueName: "n")) var maxTracks = 100
  @Option(
    help: ArgumentHelp(
      "Number of frames between the two positions of a velocity, or auto.", valueName: "frames|auto"))
  var lag = "auto"
  @Option(help: ArgumentHelp("First frame to use.", valueName: "n")) var first = 0
  @Option(help: ArgumentHelp("Largest number of frames to use.", valueName: "n")) var frames: Int?
  @Option(help: ArgumentHelp("Use every n-th frame.", valueName: "n")) var stride = 1
  @Option(
    help: ArgumentHelp(
      "Standard deviation of noise that is added to every coordinate, in pixels.", valueName: "px"))
  var noise = 0.0
  @Option(
    help: ArgumentHelp(
      "Shares of the entries of tracks that are made missing, separated by commas: 0,0.1,0.3. Same tracks and seed, same entries.",
      valueName: "shares"))
  var missing = "0"
  @Option(
    help: ArgumentHelp(
      "Mean lengths of the runs of missing frames, separated by commas; random: each entry by itself.",
      valueName: "frames|random"))
  var missingRuns = "random"
  @Option(
    help: ArgumentHelp(
      "Rules that group tracks, separated by commas: \(ClusteringRule.names). Those that take a threshold are measured at the best one and at the true number of groups.",
      valueName: "names"))
  var clustering = SegmentationOptions().clustering.name
  @Option(help: ArgumentHelp("Only sequences whose name contains this.", valueName: "text")) var only = ""
  @OptionGroup var flags: SuiteFlags

  static func argumentsOfAll(data: String?) -> [String]? {
    data.map { ["--data", $0, "--max-tracks", "70"] }
  }

  /// Every share with every length of runs; nothing missing once.
  private func degradations() throws -> [TrackDegradation] {
    var found: [TrackDegradation] = []
    for length in missingRuns.split(separator: ",") {
      for share in missing.split(separator: ",") {
        guard let share = Double(share), length == "random" || Double(length) != nil else {
          throw RunError(
            .usage,
            "--missing \(missing) --missing-runs \(missingRuns): expected numbers separated by commas, or random for the runs"
          )
        }
        var degradation = TrackDegradation()
        (degradation.first, degradation.frames, degradation.stride, degradation.noise) =
          (max(first, 0), frames, max(stride, 1), noise)
        degradation.missing = share
        degradation.missingRun = share > 0 ? Double(length) : nil
        try degradation.validate()
        if !found.contains(degradation) { found.append(degradation) }
      }
    }
    guard !found.isEmpty else {
      throw RunError(.usage, "--missing and --missing-runs: expected at least one value each")
    }
    return found
  }

  func run() throws {
    try reportingFailures {
      let example = try data == nil ? ExampleSequences(isAllowed: flags.quick) : nil
      defer { withExtendedLifetime(example) {} }
      let benchmark = try MotionBenchmark(root: data ?? example?.folder ?? "")
      var base = SegmentationOptions()
      base.slices = slices
      base.lag = try PipelineFlags.lag(lag)
      base.threads = flags.threads
      base.maxTracks = flags.quick ? min(maxTracks, 40) : maxTracks
      func names(_ text: String) -> [String] { text.split(separator: ",").map(String.init) }
      var suite = MotionSuite(
        benchmark,
        combinations: try MotionSuite.combinations(
          estimators: names(estimator),
          given: EstimatorChoice.given(weights: flags.weights, readOut: readOut, independent: independent),
          signals: try SignalKind.list(signal, option: "signal"),
          slicings: try Slicing.Kind.list(slicing, option: "slicing"),
          clusterings: try ClusteringRule.list(clustering, option: "clustering"), base: base))
      suite.sequences = benchmark.sequences.filter { only.isEmpty || $0.name.contains(only) }
      if flags.quick { suite.sequences = Array(suite.sequences.prefix(6)) }
      suite.degradations = try degradations()
      let folder = try flags.folder("motion")
      suite.keep = { rows in
        try folder.write(Array(MotionBenchmarkTable.csv(rows).utf8), to: "motion.csv")
        try folder.write(Array(MotionBenchmarkTable.markdown(rows).utf8), to: "motion.md")
      }
      try flags.run(suite, in: folder)
    }
  }
}
