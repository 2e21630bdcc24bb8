extension Tape {
  /// The sum of the losses of groups of examples that follow one another, 1 × 1; 0 without examples.
  public func sum<Example>(
    inGroupsOf size: Int, of examples: [Example], _ loss: ([Example]) -> Variable
  ) -> Variable {
    var total: Variable?
    for first in stride(from: 0, to: examples.count, by: size) {
      let part = loss(Array(examples[first..<min(first + size, examples.count)]))
      total = total.map { add($0, part) } ?? part
    }
    return total ?? constant(rows: 1, columns: 1) { $0[0] = 0 }
  }
}
