internal import Support

/// A table with a row for every track and frame, and named columns: what pandas users, napari, trackpy and TrackMate write, and
/// `export` with the format csv.
struct LongTable: TrackFormat {
  let name = "table"
  let summary =
    "a row for each track and frame, in pixels; also `visible`, `occluded`, `confidence` or `likelihood`; TrackMate's three rows of units are skipped"
  let suffixes = ["csv", "tsv", "txt"]
  let example = "a header with track_id (or particle, id), frame (or t), x and y"

  /// The names of each column, in lower case, the first that a header has counts.
  private static let trackNames = ["track_id", "particle", "trackid", "track", "id"]
  private static let frameNames = ["frame", "t", "frame_id", "frame_idx", "frame_index", "frame_number"]
  private static let xNames = ["x", "position_x", "pos_x", "x_px"]
  private static let yNames = ["y", "position_y", "pos_y", "y_px"]
  private static let visibleNames = ["visible", "visibility"]
  private static let occludedNames = ["occluded", "occlusion"]
  private static let confidenceNames: [(name: String, least: Float)] = [
    ("confidence", 0.5), ("likelihood", 0.6), ("conf", 0.5),
  ]

  /// Where the columns are.
  private struct Columns {
    let track: Int
    let frame: Int
    let x: Int
    let y: Int
    let visible: Int?
    let occluded: Int?
    let confidence: (place: Int, least: Float)?

    init?(_ header: [String]) {
      let names = header.map { $0.lowercased().filter { $0 != " " } }
      func place(_ candidates: [String]) -> Int? {
        candidates.lazy.compactMap { names.firstIndex(of: $0) }.first
      }
      guard let track = place(trackNames), let frame = place(frameNames), let x = place(xNames),
        let y = place(yNames)
      else { return nil }
      (self.track, self.frame, self.x, self.y) = (track, frame, x, y)
      visible = place(visibleNames)
      occluded = visible == nil ? place(occludedNames) : nil
      confidence =
        confidenceNames.lazy.compactMap { entry in
          names.firstIndex(of: entry.name).map { ($0, entry.least) }
        }.first
    }
  }

  /// The separator of a header line, and its columns; nil where it is no such header.
  private static func columns(_ line: String) -> (separator: UInt8, columns: Columns)? {
    for separator: UInt8 in [0x2C, 0x09, 0x3B] {
      guard
        let header = try? CSVTable(text: line, source: "", separator: separator).header,
        let columns = Columns(header)
      else { continue }
      return (separator, columns)
    }
    return nil
  }

  func recognises(_ peek: FilePeek) -> Bool {
    peek.firstLine.map { Self.columns($0) != nil } ?? false
  }

  func read(_ peek: FilePeek, options: TrackReadingOptions) throws -> TrackFile.Contents {
    let bytes = try peek.bytes()
    guard let line = peek.firstLine, let (separator, columns) = Self.columns(line) else {
      throw TracksError(.unknownFormat, "\(peek.path) \(peek.found); expected \(example)")
    }
    let table: CSVTable
    do {
      table = try CSVTable(
        text: String(decoding: bytes, as: UTF8.self), source: peek.path, separator: separator)
    } catch {
      throw TracksError(.damaged, error.message)
    }
    return try contents(table, columns, size: bytes.count, path: peek.path, options: options)
  }

  private func contents(
    _ table: CSVTable, _ columns: Columns, size: Int, path: String, options: TrackReadingOptions
  ) throws -> TrackFile.Contents {
    var names: [String: Int] = [:]
    var order: [String] = []
    var rows: [ScatteredPoints.Point] = []
    var (frames, withoutTrack) = (0, 0)
    let least = columns.confidence.map { options.leastConfidence ?? $0.least }
    for (index, row) in table.rows.enumerated() {
      let origin = "\(path), row \(index + 1)"
      func number(_ place: Int, _ what: String) throws -> Double? {
        let text = row[place].trimmed
        if text.isEmpty || ["nan", "na", "null", "none"].contains(text.lowercased()) { return nil }
        guard let value = Double(text) else {
          throw TracksError(
            .damaged, "\(origin): “\(text)” in the column \(table.header[place]); expected \(what)")
        }
        return value.isFinite ? value : nil
      }
      // Rows of units below the header have no number there.
      if index < 3, Double(row[columns.frame].trimmed) == nil, Double(row[columns.x].trimmed) == nil,
        !row[columns.x].trimmed.isEmpty
      {
        continue
      }
      guard let time = try number(columns.frame, "a frame") else {
        throw TracksError(.damaged, "\(origin) has no frame; expected a whole number from 0")
      }
      guard time >= 0, time <= 10_000_000, time == time.rounded() else {
        throw TracksError(
          .damaged, "\(origin): the frame is \(row[columns.frame].trimmed); expected a whole number from 0")
      }
      let id = row[columns.track].trimmed
      guard !id.isEmpty, id.lowercased() != "nan", id.lowercased() != "none" else {
        withoutTrack += 1
        continue
      }
      frames = max(frames, Int(time) + 1)
      let track = names[id] ?? order.count
      if track == order.count {
        names[id] = track
        order.append(id)
      }
      // A track without a position in a frame is absent there.
      guard let x = try number(columns.x, "a number"), let y = try number(columns.y, "a number") else {
        continue
      }
      var point = ScatteredPoints.Point(track: track, frame: Int(time), x: x, y: y)
      if let place = columns.visible { point.isVisible = try Self.flag(row[place], origin, "visible") }
      if let place = columns.occluded { point.isVisible = try !Self.flag(row[place], origin, "occluded") }
      if let confidence = columns.confidence, let least {
        point.isConfident = Float(try number(confidence.place, "a confidence") ?? 0) >= least
      }
      rows.append(point)
    }
    try Self.refuseRepeated(rows, names: order, path: path)
    return try finish(
      rows, order: order, frames: frames, withoutTrack: withoutTrack, columns, least: least, size: size,
      path: path, options: options)
  }

  private func finish(
    _ rows: [ScatteredPoints.Point], order: [String], frames: Int, withoutTrack: Int, _ columns: Columns,
    least: Float?, size: Int, path: String, options: TrackReadingOptions
  ) throws -> TrackFile.Contents {
    // Tracks in the order of their numbers, where they have numbers.
    let numbers = order.compactMap(Self.identity)
    let isNumbered = numbers.count == order.count && Set(numbers).count == order.count
    let sorted = isNumbered ? order.indices.sorted { numbers[$0] < numbers[$1] } : Array(order.indices)
    var places = [Int](repeating: 0, count: order.count)
    for (place, track) in sorted.enumerated() { places[track] = place }
    // Frames from 1 to the number of frames of the video are counted from 1.
    let first = rows.map(\.frame).min() ?? 0
    let shift = first == 1 && options.frameCount.map { frames == $0 + 1 } == true ? 1 : 0
    let points = rows.map { row in
      ScatteredPoints.Point(
        track: places[row.track], frame: row.frame - shift, x: row.x, y: row.y, isVisible: row.isVisible,
        isConfident: row.isConfident)
    }
    let listed = max(0, frames - shift)
    let count = max(listed, order.isEmpty ? 0 : min(options.frameCount ?? 0, 100_000))
    var set = try ScatteredPoints(points: points, trackCount: order.count, frameCount: count).trackSet(
      path: path, size: size, ids: isNumbered ? sorted.map { numbers[$0] } : nil, options: options)
    set.hasVisibility = columns.visible != nil || columns.occluded != nil
    var contents = TrackFile.Contents(
      set, format: "table of points" + (least.map { ", confidence at least \($0)" } ?? ""))
    if withoutTrack > 0 { contents.warnings.append("\(path): \(withoutTrack) rows belong to no track") }
    if first == 1, shift == 0 {
      contents.warnings.append(
        "\(path): frames begin at 1, and are taken as frames of the video that are counted from 0")
    }
    if !isNumbered, !order.isEmpty {
      contents.warnings.append(
        "\(path): tracks have names: their numbers are 0 to \(order.count - 1) in the order of the file")
    }
    return contents
  }

  /// The number of a track; tables of pandas may write 3 as 3.0.
  private static func identity(_ text: String) -> Int64? {
    if let number = Int64(text) { return number }
    guard let number = Double(text), number == number.rounded(), abs(number) < 1e15 else { return nil }
    return Int64(number)
  }

  private static func flag(_ cell: String, _ origin: String, _ name: String) throws -> Bool {
    switch cell.trimmed.lowercased() {
    case "1", "true", "1.0", "yes", "t": true
    case "0", "false", "0.0", "no", "f", "", "nan": false
    case let text:
      throw TracksError(
        .damaged, "\(origin): “\(text)” in the column \(name); expected 0 or 1, true or false")
    }
  }

  /// A track is at one place in a frame.
  private static func refuseRepeated(_ rows: [ScatteredPoints.Point], names: [String], path: String) throws {
    var seen = Set<Int>()
    for row in rows where !seen.insert(row.frame * names.count + row.track).inserted {
      throw TracksError(
        .damaged,
        "\(path): the track \(names[row.track]) has two rows in frame \(row.frame); expected one. Is another column the track's number?"
      )
    }
  }
}

extension String {
  /// Without spaces and quotes of spreadsheets at both ends.
  fileprivate var trimmed: String {
    let isSpace = { (character: Character) in character == " " || character == "\t" }
    return String(drop(while: isSpace).reversed().drop(while: isSpace).reversed())
  }
}
