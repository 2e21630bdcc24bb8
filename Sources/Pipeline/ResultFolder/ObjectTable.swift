public import Support

/// objects.csv: where each object is in each frame in which a track of it is observed, and whether it moves on its own.
public struct ObjectTable: ResultPart, Equatable {
  public static let files = ["objects.csv"]
  private static let header = ["object", "frame", "n_tracks", "x", "y", "width", "height", "moving"]

  /// One object in one frame.
  public struct Row: Sendable, Equatable {
    /// The label, from 1.
    public var object: Int
    /// From 0, as in tracks.csv.
    public var frame: Int
    /// Tracks of the object that are observed and visible in the frame.
    public var trackCount: Int
    /// The mean of their places, in pixels.
    public var x: Double
    public var y: Double
    /// What they span, in pixels.
    public var width: Double
    public var height: Double
    /// Whether it moves against the background; nil: not known.
    public var isMoving: Bool?
  }

  /// By object, then by frame.
  public let rows: [Row]

  public init(rows: [Row]) { self.rows = rows }

  public func write(to folder: OutputFolder) throws {
    var table = CSVTable(Self.header)
    for row in rows {
      table.add([
        "\(row.object)", "\(row.frame)", "\(row.trackCount)", "\(row.x)", "\(row.y)", "\(row.width)",
        "\(row.height)", row.isMoving.map { $0 ? "yes" : "no" } ?? "",
      ])
    }
    try folder.write(Array(table.text.utf8), to: Self.files[0])
  }
}

extension ObjectTable {
  public init(from folder: ResultFolder) throws {
    let path = folder.file(Self.files[0])
    let table = try CSVTable(path: path)
    let counts = try ["object", "frame", "n_tracks"].map { try table.column($0, as: Int.self) }
    let places = try ["x", "y", "width", "height"].map { try table.column($0, as: Double.self) }
    let moving = try table.column("moving").enumerated().map { row, text -> Bool? in
      switch text {
      case "yes": return true
      case "no": return false
      case "": return nil
      default:
        throw CSVError(
          "\(path): row \(row + 1) has “\(text)” in the column moving; expected yes, no or nothing")
      }
    }
    rows = moving.indices.map {
      Row(
        object: counts[0][$0], frame: counts[1][$0], trackCount: counts[2][$0], x: places[0][$0],
        y: places[1][$0], width: places[2][$0], height: places[3][$0], isMoving: moving[$0])
    }
  }
}
