/// A table in Markdown: the first column names, the others numbers.
struct MarkdownTable {
  private let columns: Int
  private(set) var text: String

  /// `names` columns of text come first, the rest is aligned as numbers.
  init(_ header: [String], names: Int = 1) {
    columns = header.count
    text = "| " + header.joined(separator: " | ") + " |\n|"
    for index in header.indices { text += index < names ? "---|" : "---:|" }
    text += "\n"
  }

  mutating func add(_ cells: [String]) {
    precondition(cells.count == columns, "\(cells.count) cells in a table of \(columns) columns")
    text += "| " + cells.joined(separator: " | ") + " |\n"
  }
}

/// Mean and standard deviation of a few numbers; the deviation of one number is 0.
struct Spread {
  let mean: Double
  let deviation: Double

  init(_ values: [Double]) {
    let count = Double(max(values.count, 1))
    let mean = values.reduce(0, +) / count
    self.mean = mean
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    deviation = values.count > 1 ? (squares / (count - 1)).squareRoot() : 0
  }
}
