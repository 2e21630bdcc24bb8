/// A table in Markdown.
public struct MarkdownTable: Sendable {
  private let columns: Int
  /// The table's lines so far.
  public private(set) var text: String

  /// An empty table; the first `names` columns hold text, the others numbers, which are aligned to the right.
  public init(_ header: [String], names: Int = 1) {
    columns = header.count
    text = Self.line(header) + "|"
    for column in header.indices { text += column < names ? "---|" : "---:|" }
    text += "\n"
  }

  /// Appends a row of one cell per column.
  public mutating func add(_ cells: [String]) {
    precondition(cells.count == columns, "\(cells.count) cells in a table of \(columns) columns")
    text += Self.line(cells)
  }

  /// A bar inside of a cell would end it.
  private static func line(_ cells: [String]) -> String {
    "| "
      + cells.map { $0.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") }
      .joined(separator: " | ") + " |\n"
  }
}
