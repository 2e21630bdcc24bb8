import GradientCheck
import LinearAlgebra
import Testing

@testable import Mist

@Suite struct OperationTests {
  /// Random extents for repetition `seed`.
  private func extents(_ seed: UInt64, _ ranges: ClosedRange<Int>...) -> [Int] {
    var generator = SeededGenerator(seed: seed, stream: 9)
    return ranges.map { Int.random(in: $0, using: &generator) }
  }

  @Test(arguments: UInt64(1)...4) func pooledTokens(seed: UInt64) {
    let e = extents(seed, 1...4, 1...5, 1...3, 1...3)
    let (blocks, tokens, heads, d) = (e[0], e[1], e[2], e[3])
    let fault = gradientFault([(blocks * tokens, heads), (blocks * tokens, heads * d)], seed: seed) {
      $0.pooledTokens(scores: $1[0], values: $1[1], tokens: tokens)
    }
    #expect(fault == nil)
  }
}
