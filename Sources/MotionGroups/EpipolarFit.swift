internal import LinearAlgebra

/// How well two views of a window fit one fundamental matrix: the motion of any rigid scene, at any depth, under perspective.
///
/// The matrix F with x'ᵀ F x = 0 is fitted to the equations of all points by least squares (normalised eight-point method, without the
/// rank constraint); a point's distance is Sampson's, (x'ᵀ F x)² / (|F x|₁₂² + |Fᵀ x'|₁₂²), in pixels².
struct EpipolarFit: Sendable {
  /// Sums of products of the nine coefficients of the points' equations, divided by the number of points.
  let moments: [Double]
  static let leastPoints = 9

  /// Which frames of a window are compared: the first with the last, and with the middle one.
  static func pairs(length: Int) -> [(Int, Int)] {
    length < 3 ? [(0, length - 1)] : [(0, length - 1), (0, length / 2), (length / 2, length - 1)]
  }

  /// Points in both views, in pixels from the mean track, scaled to about 1.
  struct Views: Sendable {
    let coefficients: [[Double]]
    let scale: Double

    init(_ window: MotionWindow, first: Int, second: Int) {
      let (w, d) = (window.length, window.dimension)
      // Rows are relative to the mean track, so that both views are centred.
      var square = 0.0
      for row in window.tracks.indices {
        for frame in [first, second] {
          let (x, y) = (window.rows[row * d + frame], window.rows[row * d + w + frame])
          square += x * x + y * y
        }
      }
      let scale = max((square / Double(4 * max(window.tracks.count, 1))).squareRoot(), 1e-6)
      coefficients = window.tracks.indices.map { row in
        let (x, y) = (window.rows[row * d + first] / scale, window.rows[row * d + w + first] / scale)
        let (u, v) = (window.rows[row * d + second] / scale, window.rows[row * d + w + second] / scale)
        return [u * x, u * y, u, v * x, v * y, v, x, y, 1]
      }
      self.scale = scale
    }
  }

  init(_ views: Views, places: [Int]) {
    var moments = [Double](repeating: 0, count: 81)
    for place in places {
      let a = views.coefficients[place]
      for i in 0..<9 { for j in 0..<9 { moments[i * 9 + j] += a[i] * a[j] } }
    }
    self.moments = moments.map { $0 / Double(max(places.count, 1)) }
  }

  /// The fit to both, each counted equally.
  init(_ a: EpipolarFit, _ b: EpipolarFit) { moments = zip(a.moments, b.moments).map { ($0 + $1) / 2 } }

  /// ½ log of Sampson's squared distance plus the noise's, of points.
  func halfLogDistances(_ views: Views, places: [Int], noise: Double, freedom: Double = 1) -> [Double] {
    guard let f = SymmetricEigen(moments.map { -$0 }, count: 9, leading: 1)?.vectors.first else { return [] }
    return places.map { place in
      let a = views.coefficients[place]
      let (x, y, u, v) = (a[6], a[7], a[2], a[5])
      var value = 0.0
      for i in 0..<9 { value += f[i] * a[i] }
      let (l, m) = (f[0] * x + f[1] * y + f[2], f[3] * x + f[4] * y + f[5])
      let (p, q) = (f[0] * u + f[3] * v + f[6], f[1] * u + f[4] * v + f[7])
      let square = value * value / max(l * l + m * m + p * p + q * q, 1e-12) * views.scale * views.scale
      return halfLogarithm(square * freedom + noise * noise)
    }
  }
}
