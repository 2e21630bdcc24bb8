import ArgumentParser
import MutualInformation
import NumPy
import Pipeline
import Tracks
import Video

/// Runs a command's body; errors of the modules become one line on standard error and the exit codes of cli.md.
func reportingFailures(_ body: () throws -> Void) throws {
  Interruption.install()
  do {
    try body()
  } catch let error as PipelineError {
    Terminal.line("error: \(error)")
    throw ExitCode(error.code.exitCode)
  }
}
