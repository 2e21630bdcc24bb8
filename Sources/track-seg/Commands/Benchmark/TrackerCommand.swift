import ArgumentParser
import Experiments
import Pipeline
import Support
import Tracking
import Tracks

/// The tracker on videos whose exact tracks are known.
struct TrackerCommand: Experiment {
  static let configuration = CommandConfiguration(
    commandName: "tracker",
    abstract: "Accuracy of the tracker on videos with exact tracks (TAP-Vid's measures).",
    usage: "track-seg benchmark tracker --data path/to/sequences",
    discussion: """
      Example: track-seg benchmark tracker --data pointodyssey --only yard

      The suite queries each exact track where it is first seen and follows it (δ_avg, occlusion accuracy, average Jaccard). \
      Then it lets the tracker choose the points, and measures the share of the picture that they cover, and the speed. The \
      followed tracks are kept in the output folder. --quick needs no --data.
      """)

  @Option(
    help: ArgumentHelp(
      "Folder of the sequences, searched three levels deep (optional with --quick).", valueName: "dir"))
  var data: String?
  @Option(help: ArgumentHelp("Only sequences whose name contains this.", valueName: "text")) var only = ""
  @Option(help: ArgumentHelp("Largest number of frames to use.", valueName: "n")) var frames: Int?
  @OptionGroup(title: "Tracking") var tracker: TrackerFlags
  @OptionGroup var flags: SuiteFlags

  static func argumentsOfAll(data: String?) -> [String]? { data.map { ["--data", $0] } }

  func run() throws {
    try reportingFailures {
      let example = try data == nil ? ExampleSequences(isAllowed: flags.quick) : nil
      defer { withExtendedLifetime(example) {} }
      let benchmark = try MotionBenchmark(root: data ?? example?.folder ?? "")
      let chosen = benchmark.sequences.filter {
        (only.isEmpty || $0.name.contains(only))
          && ($0.directory.videoFile != nil || $0.directory.framesFolder != nil)
      }
      var suite = TrackerSuite(flags.quick ? Array(chosen.prefix(1)) : chosen)
      suite.options = try tracker.options()
      suite.threads = flags.threads
      suite.frames = flags.quick ? min(frames ?? 60, 60) : frames
      let folder = try flags.folder("tracker")
      suite.folder = folder
      try flags.run(suite, in: folder)
    }
  }
}
