internal import LinearAlgebra

/// Standard normal points in the plane from the R2 sequence (additive recurrence with the plastic number): any stretch of
/// them is evenly spread.
public struct EvenNormals: Sendable {
  public let x: [Float]
  public let y: [Float]

  static let shared = EvenNormals(count: 1 << 14)
  /// The middles of a 64 × 64 grid over the unit square.
  public static let uniform = EvenNormals(
    x: (0..<4096).map { (Float($0 / 64) + 0.5) / 64 }, y: (0..<4096).map { (Float($0 % 64) + 0.5) / 64 })

  private init(x: [Float], y: [Float]) {
    self.x = x
    self.y = y
  }

  init(count: Int) {
    let g = 1.32471795724474602596
    let points = (0..<count).map { i -> (Float, Float) in
      let u = (0.5 + Double(i + 1) / g).truncatingRemainder(dividingBy: 1)
      let v = (0.5 + Double(i + 1) / (g * g)).truncatingRemainder(dividingBy: 1)
      return (Float(normalQuantile(max(u, 1e-9))), Float(normalQuantile(max(v, 1e-9))))
    }
    x = points.map(\.0)
    y = points.map(\.1)
  }
}
