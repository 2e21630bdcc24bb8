import LinearAlgebra
import Testing

@Suite struct SingularValuesTests {
  @Test(arguments: [(1, 1), (2, 2), (4, 2), (5, 5)]) func theProductIsTheMatrix(shape: (Int, Int)) {
    let (m, n) = shape
    var generator = SeededGenerator(seed: 9)
    for rank in 0...n {
      // A sum of `rank` products of vectors.
      var matrix = [[Double]](repeating: [Double](repeating: 0, count: n), count: m)
      for _ in 0..<rank {
        let (u, v) = ((0..<m).map { _ in generator.normal() }, (0..<n).map { _ in generator.normal() })
        for i in 0..<m { for j in 0..<n { matrix[i][j] += u[i] * v[j] } }
      }
      let (left, values, right) = SingularValues.decompose(matrix, rows: m, columns: n)
      #expect(left.count == m && right.count == n)
      #expect(zip(values, values.dropFirst()).allSatisfy { $0 >= $1 })
      func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
      for (vectors, size) in [(left, m), (right, n)] {
        for i in 0..<size {
          for j in 0..<size { #expect(abs(dot(vectors[i], vectors[j]) - (i == j ? 1 : 0)) < 1e-9) }
        }
      }
      for i in 0..<m {
        for j in 0..<n {
          let back = (0..<n).reduce(0.0) { $0 + left[$1][i] * values[$1] * right[$1][j] }
          #expect(abs(back - matrix[i][j]) < 1e-9)
        }
      }
    }
  }
}
