import Synchronization

/// How far a stage has come: a bar with rate and remaining time on a terminal, a plain line every tenth otherwise.
final class ProgressBar: Sendable {
  private struct State {
    var done = 0
    var lastDrawn: ContinuousClock.Instant
    var lastTenth = 0
  }

  private let title: String
  private let unit: String
  private let total: Int
  private let isQuiet: Bool
  private let start: ContinuousClock.Instant
  private let state: Mutex<State>

  /// A bar for `total` units of work; it draws nothing where `isQuiet`.
  init(_ title: String, total: Int, unit: String, isQuiet: Bool) {
    self.title = title
    self.unit = unit
    self.total = total
    self.isQuiet = isQuiet
    start = ContinuousClock.now
    state = Mutex(State(lastDrawn: start))
  }

  /// Says how many units are done by now; callable from any thread.
  func update(_ done: Int) {
    guard !isQuiet, total > 0 else { return }
    state.withLock { state in
      guard done > state.done else { return }
      state.done = done
      let now = ContinuousClock.now
      if Terminal.isInteractive {
        guard done == total || now - state.lastDrawn > .milliseconds(100) else { return }
        state.lastDrawn = now
        Terminal.write("\r\u{1B}[K" + bar(done, after: now - start) + (done == total ? "\n" : ""))
      } else {
        let tenth = done * 10 / total
        guard tenth > state.lastTenth, done == total || now - state.lastDrawn > .seconds(2) else { return }
        state.lastTenth = tenth
        state.lastDrawn = now
        Terminal.line(plain(done, after: now - start))
      }
    }
  }

  private func bar(_ done: Int, after elapsed: Duration) -> String {
    let figures = plain(done, after: elapsed)
    let room = min(30, Terminal.width - figures.count - 4)
    guard room > 4 else { return figures }
    let eighths = done * room * 8 / total
    let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    let full = String(repeating: "█", count: eighths / 8) + partial
    return figures + " |" + full + String(repeating: " ", count: room - full.count) + "|"
  }

  private func plain(_ done: Int, after elapsed: Duration) -> String {
    let seconds = max(elapsed.seconds, 1e-9)
    let rate = Double(done) / seconds
    let remaining = done == total ? "" : ", \(clock(Double(total - done) / rate)) left"
    return "\(title) \(done * 100 / total) % (\(grouped(done))/\(grouped(total)) \(unit), "
      + "\(clock(seconds))\(remaining), \(grouped(Int(rate.rounded())))/s)"
  }
}
