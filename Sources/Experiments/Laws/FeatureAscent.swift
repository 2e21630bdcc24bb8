internal import Glibc
internal import LinearAlgebra
internal import Mist
internal import MutualInformation
internal import NeuralCritics
internal import NeuralNetwork

/// Which of many features a target depends on, found by raising I(w·X; Y) over directions w.
enum FeatureAscent {
  /// Features, and a target that is a function of some of them and noise.
  struct Problem {
    /// `[feature][observation]`, standard normal.
    let features: [[Double]]
    let isRelevant: [Bool]
    /// Of mean 0 and variance 1.
    let target: [Double]
  }

  /// How the target depends on u, the normed sum of the relevant features.
  enum Link: String, CaseIterable {
    case linear
    /// tanh 2u.
    case saturating
    /// u²: uncorrelated with every feature.
    case square
    /// sin 2u.
    case sine

    func callAsFunction(_ u: Double) -> Double {
      switch self {
      case .linear: u
      case .saturating: tanh(2 * u)
      case .square: u * u
      case .sine: sin(2 * u)
      }
    }
  }

  static func problem(
    _ link: Link, features d: Int, relevant: Int, length: Int, using g: inout SeededGenerator
  ) -> Problem {
    let rows = (0..<d).map { _ in (0..<length).map { _ in g.normal() } }
    let chosen = Set((0..<d).shuffled(using: &g)[..<relevant])
    let raw = (0..<length).map { t in
      let u = chosen.reduce(0.0) { $0 + rows[$1][t] } / Double(relevant).squareRoot()
      return link(u) + 0.3 * g.normal()
    }
    return Problem(
      features: rows, isRelevant: (0..<d).map { chosen.contains($0) }, target: standardised(raw))
  }

  static func standardised(_ values: [Double]) -> [Double] {
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    let power = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n).squareRoot()
    return values.map { ($0 - mean) / max(power, 1e-12) }
  }

  private static func projected(_ features: [[Double]], _ w: [Double]) -> [Double] {
    var z = [Double](repeating: 0, count: features.first?.count ?? 0)
    for (weight, row) in zip(w, features) { for t in z.indices { z[t] += weight * row[t] } }
    return z
  }

  private static func unit(_ w: [Double]) -> [Double] {
    let norm = max(w.reduce(0) { $0 + $1 * $1 }.squareRoot(), 1e-12)
    return w.map { $0 / norm }
  }

  /// |w| after steepest ascent through the trained network, the best of several starts.
  static func mist(
    _ problem: Problem, gradient: MistGradient<Float>, starts: Int, steps: Int,
    using g: inout SeededGenerator
  ) throws -> [Double] {
    // The target is what the network is used to: normal scores.
    let ranks = try Ranks(problem.target.map { Float($0) })
    let scores = NormalScores(length: ranks.count)
    let target = standardised(ranks.doubled.map { scores[$0] })
    var best = (value: -Double.infinity, w: [Double]())
    for _ in 0..<starts {
      var w = unit(problem.features.map { _ in g.normal() })
      for step in 0..<steps {
        let (value, slope) = gradient(projected(problem.features, w), target)
        if value > best.value { best = (value, w) }
        let ascent = unit(problem.features.map { row in zip(row, slope).reduce(0) { $0 + $1.0 * $1.1 } })
        // Steps on the sphere that get shorter.
        let length = 0.5 * (1 - Double(step) / Double(steps))
        w = unit(zip(w, ascent).map { $0 + length * $1 })
      }
    }
    return best.w.map { abs($0) }
  }

  /// |w| of a direction trained with a critic of (w·X, Y) on the Donsker–Varadhan bound, as MINE has it; the best of several
  /// starts.
  static func critic(
    _ problem: Problem, starts: Int, steps: Int, using g: inout SeededGenerator
  ) -> [Double] {
    var best = (value: -Double.infinity, w: [Double]())
    let (d, n) = (problem.features.count, problem.target.count)
    for _ in 0..<starts {
      var parameters = Parameters()
      let direction = Linear("w", inputs: d, outputs: 1, bias: false, in: &parameters, using: &g)
      let critic = CriticNetwork(inputs: 2, in: &parameters, using: &g)
      let range = direction.weight.offset..<(direction.weight.offset + d)
      let tape = Tape<Float>(parameterCount: parameters.count)
      func values(_ rows: [Int], _ targets: [Int]) -> Tape<Float>.Variable {
        let x = tape.constant(rows: rows.count, columns: d) { buffer in
          for (i, t) in rows.enumerated() {
            for k in 0..<d { buffer[i * d + k] = Float(problem.features[k][t]) }
          }
        }
        let y = tape.constant(rows: rows.count, columns: 1) { buffer in
          for (i, t) in targets.enumerated() { buffer[i] = Float(problem.target[t]) }
        }
        return critic(tape.concatenated([direction(x, on: tape), y]), on: tape)
      }
      var adam = Adam(count: parameters.count)
      adam.beta2 = 0.999
      var recent = 0.0
      for _ in 0..<steps {
        let w = unit(parameters.values[range].map(Double.init))
        parameters.values.replaceSubrange(range, with: w.map { Float($0) })
        let chosen = (0..<100).map { _ in Int(g.uniform() * Double(n)) }
        let other = chosen.map { _ in Int(g.uniform() * Double(n)) }
        tape.begin(parameters: parameters.values)
        let joint = values(chosen, chosen)
        let shuffled = values(chosen, other)
        let s = tape.values(shuffled).map(Double.init)
        let top = s.max() ?? 0
        let sum = s.reduce(0) { $0 + exp($1 - top) }
        let bound =
          tape.values(joint).reduce(0) { $0 + Double($1) } / 100 - (top + log(sum / 100))
        recent += 0.05 * (bound - recent)
        let loss = tape.add(
          tape.weightedSum(joint, weights: [Float](repeating: -0.01, count: 100)),
          tape.weightedSum(shuffled, weights: s.map { Float(exp($0 - top) / sum) }))
        tape.backward(loss)
        adam.update(&parameters.values, gradients: Array(tape.parameterGradients), rate: 2e-3)
      }
      if recent > best.value { best = (recent, parameters.values[range].map { abs(Double($0)) }) }
    }
    return best.w
  }
}
