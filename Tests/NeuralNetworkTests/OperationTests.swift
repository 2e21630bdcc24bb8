import Foundation
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
    let w = 1 / (1 + exp(1 / 2.0.squareRoot()))
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

}
