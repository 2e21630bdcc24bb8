import Foundation
import TestSupport
import Testing

/// The text of every --help, compared with the golden files in Help.
///
/// `scripts/help-goldens` writes them again.
@Suite struct HelpGoldenTests {
  private static let folder = Fixtures.projectRoot + "/Tests/CommandLineTests/Help"
  private static let remedy = "if the change is intended, run scripts/help-goldens and commit the files"

  /// Words of a command (none: the program itself) and the name of its golden file.
  private struct Command {
    let words: [String]
    var file: String { words.isEmpty ? "root.txt" : words.joined(separator: "-") + ".txt" }

    /// The help for a terminal of 80 columns.
    func help() throws -> String {
      let run = try runProgram(["env", "COLUMNS=80", programPath()] + words + ["--help"])
      #expect(run.exitCode == 0, "\(words): \(run.errors)")
      return run.output
    }
  }

  @Test func everyHelpIsItsGoldenFile() throws {
    var open = [Command(words: [])]
    var files: Set<String> = []
    while let command = open.popLast() {
      let help = try command.help()
      let golden = try? String(contentsOfFile: Self.folder + "/" + command.file, encoding: .utf8)
      #expect(help == golden, "Help/\(command.file): \(Self.remedy)")
      files.insert(command.file)
      open += Self.subcommands(in: help).map { Command(words: command.words + [$0]) }
    }
    #expect(files.count > 20, "the lists of subcommands were not found in the help")
    let stored = Set(try FileManager.default.contentsOfDirectory(atPath: Self.folder))
    #expect(stored == files, "the files in Help are not those of the commands: \(Self.remedy)")
  }

  /// The names in a help's list of subcommands: indented by two spaces, below the title.
  private static func subcommands(in help: String) -> [String] {
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
    guard let title = lines.firstIndex(of: "SUBCOMMANDS:") else { return [] }
    return lines[(title + 1)...].filter { $0.hasPrefix("  ") && $0.dropFirst(2).first?.isLowercase == true }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
  }
}
