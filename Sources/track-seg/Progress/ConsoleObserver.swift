import Pipeline
import Support

/// Tells a run's story on standard error: facts as lines, warnings marked, stages as progress bars.
struct ConsoleObserver: RunObserver {
  let isQuiet: Bool

  func say(_ line: String) { if !isQuiet { Terminal.line(line) } }

  func warn(_ line: String) { Terminal.line("warning: " + line) }

  func begin(stage: String, total: Int, unit: String) -> @Sendable (Int) -> Void {
    let bar = ProgressBar(stage, total: total, unit: unit, isQuiet: isQuiet)
    return { bar.update($0) }
  }

  var shouldStop: Bool { Interruption.isRequested }
}
