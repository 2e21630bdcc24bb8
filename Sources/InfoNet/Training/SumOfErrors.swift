internal import Synchronization

/// Errors gathered from chunks in the chunks' order, whatever the threads did.
final class SumOfErrors: Sendable {
  private let parts = Mutex<[Int: [(Double, Double)]]>([:])

  func add(part: Int, _ errors: [(Double, Double)]) {
    parts.withLock { $0[part] = errors }
  }

  var all: [(Double, Double)] {
    parts.withLock { parts in parts.keys.sorted().flatMap { parts[$0] ?? [] } }
  }
}
