import CKernels
import Foundation
import LinearAlgebra
import MutualInformation
import Testing

@testable import InfoNet

@Suite struct InputTests {
  private let side = 32

  @Test(arguments: [1, 2, 7, 300]) func histogramAgainstBruteForce(count: Int) {
    var generator = SeededGenerator(seed: UInt64(count))
    let x = (0..<count).map { _ in UInt8.random(in: 0..<64, using: &generator) }
    let y = (0..<count).map { _ in UInt8.random(in: 0..<64, using: &generator) }
    var counters = [UInt32](repeating: 7, count: PairInput.counters)
    var cells = [Int32](repeating: 0, count: PairInput.cells)
    ck_rank_histogram(x, y, count, &counters, &cells)
    // A point in the middle of its level, shared by linear B-splines between the nearest cells' middles.
    var expected = [Double](repeating: 0, count: PairInput.cells)
    for (a, b) in zip(x, y) {
      func shares(_ level: UInt8) -> [(Int, Double)] {
        let position = (Double(level) + 0.5) / 2 - 0.5
        let low = Int(position.rounded(.down))
        let share = position - Double(low)
        return [(max(low, 0), 1 - share), (min(low + 1, side - 1), share)]
      }
      for (i, p) in shares(a) { for (j, q) in shares(b) { expected[i * side + j] += 16 * p * q } }
    }
    #expect(cells.map(Double.init) == expected)
    #expect(cells.reduce(0, +) == Int32(16 * count))
  }

  @Test(arguments: 0..<12) func allEightFormsOfATableAreReadAsOne(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    var table = (0..<PairInput.cells).map { _ in Int32.random(in: 0..<(seed < 3 ? 2 : 50), using: &generator)
    }
    if seed >= 8 {
      // Tables that are their own transpose or reversal: the moments tie.
      let first = table
      for i in 0..<side {
        for j in 0..<side {
          let other = seed < 10 ? j * side + i : (side - 1 - i) * side + side - 1 - j
          table[i * side + j] = first[i * side + j] + first[other]
        }
      }
    }
    var seen: Set<[Float]> = []
    for form in 0..<8 {
      var turned = [Float](repeating: 0, count: PairInput.cells)
      ck_oriented(table, Int32(form), 1, &turned)
      let cells = turned.map { Int32($0) }
      var read = [Float](repeating: 0, count: PairInput.cells)
      ck_oriented(cells, ck_orientation(cells), 1, &read)
      seen.insert(read)
    }
    #expect(seen.count == 1)
  }

  @Test func stripsAgainstBruteForce() {
    var generator = SeededGenerator(seed: 2)
    for n in [4, 9, 16, 17, 33, 400] {
      let order = (0..<Int32(n)).shuffled(using: &generator)
      var doubled = (0..<Int32(n)).map { 2 * $0 + 2 }.shuffled(using: &generator)
      if n == 33 { for i in 0..<20 { doubled[i] = 21 } }  // ties
      var room = [Int32](repeating: 0, count: PairInput.room(length: n))
      let value = Double(ck_strip_information(order, doubled, n, &room))
      var sum = 0.0
      for i in 0..<n {
        var differences: [Double] = []
        for other in max(0, i - 8)..<min(n, i + 9) where other != i {
          differences.append(abs(Double(doubled[Int(order[other])] - doubled[Int(order[i])])))
        }
        differences.sort()
        // Where fewer than three neighbours exist, the third is outside, very far.
        sum += log(max(differences.count > 2 ? differences[2] : Double(1 << 29), 1)) / Double(n)
      }
      let expected = digamma(3) - digamma(17) + log(Double(n)) - sum
      if n >= 9 { #expect(abs(value - expected) < 1e-4, "n = \(n): \(value), \(expected)") }
      #expect(value.isFinite)
    }
  }

  @Test(arguments: [0.0, 0.6, 0.9, 0.99]) func stripsComeNearMutualInformation(correlation: Double) throws {
    var generator = SeededGenerator(seed: 21)
    let x = (0..<2000).map { _ in Float(generator.normal()) }
    let y = x.map {
      Float(correlation) * $0 + Float((1 - correlation * correlation).squareRoot() * generator.normal())
    }
    var room = [Int32](repeating: 0, count: PairInput.room(length: 2000))
    let value = Double(try ck_strip_information(Ranks(x).order, Ranks(y).doubled, 2000, &room))
    #expect(abs(value + 0.5 * log(1 - correlation * correlation)) < 0.12)
  }

  @Test func distanceKeepsItsDigitsNearOne() {
    var generator = SeededGenerator(seed: 3)
    let a = (0..<1000).map { _ in Float(generator.normal() / 1000.0.squareRoot()) }
    let b = a.map { $0 + 1e-5 * Float(generator.normal()) }
    let exact = zip(a, b).reduce(0.0) { $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1)) }
    #expect(abs(Double(ck_distance(a, b, 1000)) / exact - 1) < 1e-6)
    #expect(ck_distance(a, b, 1000) == ck_distance(b, a, 1000))
    #expect(ck_distance(a, b.map { -$0 }, 1000) == ck_distance(a, b, 1000))
  }
}
