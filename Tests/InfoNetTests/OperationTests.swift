import Foundation
import GradientCheck
import LinearAlgebra
import NeuralNetwork
import Testing

@testable import InfoNet

@Suite struct OperationTests {
  /// Random extents for repetition `seed`.
  private func extents(_ seed: UInt64, _ ranges: ClosedRange<Int>...) -> [Int] {
    var generator = SeededGenerator(seed: seed, stream: 9)
    return ranges.map { Int.random(in: $0, using: &generator) }
  }

  @Test(arguments: UInt64(1)...3) func dualAndFeatures(seed: UInt64) {
    let e = extents(seed, 1...4, 2...40)
    checkGradients([(e[0], e[1]), (e[0], e[1])], seed: seed, range: 0.05...1.5) {
      $0.dual(table: $1[0], histogram: $1[1])
    }
    checkGradients([(e[0], e[1])], seed: seed, range: 0.01...0.4) { $0.ratioFeatures($1[0]) }
  }

  @Test(arguments: UInt64(1)...3) func smoothing(seed: UInt64) {
    let e = extents(seed, 1...3, 3...9)
    checkGradients([(e[0], e[1] * e[1])], seed: seed) {
      $0.smoothed($1[0], side: e[1], size: 5, sigma: 1.2)
    }
  }

  @Test(arguments: UInt64(1)...3) func tables(seed: UInt64) {
    let e = extents(seed, 1...3, 3...7, 1...9)
    let (batch, side, n) = (e[0], e[1], e[2])
    checkGradients([(batch, n), (batch, n)], seed: seed, range: 0.01...0.99) {
      $0.softHistogram(u: $1[0], v: $1[1], side: side)
    }
    checkGradients([(batch, n)], seed: seed, range: -2...2) { $0.softRanks($1[0], temperature: 0.3) }
  }

  @Test func dualOfAUniformTableIsZeroAndOfTheTrueRatioIsMI() {
    let tape = Tape<Double>(parameterCount: 1)
    tape.begin(exactParameters: [])
    let h: [Double] = [0.4, 0.1, 0.1, 0.4]
    let flat = tape.input(rows: 1, columns: 4, [2, 2, 2, 2])
    let best = tape.input(rows: 1, columns: 4, h.map { log(4 * $0) })
    let histogram = tape.input(rows: 1, columns: 4, h)
    #expect(abs(tape.values(tape.dual(table: flat, histogram: histogram))[0]) < 1e-12)
    let information = h.reduce(0) { $0 + $1 * log(4 * $1) }
    #expect(abs(tape.values(tape.dual(table: best, histogram: histogram))[0] - information) < 1e-12)
  }

  @Test func smoothingKeepsConstantsAndSums() {
    let tape = Tape<Double>(parameterCount: 1)
    tape.begin(exactParameters: [])
    let constant = tape.input(rows: 1, columns: 400, [Double](repeating: 3, count: 400))
    #expect(
      tape.values(tape.smoothed(constant, side: 20, size: 15, sigma: 3)).allSatisfy { abs($0 - 3) < 1e-12 })
    var spike = [Double](repeating: 0, count: 400)
    spike[10 * 20 + 10] = 1
    let smooth = Array(
      tape.values(tape.smoothed(tape.input(rows: 1, columns: 400, spike), side: 20, size: 15, sigma: 3)))
    #expect(abs(smooth.reduce(0, +) - 1) < 1e-12)
    // Two cells along one axis: exp(−4 / 18) of the middle.
    #expect(abs(smooth[10 * 20 + 12] / smooth[10 * 20 + 10] - exp(-4 / 18.0)) < 1e-12)
  }

  @Test func softRanksTendToRanks() {
    let tape = Tape<Double>(parameterCount: 1)
    tape.begin(exactParameters: [])
    let x = tape.input(rows: 1, columns: 5, [0.3, -2, 5, 1, 0.9])
    let soft = Array(tape.values(tape.softRanks(x, temperature: 1e-3)))
    #expect(zip(soft, [0.3, 0.1, 0.9, 0.7, 0.5]).allSatisfy { abs($0 - $1) < 1e-9 })
  }
}

/// Expects gradients to be those of central differences (`gradientFault`).
private func checkGradients(
  _ shapes: [(rows: Int, columns: Int)], seed: UInt64, range: ClosedRange<Double> = -1...1,
  sourceLocation: SourceLocation = #_sourceLocation,
  _ build: (Tape<Double>, [Tape<Double>.Variable]) -> Tape<Double>.Variable
) {
  let fault = gradientFault(shapes, seed: seed, range: range, build)
  #expect(fault == nil, sourceLocation: sourceLocation)
}
