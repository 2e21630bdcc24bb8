internal import Glibc

/// Adam (Kingma & Ba 2015) with clipping by the global norm of the gradient.
public struct Adam: Sendable {
  public var beta1: Float = 0.9
  public var beta2: Float = 0.99
  public var epsilon: Float = 1e-8
  /// The gradient is scaled down to this norm; 0: never.
  public var clip: Float = 1
  /// Steps taken.
  public private(set) var step: Int
  public private(set) var firstMoments: [Float]
  public private(set) var secondMoments: [Float]

  public init(count: Int) {
    step = 0
    firstMoments = [Float](repeating: 0, count: count)
    secondMoments = firstMoments
  }

  /// An optimiser as it was left after `step` steps.
  public init(step: Int, firstMoments: [Float], secondMoments: [Float]) {
    self.step = step
    self.firstMoments = firstMoments
    self.secondMoments = secondMoments
  }

  /// Changes `values` against `gradients` at a learning rate, and returns the gradient's norm before clipping.
  ///
  /// A gradient that is not finite changes nothing, and its norm is returned as it is.
  @discardableResult
  public mutating func update(_ values: inout [Float], gradients: [Float], rate: Double) -> Double {
    precondition(values.count == firstMoments.count && gradients.count == values.count, "counts differ")
    let norm = gradients.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    guard norm.isFinite else { return norm }
    step += 1
    let scale = clip > 0 && norm > Double(clip) ? Double(clip) / norm : 1
    // The bias corrections 1 − βᵗ, folded into the rate and ε.
    let first = 1 - pow(Double(beta1), Double(step))
    let second = (1 - pow(Double(beta2), Double(step))).squareRoot()
    values.withUnsafeMutableBufferPointer { values in
      firstMoments.withUnsafeMutableBufferPointer { m in
        secondMoments.withUnsafeMutableBufferPointer { v in
          gradients.withUnsafeBufferPointer { g in
            guard let values = values.baseAddress, let m = m.baseAddress, let v = v.baseAddress,
              let g = g.baseAddress
            else { return }
            Float.kernels.adam(
              values, g, m, v, Float(scale), Float(rate * second / first), beta1, beta2,
              Float(Double(epsilon) * second), gradients.count)
          }
        }
      }
    }
    return norm
  }
}
