import Distributions
import Foundation
import LinearAlgebra
import MutualInformation
import NeuralNetwork
import Testing

@testable import InfoNet

@Suite struct TableTests {
  /// `count` variables of `length` observations each: correlated normals, smooth paths, a constant, ties.
  private func variables(length: Int, seed: UInt64) -> Observations {
    Paths.variables(length: length, seed: seed)
  }

  private func all(_ estimator: TableInfoNet, _ set: Observations) throws -> [Double] {
    let prepared = try estimator.prepare(set)
    var values = [Double](repeating: 0, count: set.count * set.count)
    try values.withUnsafeMutableBufferPointer {
      try estimator.estimate(prepared, rows: 0..<set.count, prepared, columns: 0..<set.count, into: $0)
    }
    return values
  }

  @Test(arguments: [30, 45, 100, 601, 2000, 5000]) func kernelEqualsTheForwardPassOfTraining(length: Int)
    throws
  {
    let weights = try TableWeights.load()
    let set = variables(length: length, seed: UInt64(length))
    let statistics = try RankStatistics(set)
    let tape = Tape<Float>(parameterCount: weights.values.count)
    for readOut in InfoNet.ReadOut.allCases {
      let values = try all(TableInfoNet(weights: weights, readOut: readOut, sampling: .independent), set)
      for i in 0..<set.count {
        for j in 0..<set.count where !statistics.isConstant[i] && !statistics.isConstant[j] {
          var counters = [UInt32](repeating: 0, count: PairInput.counters)
          var cells = [Int32](repeating: 0, count: PairInput.cells)
          var room = [Int32](repeating: 0, count: PairInput.room(length: length))
          var beside = [Float](repeating: 0, count: PairInput.sideInputs)
          var table = [Float](repeating: 0, count: PairInput.cells)
          let orientation = PairInput.read(
            statistics, i, statistics, j, effectiveSize: Double(length), counters: &counters, cells: &cells,
            room: &room, beside: &beside)
          orient(cells, orientation, 1 / Float(16 * length), &table)
          tape.begin(parameters: weights.values, recording: false)
          let output = weights.network(
            histogram: tape.input(rows: 1, columns: table.count, table),
            beside: tape.input(rows: 1, columns: beside.count, beside), on: tape)
          let expected = tape.values(readOut == .dual ? output.dual : output.value)[0]
          #expect(abs(values[i * set.count + j] - Double(expected)) < 1e-4)
        }
      }
    }
  }

  @Test(arguments: [Sampling.path, .independent], [30, 333]) func symmetryIsExact(
    sampling: Sampling, length: Int
  ) throws {
    let set = variables(length: length, seed: 5)
    let values = try all(TableInfoNet(weights: try .load(), sampling: sampling), set)
    for i in 0..<set.count {
      for j in 0..<i { #expect(values[i * set.count + j] == values[j * set.count + i]) }
      // The constant variable.
      #expect(values[i * set.count + 6] == 0)
    }
    let finite = values.allSatisfy { $0.isFinite }
    #expect(finite)
  }

  @Test func reversalsAndMonotoneMapsLeaveTheValue() throws {
    let set = variables(length: 400, seed: 6)
    let estimator = TableInfoNet(weights: try .load())
    let plain = try all(estimator, set)
    var mapped = set
    // Powers of two round nothing, so that no two values become one.
    mapped.values = set.values.map { $0 < 0 ? $0 / 4 : 8 * $0 }
    let other = try all(estimator, mapped)
    #expect(other == plain)
    var reversed = set
    for i in set.range(variable: 1, coordinate: 0) { reversed.values[i] = -set.values[i] }
    for (a, b) in zip(try all(estimator, reversed), plain) { #expect(abs(a - b) < 2e-2) }
  }

  @Test func permutingIndependentDrawsLeavesTheValue() throws {
    let set = variables(length: 500, seed: 7)
    let estimator = TableInfoNet(weights: try .load(), sampling: .independent)
    var generator = SeededGenerator(seed: 8)
    let permutation = (0..<500).shuffled(using: &generator)
    let permuted = Observations(
      count: set.count, dimension: 1, length: 500,
      values: (0..<set.count).flatMap { v in permutation.map { set.values[v * 500 + $0] } })
    let (a, b) = (try all(estimator, set), try all(estimator, permuted))
    // Variable 5 has ties, whose order in time the spacings see.
    for i in 0..<set.count where i != 5 {
      for j in 0..<set.count where j != 5 {
        #expect(abs(a[i * set.count + j] - b[i * set.count + j]) < 1e-5)
      }
    }
  }

  @Test func smoothIndependentPathsAreNotTakenForDependence() throws {
    var generator = SeededGenerator(seed: 9)
    var (asPath, asDraws, higher) = (0.0, 0.0, 0)
    for _ in 0..<40 {
      let noise = SmoothNoise(time: 30, order: 4)
      let x = noise.path(count: 600, using: &generator).map { Float($0) }
      let y = noise.path(count: 600, using: &generator).map { Float($0) }
      let set = Observations(count: 2, dimension: 1, length: 600, values: x + y)
      let path = try all(TableInfoNet(weights: try .load(), sampling: .path), set)[1]
      let independent = try all(TableInfoNet(weights: try .load(), sampling: .independent), set)[1]
      asPath += path / 40
      asDraws += independent / 40
      if path > independent { higher += 1 }
    }
    #expect(asPath < 0.6 * asDraws, "\(asPath) with T_eff, \(asDraws) with T")
    #expect(higher < 10)
  }

  @Test func ascendingTheGradientRaisesMutualInformation() throws {
    var generator = SeededGenerator(seed: 10)
    var x = (0..<120).map { _ in Float(generator.normal()) }
    let y = (0..<120).map { _ in Float(generator.normal()) }
    let function = DifferentiableTable(weights: try .load())
    let start = try function(x: x, y: y).value
    let before = rank(x, y)
    for _ in 0..<100 {
      let (_, dx, _) = try function(x: x, y: y)
      let norm = dx.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for i in x.indices { x[i] += 0.5 * dx[i] / max(norm, 1e-9) }
    }
    let end = try function(x: x, y: y).value
    #expect(end > start + 0.3, "from \(start) to \(end)")
    // Someone else's estimator agrees that the two have become dependent.
    #expect(rank(x, y) > before + 0.15)
  }

  /// Kraskov's estimate of the same samples.
  private func rank(_ x: [Float], _ y: [Float]) -> Double {
    let ksg = try? KSG(neighbours: 5, scaling: .standardised)
    let set = Observations(count: 2, dimension: 1, length: x.count, values: x + y)
    guard let ksg, let prepared = try? ksg.prepare(set) else { return .nan }
    return (try? ksg.estimate(prepared, row: 0, prepared, column: 1)) ?? .nan
  }

  @Test func gradientAgainstFiniteDifferences() throws {
    var generator = SeededGenerator(seed: 11)
    let x = (0..<60).map { _ in Float(generator.normal()) }
    let y = x.map { 0.7 * $0 + 0.7 * Float(generator.normal()) }
    let function = DifferentiableTable(weights: try .load())
    let (_, dx, dy) = try function(x: x, y: y, temperature: 0.3, readOut: .dual)
    #expect(dx.count == 60 && dy.count == 60)
    // A step along the gradient changes the value by its squared norm, to first order; ranks stay as they are.
    let step: Float = 1e-4
    let norm = dx.reduce(0) { $0 + Double($1) * Double($1) }
    let moved = zip(x, dx).map { $0 + step * $1 }
    let back = zip(x, dx).map { $0 - step * $1 }
    let slope =
      (try function(x: moved, y: y, temperature: 0.3, readOut: .dual).value
        - function(x: back, y: y, temperature: 0.3, readOut: .dual).value) / Double(2 * step)
    #expect(abs(slope / norm - 1) < 0.1, "slope \(slope), squared norm \(norm)")
  }

  @Test func weightsOfAnotherModelAreRefused() throws {
    let file = Safetensors(tensors: [], metadata: ["model": "mist"])
    #expect(throws: NeuralNetworkError.self) { try TableWeights(file: file, source: "x") }
    let empty = Safetensors(
      tensors: [],
      metadata: [
        "model": "infonet-table", "width": "8", "depth": "1", "heads": "2", "hidden": "8", "correction": "8",
      ])
    #expect(throws: NeuralNetworkError.self) { try TableWeights(file: empty, source: "x") }
    let huge = Safetensors(tensors: [], metadata: ["model": "infonet-table", "width": "99999999"])
    #expect(throws: NeuralNetworkError.self) { try TableWeights(file: huge, source: "x") }
  }
}
