/// Memory that is used again, step after step: blocks are handed out by size and all taken back at once.
final class BufferPool<Scalar: NetworkScalar> {
  private var free: [Int: [UnsafeMutablePointer<Scalar>]] = [:]
  private var used: [(Int, UnsafeMutablePointer<Scalar>)] = []

  /// A block of at least `count` scalars, contents unspecified.
  func take(_ count: Int) -> UnsafeMutablePointer<Scalar> {
    // Whole pages from a page on, so that batches of slightly different length share blocks.
    let size = count <= 1024 ? max(count, 1) : (count + 1023) / 1024 * 1024
    let block =
      free[size]?.popLast()
      ?? UnsafeMutableRawPointer.allocate(
        byteCount: size * MemoryLayout<Scalar>.stride, alignment: 64
      ).bindMemory(to: Scalar.self, capacity: size)
    used.append((size, block))
    return block
  }

  /// A block of zeros.
  func takeZeroed(_ count: Int) -> UnsafeMutablePointer<Scalar> {
    let block = take(count)
    Scalar.clear(block, count: count)
    return block
  }

  /// Takes every block back.
  func takeBackAll() {
    for (size, block) in used { free[size, default: []].append(block) }
    used.removeAll(keepingCapacity: true)
  }

  deinit {
    takeBackAll()
    for blocks in free.values { for block in blocks { block.deallocate() } }
  }
}
