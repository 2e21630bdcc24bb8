import Foundation
import LinearAlgebra
import MutualInformation
import Testing

@Suite struct RanksTests {
  @Test func tiesShareTheirAverageRank() throws {
    let ranks = try Ranks([3, -1, 3, 0, -0.0, 7] as [Float])
    #expect(ranks.averageRanks == [4.5, 1, 4.5, 2.5, 2.5, 6])
    #expect(ranks.tiedCount == 4)
    #expect(ranks.order == [1, 3, 4, 0, 2, 5])
    #expect(!ranks.isConstant)
  }

  @Test func doublesAreRankedInDoublePrecision() throws {
    // 2⁶⁰ + 2⁹ is the next double; in single precision all three are equal.
    let ranks = try Ranks([0x1p60 + 512, 0x1p60, 0x1p60 + 512, -0.0, 0] as [Double])
    #expect(ranks.averageRanks == [4.5, 3, 4.5, 1.5, 1.5])
    #expect(ranks.order == [3, 4, 1, 0, 2])
    let error = #expect(throws: MutualInformationError.self) { _ = try Ranks([1, .nan] as [Double]) }
    #expect(error?.code == .nonFiniteValue)
  }

  @Test func repeatedValuesAreCounted() throws {
    let set = Observations(count: 2, dimension: 1, length: 5, values: [1, 2, 2, 2, 3, 1, 1, 2, 2, 0])
    #expect(try TiedValues(set, variable: 0) == TiedValues(set.selecting([0]), variable: 0))
    let counts = try TiedValues(set, variable: 0)
    #expect(counts.tied == 3 && counts.largest == 3 && counts.isCoarse && !counts.isConstant)
    #expect(try TiedValues(set, variable: 1).tied == 4)
  }

  @Test(arguments: [0, 1, 2, 255, 256, 257, 5000]) func equalsSorting(length: Int) throws {
    var generator = SeededGenerator(seed: UInt64(length))
    for scale in [1e-30, 1, 40, 1e30] {
      let values = (0..<length).map { _ in Float(generator.normal() * scale) }
      let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
      #expect(try Ranks(values).order == order.map { Int32($0) })
    }
  }

  @Test func extremesKeepTheirOrder() throws {
    let values: [Float] = [
      .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 0,
      1, -1,
    ]
    #expect(try Ranks(values).averageRanks == [7, 1, 5, 3, 4, 6, 2])
  }

  @Test func constantsAndNothing() throws {
    #expect(try Ranks([2, 2, 2] as [Float]).isConstant)
    #expect(try Ranks([2] as [Float]).averageRanks == [1])
    #expect(try Ranks([] as [Float]).isConstant)
    #expect(try !Ranks([1, 1, 2, 2] as [Float]).isConstant)
    #expect(throws: MutualInformationError.self) { _ = try Ranks([1, .nan] as [Float]) }
  }

  @Test func uniformsAreCentred() throws {
    #expect(try Ranks([5, 1, 3, 9] as [Float]).uniform == [0.625, 0.125, 0.375, 0.875])
  }
}

@Suite struct EffectiveSampleSizeTests {
  /// For AR(1) paths ρ(k) = φᵏ, so the sum is φ² / (1 − φ²) and T_eff / T = (1 − φ²) / (1 + φ²), for ranks nearly so.
  @Test(arguments: [0.0, 0.5, 0.8]) func autoregressivePaths(phi: Double) throws {
    var generator = SeededGenerator(seed: 5)
    let length = 3000
    let values = (0..<20).flatMap { _ -> [Float] in
      var state = generator.normal() / (1 - phi * phi).squareRoot()
      return (0..<length).map { _ in
        state = phi * state + generator.normal()
        return Float(state)
      }
    }
    let sizes = try EffectiveSampleSize(Observations(count: 20, dimension: 1, length: length, values: values))
    var sum = 0.0
    for i in 0..<20 {
      for j in 0..<20 where i != j { sum += sizes.pair(i, j) }
    }
    let expected = Double(length) * (1 - phi * phi) / (1 + phi * phi)
    #expect(abs(sum / 380 / expected - 1) < 0.15, "\(sum / 380) against \(expected)")
  }

  @Test func clippedAndSymmetric() throws {
    let ramp = Observations(count: 2, dimension: 1, length: 600, values: (0..<1200).map { Float($0 % 600) })
    let sizes = try EffectiveSampleSize(ramp)
    #expect(sizes.lags == 200)
    #expect(sizes.pair(0, 1) == sizes.pair(1, 0))
    #expect(sizes.pair(0, 1) >= 3 && sizes.pair(0, 1) < 10)
    // Alternating signs against a slow path: the sum may fall below −½, and the size stays T.
    let mixed = Observations(
      count: 2, dimension: 1, length: 60, values: (0..<60).map { Float($0 % 2) } + (0..<60).map { Float($0) })
    let size = try EffectiveSampleSize(mixed).pair(0, 1)
    #expect(size >= 3 && size <= 60)
    let constant = Samples.one([Float](repeating: 1, count: 50))
    #expect(try EffectiveSampleSize(constant).pair(0, 0) == 50)
    #expect(try EffectiveSampleSize(Samples.one([1, 2])).pair(0, 0) == 2)
  }

  @Test func pairsOfTracksAreAveragedOverSlices() throws {
    let tracks = Samples.tracks(count: 6, length: 90, seed: 3)
    let (x, y) = (tracks.selecting([0, 1, 2]), tracks.selecting([3, 4, 5]))
    func axis(_ set: Observations, _ coordinate: Int) throws -> EffectiveSampleSize {
      let values = (0..<3).flatMap { set.values[set.range(variable: $0, coordinate: coordinate)] }
      return try EffectiveSampleSize(Observations(count: 3, dimension: 1, length: 90, values: values))
    }
    let sizes = try PairwiseEngine(slicing: Slicing(.axis)).effectiveSampleSizes(x: x, y: y)
    for pair in 0..<3 {
      let expected = try (0..<2).map { try axis(x, $0).pair(pair, axis(y, $0), pair) }.reduce(0, +) / 2
      #expect(abs(sizes[pair] - expected) < 1e-9)
    }
    for kind in Slicing.Kind.allCases {
      let sizes = try PairwiseEngine(slicing: Slicing(kind)).effectiveSampleSizes(x: x, y: y)
      #expect(sizes.allSatisfy { $0 >= 3 && $0 <= 90 })
    }
  }

  @Test func severalCoordinatesAreRefused() {
    let error = #expect(throws: MutualInformationError.self) {
      _ = try EffectiveSampleSize(Samples.one([1, 2, 3, 4], dimension: 2))
    }
    #expect(error?.code == .shapeMismatch)
  }
}

@Suite struct ChannelCombinationTests {
  @Test func channelsWeighTheSameAndStayInNats() {
    let a = SymmetricMatrix(count: 3, elements: [9, 1, 2, 1, 9, 3, 2, 3, 9])  // off-diagonal mean 2
    let b = SymmetricMatrix(count: 3, elements: [5, 10, 10, 10, 5, 40, 10, 40, 5])  // 20
    let combination = ChannelCombination([a, b])
    #expect(combination.weights == [2.75, 0.275])
    let sum = combination.combine([a, b])
    #expect(sum.elements == [26.125, 5.5, 8.25, 5.5, 26.125, 19.25, 8.25, 19.25, 26.125])
    // The mean of the combination is the mean of the channels' means.
    #expect(abs(sum.offDiagonalMean - 11) < 1e-6)
    #expect(combination.combine([[2, 4], [20, 0]]) == [11, 11])
    #expect(ChannelCombination([a]).weights == [1])
  }

  @Test func channelsWithoutDependenceAreLeftOut() {
    let nothing = SymmetricMatrix(count: 2, elements: [1, -0.5, -0.5, 1])
    let some = SymmetricMatrix(count: 2, elements: [1, 0.5, 0.5, 1])
    #expect(ChannelCombination([nothing, some]).weights == [0, 1])
    #expect(ChannelCombination([SymmetricMatrix(count: 1)]).weights == [0])
    #expect(ChannelCombination([]).combine([SymmetricMatrix]()).count == 0)
  }
}
