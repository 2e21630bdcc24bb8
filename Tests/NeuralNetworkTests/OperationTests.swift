import LinearAlgebra
import NeuralNetwork
import Testing

@Suite struct OperationTests {
  @Test func attentionAgainstTheFormula() {
    let tape = Tape<Double>(parameterCount: 1)
    tape.begin(exactParameters: [])
    let q = tape.input(rows: 1, columns: 2, [1, 2])
    let k = tape.input(rows: 2, columns: 2, [1, 0, 0, 1])
    let v = tape.input(rows: 2, columns: 2, [3, 5, 7, 11])
    let y = Array(tape.values(tape.attention(query: q, key: k, value: v, batch: 1, heads: 1)))
    // softmax(1/√2, 2/√2)
    let w = 1 / (1 + Double.exponential(1 / 2.0.squareRoot()))
    #expect(abs(y[0] - (3 * w + 7 * (1 - w))) < 1e-12)
    #expect(abs(y[1] - (5 * w + 11 * (1 - w))) < 1e-12)
  }

  @Test func keysThatDoNotCountChangeNothing() {
    let tape = Tape<Double>(parameterCount: 1)
    func attend(_ last: Double) -> [Double] {
      tape.begin(exactParameters: [])
      let q = tape.input(rows: 2, columns: 2, [1, 2, -1, 0.5])
      let k = tape.input(rows: 3, columns: 2, [1, 0, 0, 1, last, last])
      return Array(tape.values(tape.attention(query: q, key: k, value: k, batch: 1, heads: 1, valid: [2])))
    }
    #expect(attend(0) == attend(1000))
  }

  @Test func dualOfAUniformTableIsZeroAndOfTheTrueRatioIsMI() {
    let tape = Tape<Double>(parameterCount: 1)
    tape.begin(exactParameters: [])
    let h: [Double] = [0.4, 0.1, 0.1, 0.4]
    let flat = tape.input(rows: 1, columns: 4, [2, 2, 2, 2])
    let best = tape.input(rows: 1, columns: 4, h.map { logarithm(4 * $0) })
    let histogram = tape.input(rows: 1, columns: 4, h)
    #expect(abs(tape.values(tape.dual(table: flat, histogram: histogram))[0]) < 1e-12)
    let information = h.reduce(0) { $0 + $1 * logarithm(4 * $1) }
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
    #expect(abs(smooth[10 * 20 + 12] / smooth[10 * 20 + 10] - Double.exponential(-4 / 18.0)) < 1e-12)
  }

  @Test func softRanksTendToRanks() {
    let tape = Tape<Double>(parameterCount: 1)
    tape.begin(exactParameters: [])
    let x = tape.input(rows: 1, columns: 5, [0.3, -2, 5, 1, 0.9])
    let soft = Array(tape.values(tape.softRanks(x, temperature: 1e-3)))
    #expect(zip(soft, [0.3, 0.1, 0.9, 0.7, 0.5]).allSatisfy { abs($0 - $1) < 1e-9 })
  }

  @Test func lookUpReadsNodesAndMiddles() {
    let tape = Tape<Double>(parameterCount: 1)
    tape.begin(exactParameters: [])
    let table = tape.input(rows: 1, columns: 4, [1, 2, 3, 5])
    let u = tape.input(rows: 1, columns: 4, [0.25, 0.75, 0.5, 0])
    let v = tape.input(rows: 1, columns: 4, [0.25, 0.25, 0.5, 1])
    #expect(Array(tape.values(tape.lookedUp(table, side: 2, u: u, v: v))) == [1, 3, 2.75, 2])
  }
}

/// log x by Newton's method on the library's exponential, so that the test needs no other.
private func logarithm(_ x: Double) -> Double {
  var y = 0.0
  for _ in 0..<60 { y += 2 * (x - Double.exponential(y)) / (x + Double.exponential(y)) }
  return y
}
