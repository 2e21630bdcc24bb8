import LinearAlgebra
import NeuralNetwork
import Testing

@Suite struct GradientTests {
  /// Random extents for repetition `seed`.
  private func extents(_ seed: UInt64, _ ranges: ClosedRange<Int>...) -> [Int] {
    var generator = SeededGenerator(seed: seed, stream: 9)
    return ranges.map { Int.random(in: $0, using: &generator) }
  }

  @Test(arguments: UInt64(1)...4) func linear(seed: UInt64) {
    let e = extents(seed, 1...7, 1...6, 1...5)
    checkGradients([(e[0], e[1]), (e[1], e[2]), (1, e[2])], seed: seed) { $0.linear($1[0], $1[1], $1[2]) }
    checkGradients([(e[0], e[1]), (e[1], e[2])], seed: seed) { $0.linear($1[0], $1[1], nil) }
  }

  @Test(arguments: UInt64(1)...4) func layerNorm(seed: UInt64) {
    let e = extents(seed, 1...5, 3...37)
    checkGradients([(e[0], e[1]), (1, e[1]), (1, e[1])], seed: seed) {
      $0.layerNorm($1[0], gain: $1[1], shift: $1[2])
    }
  }

  @Test(arguments: UInt64(1)...4) func selfAndCrossAttention(seed: UInt64) {
    let e = extents(seed, 1...3, 1...3, 1...4, 1...6, 2...7)
    let (batch, heads, d, nq, nk) = (e[0], e[1], e[2], e[3], e[4])
    let width = heads * d
    checkGradients([(batch * nq, width), (batch * nk, width), (batch * nk, width)], seed: seed) {
      $0.attention(query: $1[0], key: $1[1], value: $1[2], batch: batch, heads: heads)
    }
    // One variable for all three, and keys that do not count.
    let valid = (0..<batch).map { 1 + ($0 + Int(seed)) % nk }
    checkGradients([(batch * nk, width)], seed: seed) {
      $0.attention(query: $1[0], key: $1[0], value: $1[0], batch: batch, heads: heads, valid: valid)
    }
  }

  @Test(arguments: UInt64(1)...3) func elementWise(seed: UInt64) {
    let e = extents(seed, 1...5, 1...20)
    checkGradients([(e[0], e[1])], seed: seed, range: -4...4) { $0.gelu($1[0]) }
    checkGradients([(e[0], e[1]), (e[0], e[1])], seed: seed) { $0.add($1[0], $1[1]) }
    checkGradients([(e[0], e[1]), (e[0], e[1])], seed: seed) { $0.rowProducts($1[0], $1[1]) }
    checkGradients([(e[0], e[1])], seed: seed) { $0.add($1[0], $1[0]) }
  }

  @Test(arguments: UInt64(1)...3) func shapesAndBlocks(seed: UInt64) {
    let e = extents(seed, 1...4, 1...5, 1...6)
    let (batch, n, width) = (e[0], e[1], e[2])
    checkGradients([(batch * n, width), (n, width)], seed: seed) { $0.addRepeated($1[0], $1[1]) }
    checkGradients([(n, width)], seed: seed) { $0.repeated($1[0], times: batch) }
    checkGradients([(batch * n, width), (batch, width)], seed: seed) { $0.addToBlocks($1[0], $1[1]) }
    checkGradients([(batch * n, width)], seed: seed) { $0.meanOfBlocks($1[0], batch: batch) }
    checkGradients([(n, width), (n, 3), (n, 1)], seed: seed) { $0.concatenated($1) }
    let indices = (0..<(n * width)).reversed().map { Int32($0) } + [0, 0]
    checkGradients([(batch, n * width)], seed: seed) {
      $0.rearranged($1[0], indices: indices, batch: batch, columns: n * width + 2)
    }
  }

  @Test(arguments: UInt64(1)...3) func softplusAndColumns(seed: UInt64) {
    let e = extents(seed, 1...5, 3...9)
    checkGradients([(e[0], e[1])], seed: seed, range: -6...6) { $0.softplus($1[0]) }
    checkGradients([(e[0], e[1])], seed: seed) { $0.columns($1[0], 1..<(e[1] - 1)) }
  }

  @Test(arguments: UInt64(1)...3) func pinball(seed: UInt64) {
    let e = extents(seed, 1...6, 1...6)
    let count = e[0] * e[1]
    // Away from the kinks: targets are outside the range of x, on both sides.
    checkGradients([(e[0], e[1])], seed: seed) {
      $0.pinball(
        $1[0], targets: (0..<count).map { $0 % 2 == 0 ? 2 : -2 },
        levels: (0..<count).map { Double($0 + 1) / Double(count + 1) },
        weights: (0..<count).map { 1 + Double($0) })
    }
  }

  @Test func pinballIsLeastAtTheQuantile() {
    let targets = (0..<101).map { Double($0) }
    func loss(_ guess: Double, _ level: Double) -> Double {
      let tape = Tape<Double>(parameterCount: 1)
      tape.begin(exactParameters: [])
      let x = tape.input(rows: 101, columns: 1, [Double](repeating: guess, count: 101))
      let ones = [Double](repeating: 1, count: 101)
      return tape.values(
        tape.pinball(x, targets: targets, levels: ones.map { _ in level }, weights: ones))[0]
    }
    for (level, quantile) in [(0.05, 5.0), (0.5, 50), (0.9, 90)] {
      for other in [-3.0, -1, 1, 3] { #expect(loss(quantile, level) < loss(quantile + other, level)) }
    }
  }

  @Test(arguments: UInt64(1)...3) func losses(seed: UInt64) {
    let e = extents(seed, 1...6, 1...6)
    let targets = (0..<(e[0] * e[1])).map { Double($0) / 7 }
    let weights = targets.map { 1 / (1 + $0) }
    checkGradients([(e[0], e[1])], seed: seed) {
      $0.weightedSquaredError($1[0], targets: targets, weights: weights)
    }
  }

  @Test(arguments: UInt64(1)...2) func blocksOfLayers(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var p = Parameters()
    let block = TransformerBlock("b", width: 6, heads: 2, hidden: 5, depth: 2, in: &p, using: &generator)
    let cross = CrossAttentionBlock(
      "c", width: 6, context: 3, heads: 3, hidden: 4, in: &p, using: &generator)
    // Every parameter against central differences.
    let x = (0..<24).map { _ in generator.normal() }
    let context = (0..<30).map { _ in generator.normal() }
    let weights = (0..<24).map { _ in generator.normal() }
    let tape = Tape<Double>(parameterCount: p.count)
    func loss(_ values: [Double]) -> Tape<Double>.Variable {
      tape.begin(exactParameters: values)
      let a = block(tape.input(rows: 4, columns: 6, x), batch: 2, on: tape)
      let c = cross(a, context: tape.input(rows: 10, columns: 3, context), batch: 2, valid: [5, 3], on: tape)
      return tape.weightedSum(c, weights: weights)
    }
    let start = p.values.map(Double.init)
    tape.backward(loss(start))
    let analytic = Array(tape.parameterGradients)
    var worst = 0.0
    for index in stride(from: 0, to: start.count, by: 3) {
      var values = start
      values[index] += 1e-5
      let above = tape.values(loss(values))[0]
      values[index] -= 2e-5
      let numeric = (above - tape.values(loss(values))[0]) / 2e-5
      worst = max(worst, abs(numeric - analytic[index]) / max(1, abs(numeric)))
    }
    #expect(worst < 1e-6)
  }

  @Test func singlePrecisionAgrees() {
    // The loops are compiled from one source for both; the exponential is not.
    var generator = SeededGenerator(seed: 5)
    var p = Parameters()
    let block = TransformerBlock("b", width: 32, heads: 4, hidden: 48, depth: 1, in: &p, using: &generator)
    let x = (0..<(3 * 16 * 32)).map { _ in generator.normal() }
    func run<S: NetworkScalar>(_ type: S.Type) -> ([Double], [Double]) {
      let tape = Tape<S>(parameterCount: p.count)
      tape.begin(parameters: p.values)
      let y = block(tape.input(rows: 48, columns: 32, x.map { S($0) }), batch: 3, on: tape)
      let loss = tape.weightedSum(y, weights: x.map { S($0) })
      tape.backward(loss)
      return (tape.values(y).map { Double($0) }, tape.parameterGradients.map { Double($0) })
    }
    let (single, double) = (run(Float.self), run(Double.self))
    #expect(zip(single.0, double.0).allSatisfy { abs($0 - $1) < 1e-4 })
    #expect(zip(single.1, double.1).allSatisfy { abs($0 - $1) < 1e-3 * max(1, abs($1)) })
  }
}
