internal import Pipeline
public import Report
public import Support

/// What an experiment found: tables, figures and what they say in a sentence each.
public struct SuiteReport: Sendable {
  /// A figure and the name of its files.
  public struct Figure: Sendable {
    public let name: String
    public let plot: LinePlot

    public init(name: String, plot: LinePlot) {
      self.name = name
      self.plot = plot
    }
  }

  /// As on the command line.
  public let name: String
  public let title: String
  /// What was done, in a paragraph.
  public let method: String
  /// Markdown.
  public let tables: String
  public let csv: String
  /// Computed from the numbers: who is ahead, and by how much.
  public let findings: [String]
  public let figures: [Figure]

  public init(
    name: String, title: String, method: String, tables: String, csv: String, findings: [String],
    figures: [Figure] = []
  ) {
    self.name = name
    self.title = title
    self.method = method
    self.tables = tables
    self.csv = csv
    self.findings = findings
    self.figures = figures
  }

  /// A section of Documentation/results.md; `command` is what made it.
  public func section(command: String) -> String {
    var text = "## \(title)\n\n\(method)\n\n    \(command)\n\n\(tables)"
    if !findings.isEmpty { text += "\n" + findings.map { "- \($0)\n" }.joined() }
    return text
  }
}

/// An experiment with known truth.
public protocol Suite: Sendable {
  /// Runs to the end, or throws `RunError` (interrupted) where the observer asks for it.
  func run(_ observer: any RunObserver) throws -> SuiteReport
}
