import ArgumentParser
import MutualInformation
import Pipeline

/// Every estimator, signal and slicing on sequences with truth.
struct MotionBenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "motion",
    abstract: "Segmentation by motion on sequences with truth.",
    usage: "track-seg benchmark motion --data path/to/sequences",
    discussion: """
      Example: track-seg benchmark motion --data datasets --estimator gaussian,ksg --signal position,both

      Every estimator, signal and slicing on sequences with truth (folders of anno.npz with track_motion_ids.npy \
      or track_object_ids.npy): mean average precision of "same object?", adjusted Rand index of the automatic clustering \
      and of the best single threshold. Tables go to Outputs/benchmarks/motion/.
      """)

  @Option(help: ArgumentHelp("Folder of the sequences, searched three levels deep.", valueName: "dir"))
  var data: String

  @Option(help: ArgumentHelp("Estimators, separated by commas.", valueName: "names"))
  var estimator = SegmentationOptions.registry.names.joined(separator: ",")

  @Option(help: ArgumentHelp("Weights of infonet in place of those in the program.", valueName: "file"))
  var weights: String?
  @Option(help: ArgumentHelp("What infonet prints: calibrated or dual.", valueName: "name"))
  var readOut = SegmentationOptions().readOut
  @Flag(help: "Take the frames as independent draws: infonet is told T, not the effective sample size.")
  var independent = false

  @Option(help: ArgumentHelp("Signals, separated by commas.", valueName: "names"))
  var signal = "position,velocity,both,multi"

  @Option(help: ArgumentHelp("Slicings, separated by commas.", valueName: "names"))
  var slicing = "independent,shared,axis,none"

  @Option(help: ArgumentHelp("Slices.", valueName: "n")) var slices = SegmentationOptions().slices
  @Option(help: ArgumentHelp("Tracks of each sequence at most.", valueName: "n")) var maxTracks = 150
  @Option(
    help: ArgumentHelp("Frames between the two positions of a velocity, or auto.", valueName: "frames|auto"))
  var lag = "auto"
  @Option(help: ArgumentHelp("First frame used.", valueName: "n")) var first = 0
  @Option(help: ArgumentHelp("Frames used at most.", valueName: "n")) var frames: Int?
  @Option(help: ArgumentHelp("Use every n-th frame.", valueName: "n")) var stride = 1
  @Option(
    help: ArgumentHelp("Noise added to every coordinate, standard deviation in pixels.", valueName: "px"))
  var noise = 0.0
  @Option(help: ArgumentHelp("Only sequences whose name contains this.", valueName: "text")) var only = ""
  @Option(help: ArgumentHelp("Folder of the tables.", valueName: "dir")) var output =
    "Outputs/benchmarks/motion"
  @Flag(name: .shortAndLong, help: "No progress.") var quiet = false

  func run() throws {
    try reportingFailures {
      let benchmark = try MotionBenchmark(root: data)
      let sequences = benchmark.sequences.filter { only.isEmpty || $0.name.contains(only) }
      var combinations: [SegmentationOptions] = []
      for estimator in estimator.split(separator: ",") {
        for signal in signal.split(separator: ",") {
          for slicing in slicing.split(separator: ",") {
            var options = SegmentationOptions()
            (options.estimator, options.signal, options.slicing) = (
              String(estimator), String(signal), String(slicing)
            )
            options.slices = slices
            options.lag = try PipelineFlags.lag(lag)
            options.weights = weights
            options.readOut = readOut
            options.independent = independent
            options.maxTracks = maxTracks
            try options.validate()
            let supportsPlane = try options.makeEstimator().supports(dimension: 2)
            if options.slicing != "none" || supportsPlane { combinations.append(options) }
          }
        }
      }
      var degradation = TrackDegradation()
      (degradation.first, degradation.frames, degradation.stride, degradation.noise) = (
        max(first, 0), frames, max(stride, 1), noise
      )
      let folder = try OutputFolder(path: output)
      let update = ConsoleObserver(isQuiet: quiet)
        .begin(stage: "motion", total: combinations.count * sequences.count, unit: "runs")
      var rows: [MotionBenchmark.Row] = []
      for (index, options) in combinations.enumerated() {
        for (position, sequence) in sequences.enumerated() {
          guard !Interruption.isRequested else {
            throw PipelineError(.interrupted, "stopped; the tables so far are in \(output)")
          }
          if let row = try benchmark.measure(
            sequence, options: options, degradation: degradation, observer: ConsoleObserver(isQuiet: true))
          {
            rows.append(row)
          }
          update(index * sequences.count + position + 1)
        }
        // After every combination, so that an interrupted run leaves what it has.
        try folder.write(Array(MotionBenchmarkTable.csv(rows).utf8), to: "motion.csv")
        try folder.write(Array(MotionBenchmarkTable.markdown(rows).utf8), to: "motion.md")
      }
      print(MotionBenchmarkTable.markdown(rows), terminator: "")
    }
  }
}
