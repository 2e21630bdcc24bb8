extension Tape {
  /// Σ of the losses of groups of `size` examples that follow one another; 0 without examples. → 1 × 1.
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
