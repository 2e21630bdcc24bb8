internal import CKernels
internal import Glibc
public import LinearAlgebra

/// A mixture of Gaussians in the plane, with what is known about it: densities, marginal distributions, pointwise MI.
public struct GaussianMixture: Sendable, Equatable {
  /// One component.
  public struct Component: Sendable, Equatable {
    public var weight: Double
    public var mean: (x: Double, y: Double)
    /// Standard deviations.
    public var deviation: (x: Double, y: Double)
    public var correlation: Double

    public init(
      weight: Double, mean: (x: Double, y: Double), deviation: (x: Double, y: Double), correlation: Double
    ) {
      self.weight = weight
      self.mean = mean
      self.deviation = deviation
      self.correlation = correlation
    }

    /// From a covariance matrix.
    public init(
      weight: Double, mean: (x: Double, y: Double), covariance: (xx: Double, xy: Double, yy: Double)
    ) {
      let deviation = (x: covariance.xx.squareRoot(), y: covariance.yy.squareRoot())
      let r = covariance.xy / (deviation.x * deviation.y)
      self.init(
        weight: weight, mean: mean, deviation: deviation, correlation: min(max(r, -0.99999999), 0.99999999))
    }

    public static func == (a: Component, b: Component) -> Bool {
      a.weight == b.weight && a.mean == b.mean && a.deviation == b.deviation && a.correlation == b.correlation
    }
  }

  public var components: [Component]

  /// A mixture whose weights sum to one.
  public init(components: [Component]) { self.components = components }

  /// The same with white noise of these standard deviations added to either variable.
  public func noisy(x: Double, y: Double) -> GaussianMixture {
    GaussianMixture(
      components: components.map {
        let (xx, yy) = ($0.deviation.x * $0.deviation.x, $0.deviation.y * $0.deviation.y)
        let xy = $0.correlation * $0.deviation.x * $0.deviation.y
        return Component(
          weight: $0.weight, mean: $0.mean, covariance: (xx + x * x, xy, yy + y * y))
      })
  }

  /// Overall standard deviations of the two variables.
  public var deviations: (x: Double, y: Double) {
    var (mx, my, xx, yy) = (0.0, 0.0, 0.0, 0.0)
    for c in components {
      mx += c.weight * c.mean.x
      my += c.weight * c.mean.y
      xx += c.weight * (c.mean.x * c.mean.x + c.deviation.x * c.deviation.x)
      yy += c.weight * (c.mean.y * c.mean.y + c.deviation.y * c.deviation.y)
    }
    return (max(xx - mx * mx, 0).squareRoot(), max(yy - my * my, 0).squareRoot())
  }

  /// At every point: the pointwise MI log p(x,y) / (p(x) p(y)), and the marginal distribution functions F(x), F(y).
  public func evaluate(x: [Float], y: [Float]) -> (pointwise: [Float], u: [Float], v: [Float]) {
    let constants = components.map {
      ck_component(
        weight: Float($0.weight), meanX: Float($0.mean.x), meanY: Float($0.mean.y),
        inverseX: Float(1 / $0.deviation.x), inverseY: Float(1 / $0.deviation.y), rho: Float($0.correlation),
        residual: Float(1 - $0.correlation * $0.correlation))
    }
    var (ratio, u, v) = (
      [Float](repeating: 0, count: x.count), [Float](repeating: 0, count: x.count),
      [Float](repeating: 0, count: x.count)
    )
    ck_mixture(x, y, x.count, constants, constants.count, &ratio, &u, &v)
    return (ratio, u, v)
  }

  /// Independent draws.
  public func sample(count: Int, using generator: inout SeededGenerator) -> (x: [Float], y: [Float]) {
    let cumulative = cumulativeWeights
    var (x, y) = ([Float](), [Float]())
    x.reserveCapacity(count)
    y.reserveCapacity(count)
    for _ in 0..<count {
      let c = components[Self.index(of: generator.uniform(), in: cumulative)]
      let (a, b) = (generator.normal(), generator.normal())
      x.append(Float(c.mean.x + c.deviation.x * a))
      y.append(
        Float(
          c.mean.y + c.deviation.y
            * (c.correlation * a + (1 - c.correlation * c.correlation).squareRoot() * b)))
    }
    return (x, y)
  }

  /// Evenly spread points of the mixture: every component has its share, and its points come from a low-discrepancy
  /// sequence that starts somewhere else and is turned for every call.
  public func evenSample(count: Int, using generator: inout SeededGenerator) -> (x: [Float], y: [Float]) {
    let cumulative = cumulativeWeights
    let table = EvenNormals.shared
    var start = Int(generator.uniform() * Double(table.x.count))
    var (x, y) = ([Float](), [Float]())
    x.reserveCapacity(count)
    y.reserveCapacity(count)
    let shift = generator.uniform()
    var current = -1
    var (cosine, sine) = (1.0, 0.0)
    var (cx, cy, sx, sy, rho, residual) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for i in 0..<count {
      let k = Self.index(of: (Double(i) + shift) / Double(count), in: cumulative)
      if k != current {
        current = k
        let angle = generator.uniform(0, 2 * .pi)
        (cosine, sine) = (cos(angle), sin(angle))
        let c = components[k]
        (cx, cy, sx, sy) = (c.mean.x, c.mean.y, c.deviation.x, c.deviation.y)
        rho = c.correlation
        residual = (1 - rho * rho).squareRoot()
      }
      let a = Double(table.x[start]), b = Double(table.y[start])
      start += 1
      if start == table.x.count { start = 0 }
      let p = cosine * a - sine * b
      let q = sine * a + cosine * b
      x.append(Float(cx + sx * p))
      y.append(Float(cy + sy * (rho * p + residual * q)))
    }
    return (x, y)
  }

  /// Cumulative weights, the last one exactly 1.
  public var cumulativeWeights: [Double] {
    var sum = 0.0
    var result = components.map { component -> Double in
      sum += component.weight
      return sum
    }
    if !result.isEmpty { result[result.count - 1] = 1 }
    return result
  }

  /// The first entry above `u`, the component that a uniform number chooses.
  public static func index(of u: Double, in cumulative: [Double]) -> Int {
    var index = 0
    while index + 1 < cumulative.count, cumulative[index] <= u { index += 1 }
    return index
  }
}
