import ArgumentParser
import Experiments
import Pipeline
import Support

/// Trains the log odds of the clustering `auto`: for developers, as the weights are a part of the program.
struct TrainGroups: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train-groups", abstract: "Fit the log odds of merging groups of tracks (clustering auto).",
    shouldDisplay: false)

  @Option(help: ArgumentHelp("Number of synthetic scenes.", valueName: "n")) var scenes = 1000
  @Option(help: ArgumentHelp("Seed of the first scene.", valueName: "n")) var seed: UInt64 = 1000
  @Option(help: ArgumentHelp("Folder of sequences with truth to train on as well.", valueName: "dir"))
  var data: String?
  @Option(
    help: ArgumentHelp("Only these groups of sequences, for example davis,hopkins155.", valueName: "names"))
  var groups: String?
  @Flag(help: "Leave out every second sequence of a group with more than ten, in the order of names.")
  var half = false
  @Flag(help: "Fit only the odds of the background.") var backgroundOnly = false
  @Option(help: ArgumentHelp("Penalty on squared weights.", valueName: "x")) var penalty = 1.0
  @Option(help: ArgumentHelp("Number of threads.", valueName: "n")) var threads = 0
  @Option(name: .shortAndLong, help: ArgumentHelp("Output folder.", valueName: "dir")) var output: String
  @Flag(name: .shortAndLong, help: "Do not print progress.") var quiet = false

  func run() throws {
    try reportingFailures {
      var training = GroupTraining(benchmark: try data.map { try MotionBenchmark(root: $0) })
      (training.scenes, training.firstSeed) = (scenes, seed)
      (training.penalty, training.threads) = (penalty, threads)
      if let groups {
        let names = groups.split(separator: ",").map(String.init)
        training.sequences.removeAll { !names.contains($0.group) }
      }
      if half {
        let all = training.sequences
        training.sequences = Set(all.map(\.group)).sorted().flatMap { group in
          let own = all.filter { $0.group == group }
          return own.count > 10 ? own.enumerated().filter { $0.offset % 2 == 0 }.map(\.element) : own
        }
      }
      let folder = try OutputFolder(path: output, kind: .training)
      let observer = ConsoleObserver(isQuiet: quiet)
      let background = try training.background(observer)
      try folder.write(Array(background.utf8), to: "motion-background.txt")
      if backgroundOnly { return }
      let odds = try training.run(observer)
      try folder.write(Array(odds.utf8), to: "motion-groups.txt")
    }
  }
}
