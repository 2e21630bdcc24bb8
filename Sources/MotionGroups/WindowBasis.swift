internal import LinearAlgebra

/// The motion model of a group in one window: the affine hull that explains its tracks best.
///
/// With the group's rows y ∈ R^2W (x, then y), their mean m and the leading eigenvectors U of their covariance, the residual of a track
/// is |y − m|² − |Uᵀ (y − m)|². Rank 2 is a plane, rank 3 a body under an affine camera, rank 5 leaves room
/// for perspective and for bodies that bend.
struct WindowBasis: Sendable {
  static let ranks = [2, 3, 5]
  /// The least number of tracks.
  static let leastTracks = 5

  let mean: [Double]
  let vectors: [[Double]]
  /// Places of the group's tracks in the window.
  let places: [Int]
  /// Covariance D × D, and the number of tracks that it is of.
  let covariance: [Double]

  /// nil where the group has too few tracks in the window.
  init?(_ window: MotionWindow, places: [Int]) {
    guard places.count >= Self.leastTracks else { return nil }
    let d = window.dimension
    var mean = [Double](repeating: 0, count: d)
    for row in places { for place in 0..<d { mean[place] += window.rows[row * d + place] } }
    for place in 0..<d { mean[place] /= Double(places.count) }
    var centred: [Double] = []
    centred.reserveCapacity(places.count * d)
    for row in places { for place in 0..<d { centred.append(window.rows[row * d + place] - mean[place]) } }
    var covariance = [Double](repeating: 0, count: d * d)
    multiply(
      m: d, n: d, k: places.count, alpha: 1 / Double(places.count), centred, lda: d, transposeA: true,
      centred,
      ldb: d, into: &covariance, ldc: d)
    guard let eigen = SymmetricEigen(covariance, count: d, leading: 5) else { return nil }
    (self.mean, self.places, self.covariance) = (mean, places, covariance)
    vectors = eigen.vectors
  }

  /// The basis of two groups together, each counted equally.
  init?(union a: WindowBasis, _ b: WindowBasis) {
    let d = a.mean.count
    mean = (0..<d).map { (a.mean[$0] + b.mean[$0]) / 2 }
    let half = (0..<d).map { (a.mean[$0] - b.mean[$0]) / 2 }
    var covariance = [Double](repeating: 0, count: d * d)
    for row in 0..<d {
      for column in 0..<d {
        covariance[row * d + column] =
          (a.covariance[row * d + column] + b.covariance[row * d + column]) / 2 + half[row] * half[column]
      }
    }
    guard let eigen = SymmetricEigen(covariance, count: d, leading: 5) else { return nil }
    places = a.places + b.places
    self.covariance = covariance
    vectors = eigen.vectors
  }

  /// ½ log of the residual variance plus the noise's, in pixels², of rows: for each rank, for each row.
  ///
  /// Residuals are divided by their degrees of freedom, D − r for a track outside of the group.
  func halfLogResiduals(_ rows: [Double], noise: Double) -> [[Double]] {
    let d = mean.count
    let count = rows.count / d
    var centred = rows
    for row in 0..<count { for place in 0..<d { centred[row * d + place] -= mean[place] } }
    let basis = vectors.flatMap { $0 }
    var projections = [Double](repeating: 0, count: count * vectors.count)
    if !vectors.isEmpty {
      multiply(
        m: count, n: vectors.count, k: d, centred, lda: d, basis, ldb: d, transposeB: true,
        into: &projections,
        ldc: vectors.count)
    }
    var result = Self.ranks.map { _ in [Double](repeating: 0, count: count) }
    for row in 0..<count {
      var left = 0.0
      for place in 0..<d { left += centred[row * d + place] * centred[row * d + place] }
      var used = 0
      for (index, rank) in Self.ranks.enumerated() {
        while used < min(rank, vectors.count) {
          left -= projections[row * vectors.count + used] * projections[row * vectors.count + used]
          used += 1
        }
        result[index][row] = halfLog(left, freedom: d - rank, noise: noise)
      }
    }
    return result
  }

  /// What ½ log of the residual of a track that is itself in a group of n must be raised by: a basis of rank r and a mean fit it better.
  static func ownCorrection(_ halfLog: Double, count n: Int, rank r: Int, noise: Double) -> Double {
    let variance = exponential(2 * halfLog) - noise * noise
    return halfLogarithm(max(0, variance) * Double(n) / Double(max(n - r - 1, 1)) + noise * noise)
  }

  private func halfLog(_ sum: Double, freedom: Int, noise: Double) -> Double {
    halfLogarithm(max(0, sum) / Double(max(1, freedom)) + noise * noise)
  }
}
