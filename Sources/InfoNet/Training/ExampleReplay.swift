internal import Synchronization

/// Examples that are dear to make and cheap to learn from: each one of a block is used several times before the next block comes.
///
/// Which example stands at a place of the stream is a function of the place alone, so a run that is interrupted and resumed sees the
/// same ones; what is not held any more is made again.
final class ExampleReplay<Example: Sendable>: Sendable {
  /// Examples of a block, a power of two.
  let block: Int
  /// How often each is used.
  let passes: Int
  private let held: Mutex<[(index: UInt64, example: Example)?]>

  init(block: Int, passes: Int) {
    precondition(block > 0 && block & (block - 1) == 0, "a block is a power of two")
    self.block = block
    self.passes = passes
    held = Mutex([(index: UInt64, example: Example)?](repeating: nil, count: block))
  }

  /// The number of the example at a place of the stream: every pass takes the block in another order.
  func index(at place: UInt64) -> UInt64 {
    let size = UInt64(block)
    let round = place / (size * UInt64(passes))
    let pass = place % (size * UInt64(passes)) / size
    // An odd factor permutes the numbers below a power of two.
    let order = (place % size) &* (1 &+ 2 &* (pass &* 2_654_435_761 & (size - 1))) &+ pass &* 7919
    return round * size + order % size
  }

  /// The example at a place, made where it is not held.
  func example(at place: UInt64, _ make: (UInt64) throws -> Example) rethrows -> Example {
    let index = index(at: place)
    let slot = Int(index % UInt64(block))
    if let known = held.withLock({ $0[slot] }), known.index == index { return known.example }
    let made = try make(index)
    held.withLock { $0[slot] = (index, made) }
    return made
  }
}
