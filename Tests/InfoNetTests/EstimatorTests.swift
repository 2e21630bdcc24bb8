import Distributions
import Foundation
import LinearAlgebra
import MutualInformation
import NeuralNetwork
import Testing

@testable import InfoNet

@Suite struct EstimatorTests {
  private func all(_ estimator: any MutualInformationEstimator, _ set: Observations) throws -> [Double] {
    func fill<E: MutualInformationEstimator>(_ estimator: E) throws -> [Double] {
      let prepared = try estimator.prepare(set)
      var values = [Double](repeating: 0, count: set.count * set.count)
      try values.withUnsafeMutableBufferPointer {
        try estimator.estimate(prepared, rows: 0..<set.count, prepared, columns: 0..<set.count, into: $0)
      }
      return values
    }
    return try fill(estimator)
  }

  @Test(arguments: InfoNet.ReadOut.allCases, [30, 333]) func symmetryIsExact(
    readOut: InfoNet.ReadOut, length: Int
  ) throws {
    let set = Paths.variables(length: length, seed: 5)
    for gaps in [false, true] {
      let plain = InfoNet(weights: try .load(), readOut: readOut)
      let estimator: any MutualInformationEstimator =
        gaps ? plain.overCommonObservations(atLeast: 8, dimension: 1) : plain
      let values = try all(estimator, gaps ? Paths.withGaps(set, seed: 2) : set)
      for i in 0..<set.count {
        for j in 0..<i {
          let (there, back) = (values[i * set.count + j], values[j * set.count + i])
          #expect(there == back || there.isNaN && back.isNaN, "\(i) \(j): \(there) \(back)")
        }
        // The constant variable.
        if !values[i * set.count + 6].isNaN { #expect(values[i * set.count + 6] == 0) }
      }
    }
  }

  @Test(arguments: [false, true]) func aPairsBitsDependOnThePairAlone(gaps: Bool) throws {
    let plain = Paths.variables(length: 150, seed: 6)
    // Forty variables: tiles of several blocks of lanes.
    let set = plain.selecting((0..<40).map { ($0 * 5) % 8 })
    let observations = gaps ? Paths.withGaps(set, seed: 3) : set
    let base = InfoNet(weights: try .load())
    func check<E: MutualInformationEstimator>(_ estimator: E) throws {
      let prepared = try estimator.prepare(observations)
      let whole = try all(estimator, observations)
      var listed = [Double](repeating: 0, count: 40)
      try listed.withUnsafeMutableBufferPointer {
        try estimator.estimatePairs(prepared, prepared, 0..<40, into: $0)
      }
      for index in 0..<40 { #expect(same(listed[index], whole[index * 41])) }
      for (row, column) in [(3, 0), (17, 38), (39, 21), (5, 5)] {
        let single = try estimator.estimate(prepared, row: row, prepared, column: column)
        #expect(same(single, whole[row * 40 + column]))
      }
    }
    let estimator: any MutualInformationEstimator =
      gaps ? base.overCommonObservations(atLeast: 8, dimension: 1) : base
    try check(estimator)
  }

  private func same(_ a: Double, _ b: Double) -> Bool { a == b || a.isNaN && b.isNaN }

  @Test(arguments: [false, true]) func threadsChangeNoBit(gaps: Bool) throws {
    var generator = SeededGenerator(seed: 21)
    let length = 90
    let values = (0..<70).flatMap { _ in
      SmoothNoise(time: 9, order: 2).path(count: length, using: &generator)
        + SmoothNoise(time: 5, order: 1).path(count: length, using: &generator)
    }
    var set = Observations(count: 70, dimension: 2, length: length, values: values.map { Float($0) })
    if gaps { set = Paths.withGaps(set, seed: 4) }
    let estimator = InfoNet(weights: try .load())
    let one = try PairwiseEngine(slicing: Slicing(.shared, count: 2, seed: 1), threads: 1)
      .matrix(of: set, using: estimator).matrix
    let three = try PairwiseEngine(slicing: Slicing(.shared, count: 2, seed: 1), threads: 3)
      .matrix(of: set, using: estimator).matrix
    for i in 0..<70 { for j in 0..<70 { #expect(one[i, j].bitPattern == three[i, j].bitPattern) } }
  }

  @Test func reversalsAndMonotoneMapsLeaveTheValueExactly() throws {
    let set = Paths.variables(length: 400, seed: 6)
    let estimator = InfoNet(weights: try .load())
    let plain = try all(estimator, set)
    var mapped = set
    // Powers of two round nothing, so that no two values become one.
    mapped.values = set.values.map { $0 < 0 ? $0 / 4 : 8 * $0 }
    #expect(try all(estimator, mapped) == plain)
    for variable in [0, 1, 3] {
      var reversed = set
      for i in set.range(variable: variable, coordinate: 0) { reversed.values[i] = -set.values[i] }
      let other = try all(estimator, reversed)
      for (a, b) in zip(other, plain) { #expect(abs(a - b) < 1e-9) }
    }
  }

  @Test func permutingIndependentDrawsLeavesTheValue() throws {
    let set = Paths.variables(length: 500, seed: 7)
    let estimator = InfoNet(weights: try .load(), sampling: .independent)
    var generator = SeededGenerator(seed: 8)
    let permutation = (0..<500).shuffled(using: &generator)
    let permuted = Observations(
      count: set.count, dimension: 1, length: 500,
      values: (0..<set.count).flatMap { v in permutation.map { set.values[v * 500 + $0] } })
    let (a, b) = (try all(estimator, set), try all(estimator, permuted))
    for index in a.indices where index % (set.count + 1) != 0 { #expect(abs(a[index] - b[index]) < 1e-5) }
  }

  @Test func strongDependenceIsTheGaussianCopulas() throws {
    var generator = SeededGenerator(seed: 3)
    let estimator = InfoNet(weights: try .load(), sampling: .independent)
    for information in [1.5, 2.5, 4.0] {
      let rho = (1 - exp(-2 * information)).squareRoot()
      let x = (0..<1500).map { _ in generator.normal() }
      let y = x.map { rho * $0 + (1 - rho * rho).squareRoot() * generator.normal() }
      let set = Observations(count: 2, dimension: 1, length: 1500, values: (x + y).map { Float($0) })
      let value = try all(estimator, set)[1]
      #expect(abs(value - information) < 0.2, "\(value) for \(information)")
    }
  }

  @Test func pairsWithGapsAreComparedOverTheirCommonTimes() throws {
    var generator = SeededGenerator(seed: 15)
    let length = 900
    let x = (0..<length).map { _ in generator.normal() }
    let y = x.map { 0.8 * $0 + 0.6 * generator.normal() }
    var set = Observations(count: 3, dimension: 1, length: length, values: (x + y + x).map { Float($0) })
    set.observed = (0..<3).flatMap { v in
      (0..<length).map { v == 0 ? $0 >= 200 : v == 1 ? $0 < 800 && $0 % 5 != 0 : $0 < 4 }
    }
    let estimator = InfoNet(weights: try .load()).overCommonObservations(atLeast: 8, dimension: 1)
    let values = try all(estimator, set)
    // The common times by themselves, ranked anew.
    let common = (200..<800).filter { $0 % 5 != 0 }
    let cut = Observations(
      count: 2, dimension: 1, length: common.count,
      values: common.map { Float(x[$0]) } + common.map { Float(y[$0]) })
    let expected = try all(InfoNet(weights: try .load()), cut)[1]
    #expect(abs(values[1] - expected) < 0.03, "\(values[1]) against \(expected)")
    #expect(abs(values[1] - 0.51) < 0.1)
    #expect(values[2].isNaN && values[8].isNaN && values[6].isNaN)
  }

  @Test func smoothIndependentPathsAreNotTakenForDependence() throws {
    var generator = SeededGenerator(seed: 9)
    var (asPath, asDraws) = (0.0, 0.0)
    for _ in 0..<40 {
      let noise = SmoothNoise(time: 30, order: 4)
      let x = noise.path(count: 600, using: &generator).map { Float($0) }
      let y = noise.path(count: 600, using: &generator).map { Float($0) }
      let set = Observations(count: 2, dimension: 1, length: 600, values: x + y)
      asPath += try all(InfoNet(weights: try .load(), sampling: .path), set)[1] / 40
      asDraws += try all(InfoNet(weights: try .load(), sampling: .independent), set)[1] / 40
    }
    #expect(asPath < 0.6 * asDraws, "\(asPath) with T_eff, \(asDraws) with T")
  }

  /// A step along the gradient changes the value by its squared norm, to first order; ranks stay as they are.
  @Test(arguments: InfoNet.ReadOut.allCases) func gradientAgainstFiniteDifferences(readOut: InfoNet.ReadOut)
    throws
  {
    var generator = SeededGenerator(seed: 11)
    let x = (0..<60).map { _ in Float(generator.normal()) }
    let y = x.map { 0.7 * $0 + 0.7 * Float(generator.normal()) }
    let function = DifferentiableInfoNet(weights: try .load())
    let (_, dx, _) = try function(x: x, y: y, temperature: 0.3, readOut: readOut)
    let norm = dx.reduce(0) { $0 + Double($1) * Double($1) }
    let step = Float(2e-3 / norm.squareRoot())
    let moved = zip(x, dx).map { $0 + step * $1 }
    let back = zip(x, dx).map { $0 - step * $1 }
    let slope =
      (try function(x: moved, y: y, temperature: 0.3, readOut: readOut).value
        - function(x: back, y: y, temperature: 0.3, readOut: readOut).value) / Double(2 * step)
    #expect(abs(slope / norm - 1) < 0.1, "slope \(slope), squared norm \(norm)")
  }

  @Test func ascendingTheGradientRaisesMutualInformation() throws {
    var generator = SeededGenerator(seed: 10)
    var x = (0..<120).map { _ in Float(generator.normal()) }
    let y = (0..<120).map { _ in Float(generator.normal()) }
    let function = DifferentiableInfoNet(weights: try .load())
    let before = try rank(x, y)
    for _ in 0..<60 {
      let (_, dx, _) = try function(x: x, y: y)
      let norm = dx.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for i in x.indices { x[i] += 0.6 * dx[i] / max(norm, 1e-9) }
    }
    // Someone else's estimator agrees that the two have become dependent.
    let after = try rank(x, y)
    #expect(after > before + 0.05, "from \(before) to \(after)")
  }

  /// Kraskov's estimate of the same samples.
  private func rank(_ x: [Float], _ y: [Float]) throws -> Double {
    let ksg = try KSG(neighbours: 5, scaling: .standardised)
    let prepared = try ksg.prepare(
      Observations(count: 2, dimension: 1, length: x.count, values: x + y))
    return try ksg.estimate(prepared, row: 0, prepared, column: 1)
  }

  @Test func weightsOfAnotherModelAreRefused() throws {
    for metadata in [
      ["model": "infonet-table"], ["model": "infonet", "degree": "99"],
      ["model": "infonet", "degree": "3", "width": "8", "hidden": "12", "depth": "1"],
    ] {
      let file = Safetensors(tensors: [], metadata: metadata)
      #expect(throws: NeuralNetworkError.self) { try InfoNetWeights(file: file, source: "x") }
    }
  }
}
