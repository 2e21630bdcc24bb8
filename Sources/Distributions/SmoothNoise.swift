internal import Glibc
public import LinearAlgebra

/// Stationary Gaussian paths of variance 1, from rough to smooth: white noise through p equal first-order filters.
///
/// One filter is an Ornstein–Uhlenbeck path, several approach a Gaussian kernel. The variance is exact: the impulse response
/// C(n+p−1, p−1) aⁿ has Σ² = Σ_k C(p−1, k)² a²ᵏ / (1 − a²)²ᵖ⁻¹.
public struct SmoothNoise: Sendable {
  private let pole: Double
  private let order: Int
  private let scale: Double

  /// `time`: time constant of the whole cascade in frames; `order` 1 … 4.
  public init(time: Double, order: Int) {
    self.order = order
    pole = exp(-Double(order).squareRoot() / max(time, 1e-3))
    let q = pole * pole
    let binomials: [[Double]] = [[1], [1, 1], [1, 4, 1], [1, 9, 9, 1]]
    let sum = binomials[order - 1].reversed().reduce(0) { $0 * q + $1 }
    scale = (pow(1 - q, Double(2 * order - 1)) / sum).squareRoot()
  }

  /// `count` consecutive values of a stationary path.
  public func path(count: Int, using generator: inout SeededGenerator) -> [Double] {
    let settle = min(Int(Double(4 + 3 * order) / max(1 - pole, 1e-6)), 4 * count + 64)
    var state = (0.0, 0.0, 0.0, 0.0)
    var result: [Double] = []
    result.reserveCapacity(count)
    for t in 0..<(settle + count) {
      var value = generator.normal()
      state.0 = pole * state.0 + value
      value = state.0
      if order > 1 {
        state.1 = pole * state.1 + value
        value = state.1
      }
      if order > 2 {
        state.2 = pole * state.2 + value
        value = state.2
      }
      if order > 3 {
        state.3 = pole * state.3 + value
        value = state.3
      }
      if t >= settle { result.append(scale * value) }
    }
    return result
  }
}
