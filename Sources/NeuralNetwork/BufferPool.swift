/// Memory that is used again, step after step: blocks are cut one after another from large chunks and all taken back at once.
///
/// What it holds is the most that one step ever needed, whatever shapes the steps had.
final class BufferPool<Scalar: NetworkScalar> {
  private struct Chunk {
    let start: UnsafeMutablePointer<Scalar>
    let capacity: Int
  }

  private let clear = Scalar.kernels.clear
  private var chunks: [Chunk] = []
  /// The chunk that is being cut, and how much of it is cut already.
  private var current = 0
  private var cut = 0

  /// Scalars of a chunk at least.
  private static var chunkSize: Int { 1 << 18 }

  /// A block of at least `count` scalars, contents unspecified, at a multiple of 64 bytes.
  func take(_ count: Int) -> UnsafeMutablePointer<Scalar> {
    let size = max((count + 15) / 16 * 16, 16)
    while current < chunks.count, cut + size > chunks[current].capacity {
      current += 1
      cut = 0
    }
    if current == chunks.count {
      // Chunks grow with what is held, so that there are few.
      let held = chunks.reduce(0) { $0 + $1.capacity }
      let capacity = max(size, Self.chunkSize, held / 2)
      let memory = UnsafeMutableRawPointer.allocate(
        byteCount: capacity * MemoryLayout<Scalar>.stride, alignment: 64)
      chunks.append(
        Chunk(start: memory.bindMemory(to: Scalar.self, capacity: capacity), capacity: capacity))
    }
    defer { cut += size }
    return chunks[current].start + cut
  }

  /// A block of zeros.
  func takeZeroed(_ count: Int) -> UnsafeMutablePointer<Scalar> {
    let block = take(count)
    clear(block, count)
    return block
  }

  /// Takes every block back.
  func takeBackAll() { (current, cut) = (0, 0) }

  deinit {
    for chunk in chunks { chunk.start.deallocate() }
  }
}
