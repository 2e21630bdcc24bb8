import ArgumentParser
import Experiments
import MutualInformation
import Pipeline
import Report
import Support
import Video

/// What every suite takes.
struct SuiteFlags: ParsableArguments {
  @Flag(help: "Run a reduced version in about a minute: the same experiment with fewer samples.") var quick =
    false
  @Option(help: ArgumentHelp("Number of threads (0: all cores).", valueName: "n")) var threads = 0
  @Option(
    help: ArgumentHelp(
      "Weights file for infonet (default: the weights inside the program).", valueName: "file"))
  var weights: String?
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Output folder; each suite has a folder in it.", valueName: "dir")) var output =
    "Outputs/benchmarks"
  @Flag(name: .shortAndLong, help: "Do not print progress.") var quiet = false

  func estimators(_ names: String) throws -> [EstimatorChoice] {
    try EstimatorChoice.list(names, weights: weights, threads: threads)
  }

  /// Numbers separated by commas.
  func numbers(_ text: String, option: String, least: Int) throws -> [Int] {
    try text.split(separator: ",").map {
      guard let value = Int($0), value >= least else {
        throw RunError(.usage, "\(option) takes numbers of at least \(least), not '\($0)'")
      }
      return value
    }
  }

  /// The folder of a suite's tables and figures.
  func folder(_ name: String) throws -> OutputFolder {
    try OutputFolder(path: output + "/" + name, kind: .benchmark)
  }

  /// Runs a suite, writes what it found to a folder of its name, and prints it.
  func run(_ suite: some Suite, command: String? = nil, in opened: OutputFolder? = nil) throws {
    let report = try suite.run(ConsoleObserver(isQuiet: quiet))
    let folder = try opened ?? folder(report.name)
    try folder.write(Array(report.csv.utf8), to: "\(report.name).csv")
    try folder.write(Array(report.tables.utf8), to: "\(report.name).md")
    for figure in report.figures {
      try figure.plot.image().writePNG(to: folder.claimed(figure.name + ".png"))
      try folder.write(figure.plot.svg(), to: figure.name + ".svg")
    }
    try folder.write(
      Array(report.section(command: command ?? Self.commandLine()).utf8), to: SuiteFlags.section)
    try StandardOutput.line(report.tables)
    for finding in report.findings { try StandardOutput.line(finding) }
  }

  /// The section of Documentation/results.md that a suite leaves in its folder.
  static let section = "section.md"

  /// The command as it was given, the folder of the data by a name, without what does not change the numbers.
  private static func commandLine() -> String {
    var arguments = Array(CommandLine.arguments.dropFirst()).filter { !["-q", "--quiet"].contains($0) }
    for option in ["-o", "--output"] {
      if let index = arguments.firstIndex(of: option), index + 1 < arguments.count {
        arguments.removeSubrange(index...(index + 1))
      }
    }
    for index in arguments.indices.dropLast() where arguments[index] == "--data" {
      let last = arguments[index + 1].split(separator: "/").last.map(String.init) ?? ""
      arguments[index + 1] = last == "gmm_eval" ? "DATA/gmm_eval" : "DATA"
    }
    return (["track-seg"] + arguments).joined(separator: " ")
  }
}
