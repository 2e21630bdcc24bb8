/// The index page of a batch: a table of its sequences, failures first.
public struct BatchPage: Codable, Sendable {
  /// One sequence.
  public struct Row: Codable, Sendable {
    /// The name of the sequence.
    public var name: String
    /// The folder of its page, relative to the batch's; nil: it has no page.
    public var page: String?
    /// A small picture, relative to the batch's folder; nil: it has none.
    public var thumbnail: String?
    /// Why the sequence failed; nil: it did not.
    public var error: String?
    /// Number of frames.
    public var frames: Int?
    /// Number of tracks of the file.
    public var tracks: Int?
    /// Number of tracks that passed the filter.
    public var kept: Int?
    /// Number of objects.
    public var objects: Int?
    /// Scores against the truth, in [0, 1]; nil: there is none.
    public var averagePrecision: Double?
    /// In [−1, 1].
    public var adjustedRandIndex: Double?
    /// Mean J of the masks, in [0, 1].
    public var maskIou: Double?
    /// Wall-clock time of the run.
    public var seconds: Double?

    public init(name: String) { self.name = name }
  }

  /// The name of the batch.
  public var title: String
  /// Version of the program.
  public var version: String
  /// One row per sequence.
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
