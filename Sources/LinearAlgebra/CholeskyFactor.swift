/// The lower triangular factor L of a symmetric positive definite matrix, A = L Lᵀ.
public struct CholeskyFactor: Sendable {
  /// Rows, and columns.
  public let count: Int
  /// L, row by row, zeros above the diagonal.
  public let elements: [Double]

  /// Factors a matrix given row by row; nil where it is not positive definite.
  public init?(_ matrix: [Double], count: Int) {
    self.init(matrix, count: count) { $0 > 0 ? $0 : nil }
  }

  /// Factors a matrix given row by row, its pivots kept at `floor` or above.
  public init(_ matrix: [Double], count: Int, pivotFloor floor: Double) {
    // Every pivot is accepted, so that there is a factor.
    self = Self(matrix, count: count) { max($0, floor) } ?? Self(count: count, elements: matrix)
  }

  private init(count: Int, elements: [Double]) {
    self.count = count
    self.elements = elements
  }

  /// `pivot` gives the pivot to take in place of one found; nil: there is no factor.
  private init?(_ matrix: [Double], count: Int, pivot: (Double) -> Double?) {
    precondition(matrix.count == count * count, "elements do not fill count × count")
    var l = [Double](repeating: 0, count: count * count)
    for i in 0..<count {
      for j in 0...i {
        var sum = matrix[i * count + j]
        for k in 0..<j { sum -= l[i * count + k] * l[j * count + k] }
        if i == j {
          guard let pivot = pivot(sum) else { return nil }
          l[i * count + i] = pivot.squareRoot()
        } else {
          l[i * count + j] = sum / l[j * count + j]
        }
      }
    }
    self.count = count
    elements = l
  }

  /// The diagonal of L.
  public var diagonal: [Double] { (0..<count).map { elements[$0 * count + $0] } }

  /// L z.
  public func applied(to z: [Double]) -> [Double] {
    (0..<count).map { i in
      var sum = 0.0
      for j in 0...i { sum += elements[i * count + j] * z[j] }
      return sum
    }
  }
}

extension CholeskyFactor {
  /// The solution x of A x = b.
  public func solve(_ b: [Double]) -> [Double] {
    var x = b
    for i in 0..<count {
      for j in 0..<i { x[i] -= elements[i * count + j] * x[j] }
      x[i] /= elements[i * count + i]
    }
    for i in (0..<count).reversed() {
      for j in (i + 1)..<max(count, i + 1) { x[i] -= elements[j * count + i] * x[j] }
      x[i] /= elements[i * count + i]
    }
    return x
  }
}
