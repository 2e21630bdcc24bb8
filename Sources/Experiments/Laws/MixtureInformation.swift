internal import Glibc
internal import Distributions

extension GaussianMixture {
  /// MI of the law in nats: Σ_k w_k E_k[log p(x,y) / (p(x) p(y))], every expectation by the trapezoidal rule in the
  /// component's own whitened coordinates, out to 6.5 standard deviations.
  ///
  /// `nodes` a side; 128 give about 1e-4.
  func mutualInformation(nodes: Int) -> Double {
    let reach = 6.5
    let step = 2 * reach / Double(nodes - 1)
    let grid = (0..<nodes).map { -reach + Double($0) * step }
    let weights = grid.map { exp(-0.5 * $0 * $0) }
    let sum = weights.reduce(0, +)
    var total = 0.0
    for component in components {
      var (x, y) = ([Float](), [Float]())
      x.reserveCapacity(nodes * nodes)
      y.reserveCapacity(nodes * nodes)
      let residual = (1 - component.correlation * component.correlation).squareRoot()
      for a in grid {
        for b in grid {
          x.append(Float(component.mean.x + component.deviation.x * a))
          y.append(
            Float(component.mean.y + component.deviation.y * (component.correlation * a + residual * b)))
        }
      }
      let pointwise = evaluate(x: x, y: y).pointwise
      var mean = 0.0
      for i in 0..<nodes {
        var row = 0.0
        for j in 0..<nodes { row += weights[j] * Double(pointwise[i * nodes + j]) }
        mean += weights[i] * row
      }
      total += component.weight * mean / (sum * sum)
    }
    return total
  }

  /// MI by quadrature with 128 nodes a side; one component in closed form.
  var mutualInformation: Double {
    if components.count == 1, let only = components.first {
      return -0.5 * log(1 - only.correlation * only.correlation)
    }
    return mutualInformation(nodes: 128)
  }
}
