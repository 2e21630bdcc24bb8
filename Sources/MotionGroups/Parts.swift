internal import LinearAlgebra

/// Over-segmentation: many small parts, each hopefully of one object only.
///
/// Spectral clustering of the squared kernel: the leading eigenvectors of D^−½ K² D^−½ (element-wise square), rows scaled to length
/// one, grouped by k-means.
enum Parts {
  /// The part of every track, 0, 1, …, numbered by first track.
  static func find(_ kernel: SymmetricMatrix, count: Int, seed: UInt64 = 0) -> [Int] {
    let n = kernel.count
    guard count > 1, n > count else { return Array(0..<n).map { min($0, count - 1) } }
    var affinity = [Double](repeating: 0, count: n * n)
    for place in affinity.indices {
      let value = kernel.elements[place]
      affinity[place] = value.isNaN ? 0 : Double(value) * Double(value)
    }
    let degrees = (0..<n).map { row in
      max(affinity[(row * n)..<((row + 1) * n)].reduce(0, +), 1e-12)
    }
    for row in 0..<n {
      for column in 0..<n { affinity[row * n + column] /= (degrees[row] * degrees[column]).squareRoot() }
    }
    guard let eigen = SymmetricEigen(affinity, count: n, leading: count) else {
      return [Int](repeating: 0, count: n)
    }
    var rows = (0..<n).map { row in eigen.vectors.map { $0[row] } }
    for row in rows.indices {
      let length = rows[row].reduce(0) { $0 + $1 * $1 }.squareRoot()
      if length > 1e-12 { for place in rows[row].indices { rows[row][place] /= length } }
    }
    return KMeans.cluster(rows, count: count, seed: seed)
  }
}
