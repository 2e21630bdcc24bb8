internal import Distributions
internal import Glibc
internal import LinearAlgebra

/// A smooth path in the plane whose stationary law is a Gaussian mixture: what a pair of track coordinates looks like.
///
/// The two Gaussian factors and, through Φ, the component index follow smooth paths with time constants of their own,
/// log-uniform from 0.3 frames to T; half of the samples carry white noise, as trackers add it, which is part of the law.
struct SmoothSample {
  let x: [Float]
  let y: [Float]
  /// The stationary law, noise included.
  let law: GaussianMixture

  init(of mixture: GaussianMixture, length: Int, using generator: inout SeededGenerator) {
    func path(_ g: inout SeededGenerator) -> [Double] {
      let time = exp(g.uniform(log(0.3), log(Double(length))))
      return SmoothNoise(time: time, order: 1 + Int(g.uniform() * 4)).path(count: length, using: &g)
    }
    let first = path(&generator)
    let second = path(&generator)
    let index = mixture.components.count > 1 ? path(&generator) : []
    let cumulative = mixture.cumulativeWeights
    // Which of the two variables carries the first factor alone is chance.
    let swapped = generator.uniform() < 0.5
    var (nx, ny) = (0.0, 0.0)
    if generator.uniform() < 0.5 {
      let (sx, sy) = mixture.deviations
      nx = sx * exp(generator.uniform(log(1e-4), log(1)))
      ny = sy * exp(generator.uniform(log(1e-4), log(1)))
    }
    var (xs, ys) = ([Float](), [Float]())
    xs.reserveCapacity(length)
    ys.reserveCapacity(length)
    for t in 0..<length {
      let k = index.isEmpty ? 0 : GaussianMixture.index(of: normalCDF(index[t]), in: cumulative)
      let c = mixture.components[k]
      let residual = (1 - c.correlation * c.correlation).squareRoot()
      let a = first[t]
      let b = c.correlation * first[t] + residual * second[t]
      let (p, q) = swapped ? (b, a) : (a, b)
      let (ex, ey) = nx > 0 ? (nx * generator.normal(), ny * generator.normal()) : (0, 0)
      xs.append(Float(c.mean.x + c.deviation.x * p + ex))
      ys.append(Float(c.mean.y + c.deviation.y * q + ey))
    }
    (x, y) = (xs, ys)
    law = nx > 0 ? mixture.noisy(x: nx, y: ny) : mixture
  }
}
