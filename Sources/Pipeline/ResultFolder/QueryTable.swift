public import Support

/// query.csv: the mutual information of one track with every other moving track.
public struct QueryTable: ResultPart, Equatable {
  public static let files = ["query.csv"]
  public static let remedy = "run track-seg with `query`"
  private static let header = ["track_id", "mi"]

  /// The other tracks.
  public let trackIDs: [Int64]
  /// Mutual information with each of them, in nats.
  public let values: [Float]

  /// The values of some tracks; the track `query` itself is left out.
  public init(query: Int64, trackIDs: [Int64], values: [Float]) {
    let others = zip(trackIDs, values).filter { $0.0 != query }
    (self.trackIDs, self.values) = (others.map(\.0), others.map(\.1))
  }

  public func write(to folder: OutputFolder) throws {
    var table = CSVTable(Self.header)
    for (id, value) in zip(trackIDs, values) { table.add(["\(id)", "\(value)"]) }
    try folder.write(Array(table.text.utf8), to: Self.files[0])
  }

  public init(from folder: ResultFolder) throws {
    let table = try CSVTable(path: folder.file(Self.files[0]))
    trackIDs = try table.column(Self.header[0], as: Int64.self)
    values = try table.column(Self.header[1], as: Float.self)
  }
}
