import Foundation
import Glibc

/// One run of the built program: what it printed and how it ended.
public struct ProgramRun {
  public let exitCode: Int32
  public let output: String
  public let errors: String
}

/// What kept a program from being run.
public struct ProgramFailure: Error {
  public let reason: String

  public init(reason: String) { self.reason = reason }
}

/// Runs the program that was built beside the tests, in the project's root folder.
///
/// - Parameter terminateOnceThere: a file; as soon as it is there, SIGTERM is sent.
public func trackSeg(_ arguments: String..., terminateOnceThere: String? = nil) throws -> ProgramRun {
  try runProgram([try programPath()] + arguments, terminateOnceThere: terminateOnceThere)
}

/// Runs any program by its path, in the project's root folder or in `folder`.
///
/// Foundation's Process leaks a little on every run, which the leak sanitizer reports.
public func runProgram(
  _ command: [String], in folder: String = Fixtures.projectRoot, terminateOnceThere: String? = nil
) throws -> ProgramRun {
  let scratch = try TemporaryFolder()
  let (outputPath, errorPath) = (scratch.file("stdout"), scratch.file("stderr"))
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
  posix_spawn_file_actions_addopen(&actions, 1, outputPath, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  posix_spawn_file_actions_addopen(&actions, 2, errorPath, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  // Test threads block signals, and a child inherits what its parent's thread blocks.
  var attributes = posix_spawnattr_t()
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  var signals = sigset_t()
  sigemptyset(&signals)
  posix_spawnattr_setsigmask(&attributes, &signals)
  posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
  var pid = pid_t()
  // The C library's own way to set the folder is not visible from Swift; `env` replaces itself by the program.
  let cArguments = (["env", "-C", folder] + command).map { strdup($0) }
  defer { cArguments.forEach { free($0) } }
  let spawned = posix_spawnp(&pid, "env", &actions, &attributes, cArguments + [nil], environ)
  guard spawned == 0 else {
    throw ProgramFailure(reason: "\(command[0]): \(String(cString: strerror(spawned)))")
  }
  var status: Int32 = 0
  if let marker = terminateOnceThere {
    while waitpid(pid, &status, WNOHANG) == 0 {
      if FileManager.default.fileExists(atPath: marker) {
        kill(pid, SIGTERM)
        waitpid(pid, &status, 0)
        break
      }
      usleep(2000)
    }
  } else {
    waitpid(pid, &status, 0)
  }
  let signal = status & 0x7F
  return ProgramRun(
    exitCode: signal == 0 ? (status >> 8) & 0xFF : -signal,
    output: try String(contentsOfFile: outputPath, encoding: .utf8),
    errors: try String(contentsOfFile: errorPath, encoding: .utf8))
}

/// The path of the program that was built beside the tests.
public func programPath() throws -> String {
  // The test runner lies beside the program, or inside a bundle beside it.
  var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
  for _ in 0..<4 {
    let candidate = folder.appendingPathComponent("track-seg")
    if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate.path }
    folder.deleteLastPathComponent()
  }
  throw ProgramFailure(reason: "track-seg was not built beside \(CommandLine.arguments[0])")
}
