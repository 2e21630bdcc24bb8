import Foundation
import LinearAlgebra
import MutualInformation
import NeuralNetwork

@testable import InfoNet

/// `infonet` as a differentiable function of the samples, through soft ranks: its gradient is a test of the whole network's.
///
/// The moments are cosines of the soft ranks, so the value and its gradient follow the samples; the numbers beside them are
/// those of the hard ranks and carry no gradient. O(T²) for the soft ranks.
struct DifferentiableInfoNet: Sendable {
  private let network: MomentNetwork
  private let values: [Float]

  init(weights: InfoNetWeights) {
    network = weights.network
    values = weights.values
  }

  /// The correction of the Gaussian copula or the dual on the sample, in nats, and its gradient with respect to every observation.
  func callAsFunction(
    x: [Float], y: [Float], temperature: Float = 0.05, readOut: InfoNet.ReadOut = .dual
  ) throws -> (value: Double, dx: [Float], dy: [Float]) {
    let length = x.count
    let layout = network.layout
    let variables = try MomentVariables(
      Observations(count: 2, dimension: 1, length: length, values: x + y), sampling: .independent)
    let block = MomentBlock(columns: variables, layout: layout, least: 0, isList: true)
    block.load(CollectionOfOne(1))
    block.meet(variables, rows: [0], columns: [1])
    let tape = Tape<Float>(parameterCount: values.count)
    tape.begin(parameters: values)
    let (xv, yv) = (tape.input(rows: 1, columns: length, x), tape.input(rows: 1, columns: length, y))
    let u = tape.softRanks(xv, temperature: temperature * Self.deviation(x))
    let v = tape.softRanks(yv, temperature: temperature * Self.deviation(y))
    let moments = tape.cosineMoments(u, v, degree: layout.degree, sign: block.signs[0])
    let split = tape.split(moments, layout)
    let beside = tape.constant(rows: 1, columns: layout.beside) { buffer in
      for index in 0..<layout.beside { buffer[index] = block.inputs[index * MomentBlock.lanes] }
    }
    let output = network(tape.concatenated([beside, split]), on: tape)
    guard readOut == .dual, let coefficients = output.coefficients else {
      tape.backward(output.correction)
      return result(output.correction, xv, yv, tape)
    }
    let dual = network.dual(coefficients, moments: moments, on: tape)
    tape.backward(dual)
    return result(dual, xv, yv, tape)
  }

  private func result(
    _ value: Tape<Float>.Variable, _ x: Tape<Float>.Variable, _ y: Tape<Float>.Variable, _ tape: Tape<Float>
  ) -> (value: Double, dx: [Float], dy: [Float]) {
    (
      Double(tape.values(value)[0]), tape.gradient(x).map(Array.init) ?? [],
      tape.gradient(y).map(Array.init) ?? []
    )
  }

  /// Standard deviation, at least a little.
  private static func deviation(_ values: [Float]) -> Float {
    let mean = values.reduce(0, +) / Float(values.count)
    let power = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return max((power / Float(values.count)).squareRoot(), 1e-6)
  }
}

extension Tape {
  /// The moments E φ_a(u) φ_b(v) of points in the unit square, `[a][b]`; `sign` −1: of (u, 1 − v).
  ///
  /// u, v: 1 × T → 1 × degree². Differentiable in the points.
  func cosineMoments(_ u: Variable, _ v: Variable, degree: Int, sign: Scalar) -> Variable {
    let n = u.columns
    let y = make(rows: 1, columns: degree * degree, from: u, v)
    func function(_ a: Int, _ u: Scalar) -> Scalar {
      Scalar(2.0.squareRoot() * cos(.pi * Double(a) * Double(u)))
    }
    func slope(_ a: Int, _ u: Scalar) -> Scalar {
      Scalar(-2.0.squareRoot() * .pi * Double(a) * sin(.pi * Double(a) * Double(u)))
    }
    for a in 1...degree {
      for b in 1...degree {
        var sum: Scalar = 0
        for t in 0..<n { sum += function(a, value(u)[t]) * function(b, value(v)[t]) }
        value(y)[(a - 1) * degree + b - 1] = (b % 2 == 1 ? sign : 1) * sum / Scalar(n)
      }
    }
    record(y) { tape in
      guard let dy = tape.slope(y) else { return }
      for a in 1...degree {
        for b in 1...degree {
          let g = (b % 2 == 1 ? sign : 1) * dy[(a - 1) * degree + b - 1] / Scalar(n)
          for t in 0..<n {
            let (p, q) = (tape.value(u)[t], tape.value(v)[t])
            if let du = tape.slope(u) { du[t] += g * slope(a, p) * function(b, q) }
            if let dv = tape.slope(v) { dv[t] += g * function(a, p) * slope(b, q) }
          }
        }
      }
    }
    return y
  }

  /// The symmetric and skew parts of a matrix, as the network's inputs have them: the inverse of `joined`, scaled.
  ///
  /// x: 1 × degree² → 1 × degree².
  func split(_ x: Variable, _ layout: MomentLayout) -> Variable {
    let y = make(rows: 1, columns: x.columns, from: x)
    let scale = Scalar(MomentLayout.momentScale)
    for cell in layout.cells {
      let (a, b) = (value(x)[cell.upper], value(x)[cell.lower])
      value(y)[cell.symmetric] = scale * (a + b) / 2
      if let skew = cell.skew { value(y)[skew] = scale * (a - b) / 2 }
    }
    record(y) { tape in
      guard let dy = tape.slope(y), let dx = tape.slope(x) else { return }
      for cell in layout.cells {
        let s = scale * dy[cell.symmetric]
        if let skew = cell.skew {
          let d = scale * dy[skew]
          dx[cell.upper] += (s + d) / 2
          dx[cell.lower] += (s - d) / 2
        } else {
          dx[cell.upper] += s
        }
      }
    }
    return y
  }
}
