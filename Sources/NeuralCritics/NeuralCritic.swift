internal import Glibc
public import LinearAlgebra
public import MutualInformation
internal import NeuralNetwork

/// Mutual information by a network trained at test time, pair by pair, to raise a lower bound (`CriticObjective`), in nats.
///
/// f(x, y) is a perceptron with two hidden layers of 64 (GELU) over the standardised coordinates, trained with Adam on batches
/// of 100 drawn from the sample; the value is the bound on the whole sample. Biased downwards while training is short, upwards
/// when it is long enough to learn the sample by heart; the variance of the Donsker–Varadhan forms grows like exp MI. Any
/// dimension. Repeatable: weights and batches come from fixed seeds, observations and variables are put in an order that
/// their values decide.
public struct NeuralCritic: MutualInformationEstimator {
  public struct Prepared: Sendable {
    let count: Int
    let dimension: Int
    let length: Int
    /// `[variable][observation][coordinate]`: standardised.
    let values: [Float]
    let isConstant: [Bool]
  }

  public let objective: CriticObjective
  /// Steps of training.
  public let iterations: Int
  private static let batch = 100
  private static let rate = 1e-3

  /// Throws `invalidOption` where there is nothing to train.
  public init(_ objective: CriticObjective, iterations: Int = 500) throws {
    guard (1...1_000_000).contains(iterations) else {
      throw MutualInformationError(
        .invalidOption, "\(objective.rawValue): \(iterations) iterations; expected 1 to 1000000")
    }
    self.objective = objective
    self.iterations = iterations
  }

  public var name: String { objective.rawValue }
  public var options: String { "iterations=\(iterations) batch=\(Self.batch) rate=\(Self.rate)" }
  public func supports(dimension: Int) -> Bool { dimension >= 1 }
  public func predictedSeconds(length: Int) -> Double {
    (objective == .infonce ? 4e-3 : 2e-4) * Double(iterations) + 1e-6 * Double(length)
  }
  public func preparedBytes(length: Int, dimension: Int) -> Int { 4 * length * dimension }

  public func prepare(_ observations: Observations) throws -> Prepared {
    try observations.requireFinite()
    let (length, dimension) = (observations.length, observations.dimension)
    var values = [Float](repeating: 0, count: observations.valueCount)
    var isConstant: [Bool] = []
    for variable in 0..<observations.count {
      var informative = false
      for coordinate in 0..<dimension {
        let series = observations.series(variable, coordinate)
        let moments = Moments(of: series)
        guard !moments.isConstant else { continue }
        informative = true
        for (time, value) in series.enumerated() {
          values[(variable * length + time) * dimension + coordinate] = Float(
            (value - moments.mean) / moments.deviation)
        }
      }
      isConstant.append(!informative)
    }
    return Prepared(
      count: observations.count, dimension: dimension, length: length, values: values, isConstant: isConstant)
  }

  public func estimate(
    _ x: Prepared, rows: Range<Int>, _ y: Prepared, columns: Range<Int>,
    into tile: UnsafeMutableBufferPointer<Double>
  ) throws {
    precondition(x.length == y.length, "the two sets differ in length")
    precondition(tile.count == rows.count * columns.count, "the tile does not fit its rows and columns")
    var index = 0
    for row in rows {
      for column in columns {
        let skip = x.length < minimumObservations || x.isConstant[row] || y.isConstant[column]
        tile[index] = skip ? 0 : train(Sample(x, row, y, column))
        index += 1
      }
    }
  }

  /// Observations of one pair, in an order that does not depend on the order they came in, nor on which variable is X.
  private struct Sample {
    let x: [[Float]]
    let y: [[Float]]

    init(_ x: Prepared, _ row: Int, _ y: Prepared, _ column: Int) {
      func observations(_ set: Prepared, _ variable: Int) -> [[Float]] {
        (0..<set.length).map { time in
          let start = (variable * set.length + time) * set.dimension
          return Array(set.values[start..<(start + set.dimension)])
        }
      }
      let (a, b) = (observations(x, row), observations(y, column))
      let (sortedA, sortedB) = (
        a.sorted { $0.lexicographicallyPrecedes($1) }, b.sorted { $0.lexicographicallyPrecedes($1) }
      )
      let swapped = sortedB.joined().lexicographicallyPrecedes(sortedA.joined())
      let (first, second) = swapped ? (b, a) : (a, b)
      let order = first.indices.sorted { i, j in
        (first[i] + second[i]).lexicographicallyPrecedes(first[j] + second[j])
      }
      self.x = order.map { first[$0] }
      self.y = order.map { second[$0] }
    }
  }

  private func train(_ sample: Sample) -> Double {
    let columns = (sample.x.first?.count ?? 0) + (sample.y.first?.count ?? 0)
    var generator = SeededGenerator(seed: 0x4352_4954)
    var parameters = Parameters()
    let network = CriticNetwork(inputs: columns, in: &parameters, using: &generator)
    let tape = Tape<Float>(parameterCount: parameters.count)
    func critic(_ pairs: [(Int, Int)]) -> Tape<Float>.Variable {
      let inputs = tape.constant(rows: pairs.count, columns: columns) { buffer in
        var at = 0
        for (i, j) in pairs {
          for value in sample.x[i] {
            buffer[at] = value
            at += 1
          }
          for value in sample.y[j] {
            buffer[at] = value
            at += 1
          }
        }
      }
      return network(inputs, on: tape)
    }
    let n = sample.x.count
    let size = min(Self.batch, n)
    var adam = Adam(count: parameters.count)
    adam.beta2 = 0.999
    var average: Double?
    for _ in 0..<iterations {
      let chosen = (0..<size).map { _ in Int(generator.uniform() * Double(n)) }
      tape.begin(parameters: parameters.values)
      let loss: Tape<Float>.Variable
      if objective == .infonce {
        let rows = min(size, 32)
        let all = critic((0..<rows).flatMap { i in (0..<rows).map { (chosen[i], chosen[$0]) } })
        loss = tape.weightedSum(all, weights: Self.contrastiveSlopes(tape.values(all).map(Double.init), rows))
      } else {
        let other = (0..<size).map { _ in Int(generator.uniform() * Double(n)) }
        let joint = critic(chosen.map { ($0, $0) })
        let shuffled = critic(zip(chosen, other).map { ($0, $1) })
        let slopes = objective.slopes(
          joint: tape.values(joint).map(Double.init), shuffled: tape.values(shuffled).map(Double.init),
          average: &average)
        loss = tape.add(
          tape.weightedSum(joint, weights: slopes.joint.map { Float($0) }),
          tape.weightedSum(shuffled, weights: slopes.shuffled.map { Float($0) }))
      }
      tape.backward(loss)
      adam.update(&parameters.values, gradients: Array(tape.parameterGradients), rate: Self.rate)
    }
    tape.begin(parameters: parameters.values, recording: false)
    return value(critic, tape, count: n, &generator)
  }

  /// The bound on the whole sample.
  private func value(
    _ critic: ([(Int, Int)]) -> Tape<Float>.Variable, _ tape: Tape<Float>, count n: Int,
    _ generator: inout SeededGenerator
  ) -> Double {
    func values(_ pairs: [(Int, Int)]) -> [Double] { tape.values(critic(pairs)).map(Double.init) }
    if objective == .infonce {
      // In blocks of a hundred, as the bound is defined for batches.
      let size = min(Self.batch, n)
      let order = (0..<n).shuffled(using: &generator)
      var bounds: [Double] = []
      for start in stride(from: 0, through: n - size, by: size) {
        let block = order[start..<(start + size)]
        let all = values(block.flatMap { i in block.map { (i, $0) } })
        for row in 0..<size {
          let line = Array(all[(row * size)..<((row + 1) * size)])
          bounds.append(line[row] - CriticObjective.logMeanExp(line))
        }
      }
      return bounds.reduce(0, +) / Double(max(bounds.count, 1))
    }
    let joint = values((0..<n).map { ($0, $0) })
    // Several shuffles: the second term is a mean over n² pairs.
    var shuffled: [Double] = []
    for _ in 0..<5 {
      let order = (0..<n).shuffled(using: &generator)
      shuffled += values((0..<n).map { ($0, order[$0]) })
    }
    return objective.value(joint: joint, shuffled: shuffled)
  }

  /// Derivatives of −mean_i (f_ii − log Σ_j exp f_ij) with respect to the n × n critic values.
  private static func contrastiveSlopes(_ values: [Double], _ n: Int) -> [Float] {
    var slopes = [Float](repeating: 0, count: n * n)
    for i in 0..<n {
      let line = values[(i * n)..<((i + 1) * n)]
      let top = line.max() ?? 0
      let sum = line.reduce(0) { $0 + exp($1 - top) }
      for j in 0..<n {
        let share = exp(values[i * n + j] - top) / sum
        slopes[i * n + j] = Float((share - (i == j ? 1 : 0)) / Double(n))
      }
    }
    return slopes
  }
}
