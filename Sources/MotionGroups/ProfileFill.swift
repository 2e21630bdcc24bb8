internal import LinearAlgebra

/// Estimates the unknown elements of a kernel from what the known ones say.
///
/// Two tracks are alike where their rows are: with the cosine of both rows over the tracks that are known to both, K = a + b cos is
/// fitted on the known pairs and gives the others.
enum ProfileFill {
  /// The least number of tracks known to both.
  static let leastCommon = 4

  static func fill(_ kernel: SymmetricMatrix) -> SymmetricMatrix {
    let n = kernel.count
    var known = [Float](repeating: 0, count: n * n)
    var values = [Float](repeating: 0, count: n * n)
    var squares = values
    for place in known.indices where !kernel.elements[place].isNaN {
      known[place] = 1
      values[place] = kernel.elements[place]
      squares[place] = values[place] * values[place]
    }
    func product(_ a: [Float], _ b: [Float]) -> [Float] {
      var result = [Float](repeating: 0, count: n * n)
      multiply(m: n, n: n, k: n, a, lda: n, b, ldb: n, transposeB: true, into: &result, ldc: n)
      return result
    }
    let (dots, norms, common) = (product(values, values), product(squares, known), product(known, known))
    func cosine(_ i: Int, _ j: Int) -> Double {
      let scale = (Double(norms[i * n + j]) * Double(norms[j * n + i])).squareRoot()
      return Double(dots[i * n + j]) / max(scale, 1e-12)
    }
    var (count, sum, sumSquare, target, mixed) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for i in 0..<n {
      for j in 0..<i where known[i * n + j] > 0 && common[i * n + j] >= Float(leastCommon) {
        let (c, k) = (cosine(i, j), Double(values[i * n + j]))
        count += 1
        sum += c
        sumSquare += c * c
        target += k
        mixed += c * k
      }
    }
    let spread = count * sumSquare - sum * sum
    guard count > 10, spread > 1e-9 else { return kernel }
    let slope = (count * mixed - sum * target) / spread
    let offset = (target - slope * sum) / count
    var result = kernel
    for i in 0..<n {
      for j in 0..<i where known[i * n + j] == 0 && common[i * n + j] >= Float(leastCommon) {
        result[i, j] = Float(min(1, max(0, offset + slope * cosine(i, j))))
      }
    }
    return result
  }
}
