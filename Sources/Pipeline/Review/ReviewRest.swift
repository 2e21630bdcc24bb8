/// Collects the mutual information of the tracks outside of the matrix while the run has it in hand.
struct ReviewRest {
  private let isWanted: Bool
  private var values: [Float] = []
  private var isTooMuch = false

  init(isWanted: Bool) { self.isWanted = isWanted }

  /// Adds the rows of some tracks.
  mutating func append(_ rows: [Float]) {
    guard isWanted, !isTooMuch else { return }
    guard values.count + rows.count <= RemainderMatrix.limit else {
      (isTooMuch, values) = (true, [])
      return
    }
    values += rows
  }

  /// All rows; nil where there are none, or too many to keep.
  func matrix(columns: Int) -> RemainderMatrix? { RemainderMatrix(values: values, columns: columns) }
}
