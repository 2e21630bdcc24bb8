internal import Distributions
internal import LinearAlgebra
internal import Glibc

/// How high-dimensional X and Y share information in the independence tests of sliced MI.
///
/// Goldfeld & Greenewald (2021), section 5; InfoNet, A.5. X and Z are standard normal of d coordinates.
public enum FeatureDependence: String, Sendable, CaseIterable {
  /// Y = (X·1/√d 1 + Z) / √2: every coordinate of Y sees one feature of X.
  case oneFeature = "one feature"
  /// The first half of Y sees the normalised sum of the first half of X, the second half that of the second.
  case twoFeatures = "two features"
  /// Y = (X + Z) / √2.
  case coordinates = "independent coordinates"

  /// M of Y = (M X + Z) / √2, row by row.
  func mixing(dimension: Int) -> [Double] {
    var matrix = [Double](repeating: 0, count: dimension * dimension)
    let half = dimension / 2
    for i in 0..<dimension {
      for j in 0..<dimension {
        switch self {
        case .oneFeature: matrix[i * dimension + j] = 1 / Double(dimension).squareRoot()
        case .twoFeatures:
          let first = i < half
          if first == (j < half) {
            matrix[i * dimension + j] = 1 / Double(first ? half : dimension - half).squareRoot()
          }
        case .coordinates: matrix[i * dimension + j] = i == j ? 1 : 0
        }
      }
    }
    return matrix
  }

  /// The correlation of θ·X and φ·Y for unit vectors: θᵀMᵀφ / √(φᵀ(MMᵀ + I)φ).
  func correlation(_ theta: [Double], _ phi: [Double]) -> Double {
    let d = theta.count
    let matrix = mixing(dimension: d)
    var pulled = [Double](repeating: 0, count: d)
    for i in 0..<d { for j in 0..<d { pulled[j] += matrix[i * d + j] * phi[i] } }
    let covariance = zip(pulled, theta).reduce(0) { $0 + $1.0 * $1.1 }
    return covariance / (pulled.reduce(0) { $0 + $1 * $1 } + 1).squareRoot()
  }

  /// Draws of (X, Y); without dependence, Y comes from another X.
  func draw(dimension: Int, count: Int, dependent: Bool, using generator: inout SeededGenerator)
    -> JointSample
  {
    let half = dimension / 2
    var x = [[Double]](repeating: [Double](repeating: 0, count: count), count: dimension)
    var y = x
    for index in 0..<count {
      let own = (0..<dimension).map { _ in generator.normal() }
      for k in 0..<dimension { x[k][index] = own[k] }
      let source = dependent ? own : (0..<dimension).map { _ in generator.normal() }
      let (a, b) = (source[..<half].reduce(0, +), source[half...].reduce(0, +))
      for k in 0..<dimension {
        let signal =
          switch self {
          case .oneFeature: (a + b) / Double(dimension).squareRoot()
          case .twoFeatures:
            k < half ? a / Double(half).squareRoot() : b / Double(dimension - half).squareRoot()
          case .coordinates: source[k]
          }
        y[k][index] = (signal + generator.normal()) * 0.5.squareRoot()
      }
    }
    return JointSample(x: x, y: y)
  }
}
