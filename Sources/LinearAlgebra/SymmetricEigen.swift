internal import COpenBLAS

/// Leading eigenvalues and eigenvectors of a symmetric matrix.
public struct SymmetricEigen: Sendable {
  /// The largest eigenvalues, in decreasing order.
  public let values: [Double]
  /// A unit eigenvector for each value, of as many elements as the matrix has rows.
  ///
  /// Its element of largest magnitude is positive, so that the same matrix always gives the same vectors.
  public let vectors: [[Double]]

  /// The `leading` largest eigenvalues of a symmetric matrix given row by row (LAPACK's `dsyevr`); fewer where the matrix has
  /// fewer rows.
  ///
  /// - Returns: nil where the matrix holds NaN or infinity, or LAPACK does not converge.
  public init?(_ matrix: [Double], count: Int, leading: Int) {
    precondition(matrix.count == count * count, "elements do not fill count × count")
    let wanted = min(leading, count)
    guard wanted > 0 else {
      (values, vectors) = ([], [])
      return
    }
    guard matrix.allSatisfy(\.isFinite) else { return nil }
    var a = matrix
    var (n, first, last) = (Int32(count), Int32(count - wanted + 1), Int32(count))
    var (found, info): (Int32, Int32) = (0, 0)
    var (low, high, tolerance) = (0.0, 0.0, 0.0)
    var w = [Double](repeating: 0, count: count)
    var z = [Double](repeating: 0, count: count * wanted)
    var support = [Int32](repeating: 0, count: 2 * max(1, wanted))
    var (workCount, integerCount) = (Int32(-1), Int32(-1))
    var (workSize, integerSize) = (0.0, Int32(0))
    singleThreadedOpenBLAS()
    dsyevr_(
      "V", "I", "U", &n, &a, &n, &low, &high, &first, &last, &tolerance, &found, &w, &z, &n, &support,
      &workSize,
      &workCount, &integerSize, &integerCount, &info)
    guard info == 0 else { return nil }
    (workCount, integerCount) = (Int32(workSize), integerSize)
    var work = [Double](repeating: 0, count: Int(workCount))
    var integers = [Int32](repeating: 0, count: Int(integerCount))
    dsyevr_(
      "V", "I", "U", &n, &a, &n, &low, &high, &first, &last, &tolerance, &found, &w, &z, &n, &support, &work,
      &workCount, &integers, &integerCount, &info)
    guard info == 0, Int(found) == wanted else { return nil }
    values = (0..<wanted).map { w[wanted - 1 - $0] }
    vectors = (0..<wanted).map { index in
      let column = Array(z[((wanted - 1 - index) * count)..<((wanted - index) * count)])
      let greatest = column.max { abs($0) < abs($1) } ?? 0
      return greatest < 0 ? column.map { -$0 } : column
    }
  }
}
