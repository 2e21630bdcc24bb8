import CKernels
import Foundation
import GradientCheck
import LinearAlgebra
import MutualInformation
import NeuralNetwork
import Testing

@testable import InfoNet

@Suite struct MomentTests {
  /// Random bytes of `groups` groups.
  private func bytes(_ groups: Int, _ generator: inout SeededGenerator) -> [Int8] {
    (0..<(groups * Int(CK_MOMENT_STRIDE))).map { _ in Int8(Int.random(in: -127...127, using: &generator)) }
  }

  @Test(arguments: [0, 1, 3, 50, Int(CK_MOMENT_PART) + 5]) func productsAreSumsOfIntegers(groups: Int) {
    var generator = SeededGenerator(seed: UInt64(groups))
    let (row, column) = (bytes(groups, &generator), bytes(groups, &generator))
    var sums = [Int32](repeating: 0, count: (groups / Int(CK_MOMENT_PART) + 1) * 16)
    ck_moment_sums(row, groups, &sums)
    var products = [Float](repeating: -1, count: 256)
    ck_moment_products(row, sums, column, groups, &products)
    var expected = [Int](repeating: 0, count: 256)
    for g in 0..<groups {
      for a in 0..<16 {
        for b in 0..<16 {
          for t in 0..<4 {
            expected[a * 16 + b] += Int(row[g * 64 + a * 4 + t]) * Int(column[g * 64 + b * 4 + t])
          }
        }
      }
    }
    for index in 0..<256 {
      #expect(
        abs(Double(products[index]) - Double(expected[index])) <= 1e-7 * Double(abs(expected[index])) + 64)
    }
    guard groups <= 50 else { return }
    var portable = [Int32](repeating: 0, count: 256)
    ck_moment_products_portable(row, column, groups, &portable)
    #expect(portable.map(Int.init) == expected)
    #expect(products == expected.map { Float($0) })
  }

  /// C_ab of the ranks by cosines in double precision, on the times both are observed.
  private func moments(_ x: [Float], _ y: [Float]) throws -> [[Double]] {
    func functions(_ values: [Float]) throws -> [[Double]] {
      let ranks = try Ranks(values)
      return (1...15).map { a in
        ranks.doubled.map {
          2.0.squareRoot() * cos(.pi * Double(a) * (Double($0) - 1) / Double(2 * values.count))
        }
      }
    }
    let (f, g) = (try functions(x), try functions(y))
    let n = Double(x.count)
    func mean(_ v: [Double]) -> Double { v.reduce(0, +) / n }
    return f.map { a in g.map { b in mean(zip(a, b).map { $0 * $1 }) - mean(a) * mean(b) } }
  }

  @Test(arguments: [31, 200, 2000]) func inputsAreTheMomentsOfTheRanks(length: Int) throws {
    let set = Paths.variables(length: length, seed: UInt64(length))
    let variables = try MomentVariables(set, sampling: .independent)
    let layout = MomentLayout(degree: 15)
    let block = MomentBlock(columns: variables, layout: layout, least: 0, isList: false)
    block.load(0..<set.count)
    for row in 0..<set.count where !variables.isConstant[row] {
      block.meet(variables, row: row)
      for column in 0..<set.count where !variables.isConstant[column] {
        func series(_ v: Int) -> [Float] { Array(set.values[set.range(variable: v, coordinate: 0)]) }
        let c = try moments(series(row), series(column))
        let sign = Double(block.signs[column])
        if abs(c[0][0]) > 0.01 { #expect(sign * c[0][0] > 0) }
        for cell in layout.cells {
          let (a, b) = (cell.upper / 15, cell.upper % 15)
          // Degrees count from 1: an odd degree changes sign with y.
          let x = c[a][b] * (b % 2 == 0 ? sign : 1)
          let y = c[b][a] * (a % 2 == 0 ? sign : 1)
          let symmetric = block.inputs[(layout.beside + cell.symmetric) * 16 + column]
          #expect(abs(Double(symmetric) - 1.5 * (x + y)) < 0.03, "\(a) \(b)")
          if let skew = cell.skew {
            #expect(abs(Double(block.inputs[(layout.beside + skew) * 16 + column]) - 1.5 * (x - y)) < 0.03)
          }
        }
        #expect(abs(exp(2 * block.inputs[column] + 5) / Float(length) - 1) < 1e-4)
      }
    }
  }

  @Test(arguments: [30, 601, 2000]) func kernelEqualsTheForwardPassOfTraining(length: Int) throws {
    let weights = try InfoNetWeights.load()
    let set = Paths.variables(length: length, seed: UInt64(length))
    let variables = try MomentVariables(set, sampling: .path)
    let kernel = MomentKernel(weights.network, values: weights.values)
    let block = MomentBlock(
      columns: variables, layout: kernel.layout, least: 0, isList: false, room: kernel.room)
    block.load(0..<set.count)
    let tape = Tape<Float>(parameterCount: weights.values.count)
    for row in 0..<set.count {
      block.meet(variables, row: row)
      kernel.corrections(block.inputs, room: block.room, into: block.corrections)
      for column in 0..<set.count {
        tape.begin(parameters: weights.values, recording: false)
        let inputs = tape.constant(rows: 1, columns: kernel.layout.inputs) { buffer in
          for index in 0..<buffer.count { buffer[index] = block.inputs[index * 16 + column] }
        }
        let expected = tape.values(weights.network(inputs, tables: 0, on: tape).correction)[0]
        #expect(abs(block.corrections[column] - expected) < 2e-5 * max(1, abs(expected)))
      }
    }
  }

  @Test func operationsHaveTheirGradients() {
    let fault = gradientFaults([(3, 5), (3, 5), (3, 5), (3, 5)], range: -4...4) { tape, x in
      tape.orbit(x[0], x[1], x[2], x[3])
    }
    #expect(fault == nil, "orbit: \(fault ?? "")")
    let swish = gradientFaults([(4, 7)], range: -5...5) { $0.swish($1[0]) }
    #expect(swish == nil, "swish: \(swish ?? "")")
    let product = gradientFaults([(4, 7), (4, 7)], range: -1...1) { $0.product($1[0], $1[1]) }
    #expect(product == nil, "product: \(product ?? "")")
    let rows = gradientFaults([(6, 3)], range: -1...1) { $0.rows($1[0], 2..<5) }
    #expect(rows == nil, "rows: \(rows ?? "")")
    let layout = MomentLayout(degree: 4)
    let joined = gradientFaults([(3, 16)], range: -1...1) { $0.joined($1[0], layout) }
    #expect(joined == nil, "joined: \(joined ?? "")")
  }

  @Test func gradientOfTheWholeNetwork() throws {
    var configuration = MomentNetwork.Configuration()
    (configuration.degree, configuration.width, configuration.hidden) = (4, 8, 8)
    let network = MomentNetwork(configuration, seed: 3)
    var generator = SeededGenerator(seed: 12)
    let start = network.parameters.values.map { Double($0) + 0.02 * generator.normal() }
    let inputs = (0..<(3 * network.layout.inputs)).map { _ in generator.normal() }
    let fresh = (0..<(3 * network.layout.moments)).map { _ in 0.3 * generator.normal() }
    let tape = Tape<Double>(parameterCount: start.count)
    func loss(_ values: [Double]) throws -> Tape<Double>.Variable {
      tape.begin(exactParameters: values)
      let output = network(tape.input(rows: 3, columns: network.layout.inputs, inputs), on: tape)
      let coefficients = try #require(output.coefficients)
      let dual = network.dual(
        coefficients, moments: tape.input(rows: 3, columns: network.layout.moments, fresh), on: tape)
      return tape.add(
        tape.weightedSum(dual, weights: [1, -2, 0.5]),
        tape.weightedSquaredError(output.correction, targets: [0.3, 0.1, 0], weights: [2, 3, 1]))
    }
    tape.backward(try loss(start))
    let analytic = Array(tape.parameterGradients)
    for _ in 0..<5 {
      let direction = start.map { _ in generator.normal() }
      let step = 1e-6
      let above = tape.values(try loss(zip(start, direction).map { $0 + step * $1 }))[0]
      let below = tape.values(try loss(zip(start, direction).map { $0 - step * $1 }))[0]
      let exact = zip(analytic, direction).reduce(0) { $0 + $1.0 * $1.1 }
      let numeric = (above - below) / (2 * step)
      #expect(abs(numeric - exact) < 1e-5 * max(1, abs(exact)))
    }
  }

  /// log E exp θ over a fine grid, by sums of cosines in double precision.
  @Test func dualIsThatOfTheTable() throws {
    var configuration = MomentNetwork.Configuration()
    (configuration.degree, configuration.width, configuration.hidden) = (4, 8, 8)
    let network = MomentNetwork(configuration, seed: 3)
    var generator = SeededGenerator(seed: 13)
    let c = (0..<16).map { _ in 0.3 * generator.normal() }
    let m = (0..<16).map { _ in 0.3 * generator.normal() }
    let tape = Tape<Double>(parameterCount: network.parameters.count)
    tape.begin(exactParameters: [])
    let dual = network.dual(
      tape.input(rows: 1, columns: 16, c), moments: tape.input(rows: 1, columns: 16, m), on: tape)
    var sum = 0.0
    let side = 200
    for i in 0..<side {
      for j in 0..<side {
        var theta = 0.0
        for a in 0..<4 {
          for b in 0..<4 {
            let u = cos(.pi * Double(a + 1) * (Double(i) + 0.5) / Double(side))
            let v = cos(.pi * Double(b + 1) * (Double(j) + 0.5) / Double(side))
            theta += 2 * c[a * 4 + b] * u * v
          }
        }
        sum += exp(theta)
      }
    }
    let expected = zip(c, m).reduce(0) { $0 + $1.0 * $1.1 } - log(sum / Double(side * side))
    #expect(abs(tape.values(dual)[0] - expected) < 1e-6)
  }
}

/// What is wrong with the gradients of an operation; nil: nothing.
private func gradientFaults(
  _ shapes: [(rows: Int, columns: Int)], range: ClosedRange<Double>,
  _ build: (Tape<Double>, [Tape<Double>.Variable]) -> Tape<Double>.Variable
) -> String? {
  (1...3).compactMap { gradientFault(shapes, seed: UInt64($0), range: range, build) }.first
}
