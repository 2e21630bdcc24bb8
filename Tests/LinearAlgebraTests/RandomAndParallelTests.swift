import LinearAlgebra
import RealModule
import Synchronization
import Testing

@Suite struct SeededGeneratorTests {
  @Test func sameSeedSameNumbersOtherSeedOtherNumbers() {
    var a = SeededGenerator(seed: 7)
    var b = SeededGenerator(seed: 7)
    var c = SeededGenerator(seed: 7, stream: 1)
    let first = (0..<100).map { _ in a.next() }
    #expect(first == (0..<100).map { _ in b.next() })
    #expect(first != (0..<100).map { _ in c.next() })
  }

  @Test func normalNumbersHaveTheMomentsOfTheNormalLaw() {
    var generator = SeededGenerator(seed: 1)
    let values = (0..<200_000).map { _ in generator.normal() }
    let mean = values.reduce(0, +) / Double(values.count)
    let second = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
    let fourth = values.reduce(0) { $0 + $1 * $1 * $1 * $1 } / Double(values.count)
    #expect(abs(mean) < 0.01)
    #expect(abs(second - 1) < 0.015)
    #expect(abs(fourth - 3) < 0.1)
  }
}

@Suite struct ParallelTests {
  struct Failure: Error {}

  @Test(arguments: [0, 1, 2, 7]) func everyChunkRunsOnce(threads: Int) throws {
    let counts = Mutex([Int](repeating: 0, count: 100))
    try forEachChunk(count: 100, threads: threads) { index in counts.withLock { $0[index] += 1 } }
    #expect(counts.withLock { $0 } == [Int](repeating: 1, count: 100))
  }

  @Test func theFirstErrorIsRethrown() {
    #expect(throws: Failure.self) {
      try forEachChunk(count: 1000, threads: 2) { if $0 == 10 { throw Failure() } }
    }
  }
}

@Suite struct MatrixProductTests {
  @Test func productsMatchTheDefinition() {
    var generator = SeededGenerator(seed: 3)
    for (m, n, k) in [(1, 1, 1), (3, 5, 7), (17, 4, 33)] {
      let a = (0..<(m * k)).map { _ in Float(generator.normal()) }
      let b = (0..<(n * k)).map { _ in Float(generator.normal()) }
      var c = [Float](repeating: 0, count: m * n)
      multiply(m: m, n: n, k: k, a, lda: k, b, ldb: k, transposeB: true, into: &c, ldc: n)
      for i in 0..<m {
        for j in 0..<n {
          let expected = (0..<k).reduce(0.0) { $0 + Double(a[i * k + $1]) * Double(b[j * k + $1]) }
          #expect(Double(c[i * n + j]).isApproximatelyEqual(to: expected, absoluteTolerance: 1e-5))
        }
      }
    }
  }
}
