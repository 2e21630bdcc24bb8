import Foundation
import TestSupport

/// One run of the built program: what it printed and how it ended.
struct ProgramRun {
  let exitCode: Int32
  let output: String
  let errors: String
}

/// Runs the program that was built beside the tests, with arguments, in the project's root folder.
func trackSeg(_ arguments: String..., folder: String = Fixtures.projectRoot) throws -> ProgramRun {
  try trackSeg(arguments, folder: folder)
}

/// As above, with an array of arguments; `terminateAfter` sends SIGTERM once that many seconds have passed.
func trackSeg(
  _ arguments: [String], folder: String = Fixtures.projectRoot, terminateAfter: Double? = nil
) throws -> ProgramRun {
  let process = Process()
  process.executableURL = try programURL()
  process.arguments = arguments
  process.currentDirectoryURL = URL(fileURLWithPath: folder)
  let scratch = try TemporaryFolder()
  let (outputPath, errorPath) = (scratch.file("stdout"), scratch.file("stderr"))
  for path in [outputPath, errorPath] { FileManager.default.createFile(atPath: path, contents: nil) }
  process.standardOutput = FileHandle(forWritingAtPath: outputPath)
  process.standardError = FileHandle(forWritingAtPath: errorPath)
  process.standardInput = FileHandle.nullDevice
  try process.run()
  if let seconds = terminateAfter {
    Thread.sleep(forTimeInterval: seconds)
    process.terminate()
  }
  process.waitUntilExit()
  return ProgramRun(
    exitCode: process.terminationStatus,
    output: try String(contentsOfFile: outputPath, encoding: .utf8),
    errors: try String(contentsOfFile: errorPath, encoding: .utf8))
}

private struct ProgramNotBuilt: Error {}

private func programURL() throws -> URL {
  // The test runner lies beside the program, or inside a bundle beside it.
  var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
  for _ in 0..<4 {
    let candidate = folder.appendingPathComponent("track-seg")
    if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
    folder.deleteLastPathComponent()
  }
  throw ProgramNotBuilt()
}
