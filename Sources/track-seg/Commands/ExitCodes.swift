import ArgumentParser
import MutualInformation
import NeuralNetwork
import NumPy
import Pipeline
import Support
import Video

/// Runs a command's body; errors of the modules become one line on standard error and the exit codes of Documentation/cli.md.
func reportingFailures(_ body: () throws -> Void) throws {
  Interruption.install()
  do {
    try body()
  } catch let error as ExitCode {
    throw error
  } catch {
    Terminal.line("error: \((error as? InvalidOption)?.sentence ?? "\(error)")")
    throw ExitCode(exitCode(of: error).exitCode)
  }
}

private func exitCode(of error: any Error) -> RunError.Code {
  switch error {
  case let error as RunError: error.code
  case let error as MutualInformationError:
    switch error.code {
    case .unknownEstimator, .invalidOption, .memoryLimit: .usage
    case .interrupted: .interrupted
    case .checkpointFailed: .output
    default: .input
    }
  case is OutputError: .output
  case is InvalidOption: .usage
  case let error as NumPyError: error.code == .cannotWrite ? .output : .input
  case let error as VideoError: error.code == .cannotWrite ? .output : .input
  default: .input
  }
}
