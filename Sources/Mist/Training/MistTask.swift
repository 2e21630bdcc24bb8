internal import Distributions
internal import Glibc
internal import LinearAlgebra
public import NeuralNetwork
internal import Synchronization

/// The training of `mist` and `mist-qr`: samples of laws whose MI is known, squared error or pinball.
///
/// Sixteen examples that follow one another share length and dimensions, so that they make one batch.
public struct MistTask: NetworkTask {
  /// A sample as the network reads it, and its MI.
  public struct Example: Sendable {
    let input: MistInput
    let truth: Double
    let effectiveSize: Double
    /// Levels of the quantiles in its loss.
    let levels: [Double]
  }

  /// Examples of one shape.
  public static let group = 16
  /// Levels an example.
  static let levels = 4

  public let network: MistNetwork
  private let law: MistLaw
  public let start: [Float]?

  /// `start`: parameters to begin from instead of random ones.
  public init(
    network: MistNetwork, pathShare: Double = 0.35, mixedShare: Double = 0.3,
    strongShare: Double = 0.1, start: [Float]? = nil
  ) {
    self.network = network
    law = MistLaw(pathShare: pathShare, mixedShare: mixedShare, strongShare: strongShare)
    self.start = start
  }

  public func example(seed: UInt64, index: UInt64) throws -> Example {
    var shared = SeededGenerator(seed: seed, stream: 1 << 41 + index / UInt64(Self.group))
    let shape = law.shape(using: &shared)
    var generator = SeededGenerator(seed: seed, stream: 1 << 42 + index)
    let (sample, information) = law.draw(shape, using: &generator)
    let input = try MistInput(sample, isPath: shape.isPath)
    return Example(
      input: input, truth: information, effectiveSize: input.effectiveSize,
      levels: (0..<Self.levels).map { (Double($0) + generator.uniform()) / Double(Self.levels) })
  }

  /// Inverse-variance weight: the variance of MI given the sample grows with MI and with 1 / T_eff.
  ///
  /// It reads the sample's correlations and not the truth, so that the weighted mean stays the posterior mean.
  private static func weight(_ example: Example) -> Double {
    0.2 / (0.02 + 0.1 * Double(example.input.base) + 2 / example.effectiveSize)
  }

  public func loss(of examples: [Example], on tape: Tape<Float>) -> Tape<Float>.Variable {
    tape.sum(inGroupsOf: Self.group, of: examples) { part in
      let output = MistInput.forward(network, part.map(\.input), on: tape)
      switch network.configuration.answer {
      case .mean:
        return tape.weightedSquaredError(
          output, targets: part.map { Float($0.truth) }, weights: part.map { Float(Self.weight($0)) })
      case .quantiles:
        return tape.pinball(
          Self.quantiles(output, levels: part.map(\.levels), on: tape),
          targets: part.flatMap { example in example.levels.map { _ in Float(example.truth) } },
          levels: part.flatMap { $0.levels.map { Float($0) } },
          weights: part.flatMap { example in
            example.levels.map { _ in Float(4 * Self.weight(example).squareRoot() / Double(Self.levels)) }
          })
      }
    }
  }

  /// Q(τ) of every example at each of its levels, one below the other.
  static func quantiles<S>(
    _ output: Tape<S>.Variable, levels: [[Double]], on tape: Tape<S>
  ) -> Tape<S>.Variable {
    let each = levels.first?.count ?? 0
    let shapes = QuantileBasis.count
    let basis = tape.constant(rows: levels.count * each, columns: 1 + shapes) { buffer in
      var place = 0
      for level in levels.joined() {
        buffer[place] = 1
        for value in QuantileBasis.values(at: level) {
          place += 1
          buffer[place] = S(value)
        }
        place += 1
      }
    }
    let slopes = tape.softplus(tape.columns(output, 1..<(1 + shapes)))
    let all = tape.concatenated([tape.columns(output, 0..<1), slopes])
    // Each row as often as it has levels.
    let indices = (0..<levels.count).flatMap { row in
      (0..<each).flatMap { _ in (0..<(1 + shapes)).map { Int32(row * (1 + shapes) + $0) } }
    }
    let repeated = tape.rearranged(all, indices: indices, batch: 1, columns: 1 + shapes)
    return tape.rowProducts(repeated, basis)
  }

  /// Mean squared error (mean, or median) by sample size for two times two coordinates, in and out of the distribution of
  /// training; for quantiles, the share of truths in the 90 % interval as well.
  public func heldOut(parameters: [Float], threads: Int) throws -> [(name: String, value: Double)] {
    var figures: [(String, Double)] = []
    for part in [MetaDataset.Part.inDistribution, .outOfDistribution] {
      for (low, high) in [(10, 100), (100, 300), (300, 500)] {
        let families = part.families
        let groups = 16
        let results = Mutex([[(squared: Double, isCovered: Bool)]](repeating: [], count: groups))
        try forEachChunk(count: groups, threads: threads) { group in
          var generator = SeededGenerator(
            seed: 0x4E57, stream: UInt64(group * 1000 + low) + (part == .inDistribution ? 0 : 1 << 20))
          let length = low + (high - low) * (2 * group + 1) / (2 * groups)
          var inputs: [MistInput] = []
          var truths: [Double] = []
          for index in 0..<24 {
            let law = MetaDataset.law(families[index % families.count], dimension: 2, using: &generator)
            inputs.append(try MistInput(law.draw(count: length, using: &generator), isPath: false))
            truths.append(law.mutualInformation)
          }
          let tape = Tape<Float>(parameterCount: parameters.count)
          tape.begin(parameters: parameters, recording: false)
          let output = MistInput.forward(network, inputs, on: tape)
          let columns = output.columns
          let values = tape.values(output)
          let bounds =
            network.configuration.answer == .quantiles
            ? Array(
              tape.values(
                Self.quantiles(output, levels: truths.map { _ in [0.05, 0.95] }, on: tape))) : []
          let rows = truths.indices.map { index in
            let error = Double(values[index * columns]) - truths[index]
            let isCovered =
              !bounds.isEmpty && Double(bounds[2 * index]) <= truths[index]
              && truths[index] <= Double(bounds[2 * index + 1])
            return (error * error, isCovered)
          }
          results.withLock { $0[group] = rows }
        }
        let all = results.withLock { $0.flatMap { $0 } }
        let name = "\(part == .inDistribution ? "in" : "out") \(low)-\(high)"
        figures.append(("\(name) mse", all.reduce(0) { $0 + $1.squared } / Double(all.count)))
        if network.configuration.answer == .quantiles {
          figures.append(("\(name) cover", Double(all.count { $0.isCovered }) / Double(all.count)))
        }
      }
    }
    return figures
  }
}
