import ArgumentParser
import Experiments
import FoundationEssentials
import LinearAlgebra
import Pipeline
import Support

/// Every suite, one document.
struct AllCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "all",
    abstract: "Run every suite and write Documentation/results.md.",
    discussion: """
      Example: track-seg benchmark all --data datasets

      Each suite runs as its own command, with the options that the document shows. --data names a folder with gmm_eval and \
      folders of sequences. Without --data, the suite gmm draws its own mixtures and the suite motion is skipped. --reuse \
      resumes an interrupted run.
      """)

  @Option(help: ArgumentHelp("Folder with gmm_eval and folders of sequences.", valueName: "dir")) var data:
    String?
  @Option(help: ArgumentHelp("Suites, separated by commas.", valueName: "names")) var suites =
    Benchmark.experiments.map { $0.name }.joined(separator: ",")
  @Option(help: ArgumentHelp("The document to write.", valueName: "file")) var results =
    "Documentation/results.md"
  @Flag(help: "Reuse the sections of earlier runs in --output instead of running these suites again.")
  var reuse = false
  @OptionGroup var flags: SuiteFlags

  func run() throws {
    let names = suites.split(separator: ",").map(String.init)
    try reportingFailures {
      if let unknown = names.first(where: { name in !Benchmark.experiments.contains { $0.name == name } }) {
        throw RunError(
          .usage, "--suites: there is no suite named '\(unknown)'; expected some of \(suites)")
      }
      try checkDocument()
    }
    for name in names {
      guard
        let arguments = Benchmark.experiments.first(where: { $0.name == name })?.argumentsOfAll(data: data)
      else {
        Terminal.line("\(name) is skipped: it needs --data")
        continue
      }
      if reuse, FileManager.default.fileExists(atPath: section(name)) { continue }
      Terminal.line("== \(name)")
      var all = [name] + arguments + ["--output", flags.output, "--threads", "\(flags.threads)"]
      if flags.quick { all.append("--quick") }
      if flags.quiet { all.append("--quiet") }
      if let weights = flags.weights { all += ["--weights", weights] }
      var command = try Benchmark.parseAsRoot(all)
      try command.run()
    }
    try reportingFailures { try write(names) }
  }

  /// How a document that this command wrote begins, below its title.
  private static let signature = "Written by `track-seg benchmark all`"

  /// Refuses to replace a document that somebody else wrote.
  private func checkDocument() throws {
    guard let data = FileManager.default.contents(atPath: results) else { return }
    guard String(decoding: data.prefix(200), as: UTF8.self).contains(Self.signature) else {
      throw OutputError(
        "\(results): this file was not written by track-seg benchmark all so it is not replaced; name another file with --results"
      )
    }
  }

  private func section(_ name: String) -> String { flags.output + "/\(name)/\(SuiteFlags.section)" }

  private func write(_ names: [String]) throws {
    var text = """
      # Results

      \(Self.signature): every suite, with the options shown, on \(Self.machine()). The findings come first,
      best estimator first, computed from the tables below them. What the numbers mean for the defaults: [tracks.md](tracks.md),
      [infonet.md](infonet.md), [mist.md](mist.md), [estimators.md](estimators.md).


      """
    let sections = names.compactMap { name in
      FileManager.default.contents(atPath: section(name)).map { String(decoding: $0, as: UTF8.self) }
    }
    // Who is ahead and who is not, before the tables.
    for part in sections {
      let lines = part.split(separator: "\n")
      let title = lines.first.map { $0.dropFirst(3) } ?? ""
      text += "**\(title)**\n\n" + lines.filter { $0.hasPrefix("- ") }.joined(separator: "\n") + "\n\n"
    }
    for part in sections { text += part + "\n" }
    try AtomicFile.write(Array(text.utf8), to: results)
    Terminal.line("written: \(results)")
  }

  /// Cores and processor.
  private static func machine() -> String {
    let info = FileManager.default.contents(atPath: "/proc/cpuinfo").map {
      String(decoding: $0, as: UTF8.self)
    }
    let model = info?.split(separator: "\n").first { $0.hasPrefix("model name") }?.split(separator: ":").last
    let name = model.map { $0.drop { $0 == " " } }.map(String.init) ?? "an unnamed processor"
    return "\(coreCount()) cores (\(name))"
  }
}
