import LinearAlgebra
import Testing

@Suite struct SymmetricEigenTests {
  /// A symmetric matrix of normal numbers.
  private func matrix(_ n: Int, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    var values = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for j in 0...i {
        values[i * n + j] = generator.normal()
        values[j * n + i] = values[i * n + j]
      }
    }
    return values
  }

  @Test(arguments: [(1, 1), (2, 2), (5, 3), (40, 6)]) func vectorsAreEigenvectors(n: Int, leading: Int) throws
  {
    let a = matrix(n, seed: UInt64(n))
    let eigen = try #require(SymmetricEigen(a, count: n, leading: leading))
    #expect(eigen.values.count == leading && eigen.values == eigen.values.sorted(by: >))
    for (value, vector) in zip(eigen.values, eigen.vectors) {
      for i in 0..<n {
        let product = (0..<n).reduce(0.0) { $0 + a[i * n + $1] * vector[$1] }
        #expect(abs(product - value * vector[i]) < 1e-10)
      }
      #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-10)
      #expect(vector.max { abs($0) < abs($1) } ?? 0 > 0)
    }
    // With all of them, their sum is the trace.
    let all = try #require(SymmetricEigen(a, count: n, leading: n + 5))
    #expect(all.values.count == n)
    #expect(abs(all.values.reduce(0, +) - (0..<n).reduce(0) { $0 + a[$1 * n + $1] }) < 1e-9)
    #expect(abs(all.values[0] - eigen.values[0]) < 1e-10)
  }

  @Test func whatIsNotFiniteHasNone() {
    #expect(SymmetricEigen([1, .nan, .nan, 1], count: 2, leading: 1) == nil)
    #expect(SymmetricEigen([], count: 0, leading: 3)?.values.isEmpty == true)
  }

  @Test func theCholeskyFactorSolves() throws {
    // M Mᵀ + 1 is positive definite.
    let (n, m) = (6, matrix(6, seed: 9))
    var a = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for j in 0..<n {
        for k in 0..<n { a[i * n + j] += m[i * n + k] * m[j * n + k] }
        if i == j { a[i * n + j] += 1 }
      }
    }
    let b = (0..<n).map { Double($0 * $0) - 3 }
    let x = try #require(CholeskyFactor(a, count: n)).solve(b)
    for i in 0..<n { #expect(abs((0..<n).reduce(0) { $0 + a[i * n + $1] * x[$1] } - b[i]) < 1e-9) }
  }

  @Test func commonBitsAreCounted() {
    var generator = SeededGenerator(seed: 1)
    let (count, words, weights): (Int, Int, [Int32]) = (9, 3, [5, 1])
    let rows = (0..<(count * words * weights.count)).map { _ in generator.next() & generator.next() }
    var sums = [Int32](repeating: 7, count: count * count)
    addCommonBits(rows: rows, count: count, words: words, weights: weights, into: &sums)
    for i in 0..<count {
      for j in 0..<count {
        var expected: Int32 = 7
        if j >= i {
          for (group, weight) in weights.enumerated() {
            for word in 0..<words {
              let (a, b) = (
                rows[(i * weights.count + group) * words + word],
                rows[(j * weights.count + group) * words + word]
              )
              expected += weight * Int32((a & b).nonzeroBitCount)
            }
          }
        }
        #expect(sums[i * count + j] == expected)
      }
    }
  }
}
