/// The index page of a batch: a table of its sequences, failures first.
public struct BatchPage: Codable, Sendable {
  /// One sequence.
  public struct Row: Codable, Sendable {
    public var name: String
    /// The folder of its page, relative to the batch's; nil: it has no page.
    public var page: String?
    public var thumbnail: String?
    public var error: String?
    public var frames: Int?
    public var tracks: Int?
    public var kept: Int?
    public var objects: Int?
    public var averagePrecision: Double?
    public var adjustedRandIndex: Double?
    public var maskIou: Double?
    public var seconds: Double?

    public init(name: String) { self.name = name }
  }

  public var title: String
  public var version: String
  public var rows: [Row]

  public init(title: String, version: String, rows: [Row]) {
    self.title = title
    self.version = version
    self.rows = rows
  }

  /// The page's bytes; equal values give equal bytes.
  public func html() throws -> [UInt8] {
    let facts = PageTemplate.Element(
      id: "facts", type: "application/json", text: try SafeJSON.encode(self))
    return PageTemplate.page(.batch, elements: [facts])
  }
}
