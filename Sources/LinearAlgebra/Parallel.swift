import Dispatch
import Synchronization

/// Runs `body` for every chunk index in `0..<count`, on at most `threads` threads (0: every core).
///
/// What a chunk is must not depend on `threads`, so that the number of threads never changes a result. The first error
/// thrown is rethrown once every chunk under way has ended; chunks not begun by then are left out.
public func forEachChunk(
  count: Int, threads: Int = 0, _ body: @Sendable (Int) throws -> Void
) throws {
  let workers = min(count, threads > 0 ? threads : coreCount())
  guard workers > 1 else {
    for index in 0..<max(count, 0) { try body(index) }
    return
  }
  let next = Atomic<Int>(0)
  let failure = Mutex<(any Error)?>(nil)
  DispatchQueue.concurrentPerform(iterations: workers) { _ in
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      do {
        try body(index)
      } catch {
        failure.withLock { if $0 == nil { $0 = error } }
        next.store(count, ordering: .relaxed)
      }
    }
  }
  if let error = failure.withLock({ $0 }) { throw error }
}
