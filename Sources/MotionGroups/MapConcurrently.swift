internal import LinearAlgebra
internal import Synchronization

/// The values of a function at 0, 1, …, computed on several threads; their order does not depend on the threads.
func mapConcurrently<Value: Sendable>(
  _ count: Int, threads: Int, _ value: @Sendable (Int) -> Value
) -> [Value] {
  let found = Mutex<[Int: Value]>([:])
  // The closure throws nothing.
  try? forEachChunk(count: count, threads: threads) { index in
    let result = value(index)
    found.withLock { $0[index] = result }
  }
  return found.withLock { all in (0..<count).compactMap { all[$0] } }
}
