internal import Distributions
internal import Glibc
internal import LinearAlgebra

/// Two linear mixtures of smooth paths: what coordinates of tracks under a smooth camera are, where they belong together and where
/// they do not.
///
/// x = Σ a_k p_k, y = Σ b_k p_k: common paths with time constants of their own, a path that belongs to each alone, and white noise.
/// All are stationary normal paths of variance 1, so the law is normal with correlation Σ a_k b_k / √(Σ a_k² Σ b_k²).
struct LinearPaths {
  let x: [Float]
  let y: [Float]
  let correlation: Double

  init(length: Int, using g: inout SeededGenerator) {
    /// A path that moves more slowly than half the sample lasts, as a rule.
    func path(_ g: inout SeededGenerator) -> [Double] {
      let time = exp(g.uniform(log(0.5), log(1.5 * Double(length))))
      return SmoothNoise(time: time, order: 1 + Int(g.uniform() * 4)).path(count: length, using: &g)
    }
    let common = 1 + Int(g.uniform() * 3)
    // How alike the two mix the common paths, and how much each has alone.
    let spread = g.uniform() < 0.5 ? exp(g.uniform(log(1e-3), log(1))) : g.uniform()
    var parts: [(path: [Double], a: Double, b: Double)] = []
    for _ in 0..<common {
      let a = exp(0.7 * g.normal()) * (g.uniform() < 0.5 ? -1 : 1)
      parts.append((path(&g), a, a * (1 + spread * g.normal())))
    }
    let power = parts.reduce(0) { $0 + $1.a * $1.a }.squareRoot()
    for side in 0..<2 {
      let own = power * exp(g.uniform(log(1e-3), log(1.5)))
      parts.append((path(&g), side == 0 ? own : 0, side == 1 ? own : 0))
    }
    let noise = g.uniform() < 0.6 ? power * exp(g.uniform(log(1e-4), log(0.5))) : 0
    let (nx, ny) = (noise, noise * exp(0.3 * g.normal()))
    let (xx, yy) = (
      parts.reduce(nx * nx) { $0 + $1.a * $1.a }, parts.reduce(ny * ny) { $0 + $1.b * $1.b }
    )
    let limit = 0.99999999
    correlation = min(max(parts.reduce(0) { $0 + $1.a * $1.b } / (xx * yy).squareRoot(), -limit), limit)
    var (xs, ys) = ([Float](), [Float]())
    xs.reserveCapacity(length)
    ys.reserveCapacity(length)
    for t in 0..<length {
      var (a, b) = (0.0, 0.0)
      for part in parts {
        a += part.a * part.path[t]
        b += part.b * part.path[t]
      }
      if noise > 0 {
        a += nx * g.normal()
        b += ny * g.normal()
      }
      xs.append(Float(a))
      ys.append(Float(b))
    }
    (x, y) = (xs, ys)
  }

  /// The law of a pair.
  var law: GaussianMixture {
    GaussianMixture(components: [
      GaussianMixture.Component(weight: 1, mean: (0, 0), deviation: (1, 1), correlation: correlation)
    ])
  }
}
