internal import Support

/// Boxes of MOTChallenge: `frame, id, left, top, width, height, confidence, …`, with frames from 1.
///
/// A track is the way of a box's centre.
struct MOTText: TrackFormat {
  let name = "MOTChallenge"
  let summary =
    "lines of frame (from 1), id, left, top, width, height, confidence, …, in pixels; the centres of the boxes are the tracks"
  let suffixes = ["txt"]
  let example = "lines of frame, id and a box, separated by commas"

  func recognises(_ peek: FilePeek) -> Bool {
    guard let cells = peek.firstLine.map(Self.numbers), (6...10).contains(cells.count) else { return false }
    let values = cells.compactMap { $0 }
    return values.count == cells.count && values[0] >= 1 && values[0] == values[0].rounded()
      && values[1] == values[1].rounded() && values[4] > 0 && values[5] > 0
  }

  func read(_ peek: FilePeek, options: TrackReadingOptions) throws -> TrackFile.Contents {
    let bytes = try peek.bytes()
    var places: [Int64: Int] = [:]
    var rows: [(id: Int64, frame: Int, x: Double, y: Double)] = []
    var frames = 0
    for (number, line) in bytes.split(separator: 0x0A).enumerated() {
      let text = String(decoding: line, as: UTF8.self).filter { $0 != "\r" }
      if text.isEmpty { continue }
      let cells = Self.numbers(text)
      let values = cells.prefix(6).compactMap { $0 }
      guard values.count == 6, values[0] >= 1, values[0] <= 10_000_000, values[0] == values[0].rounded(),
        values[1] == values[1].rounded(), abs(values[1]) < 1e15
      else {
        throw TracksError(
          .damaged,
          "\(peek.path), line \(number + 1): “\(text.prefix(60))”; expected frame, id, left, top, width and height"
        )
      }
      // Boxes that are not to be evaluated have the confidence 0; detections without a track the id −1.
      if cells.count > 6, cells[6] == 0 { continue }
      if values[1] < 0 { continue }
      frames = max(frames, Int(values[0]))
      rows.append(
        (Int64(values[1]), Int(values[0]) - 1, values[2] + values[4] / 2, values[3] + values[5] / 2))
    }
    let ids = Set(rows.map(\.id)).sorted()
    for (place, id) in ids.enumerated() { places[id] = place }
    var seen = Set<Int>()
    let points = try rows.map { row in
      let track = places[row.id] ?? 0
      guard seen.insert(row.frame * ids.count + track).inserted else {
        throw TracksError(
          .damaged, "\(peek.path): the track \(row.id) has two boxes in frame \(row.frame + 1); expected one")
      }
      return ScatteredPoints.Point(track: track, frame: row.frame, x: row.x, y: row.y)
    }
    let count = max(frames, ids.isEmpty ? 0 : min(options.frameCount ?? 0, 100_000))
    let set = try ScatteredPoints(points: points, trackCount: ids.count, frameCount: count)
      .trackSet(path: peek.path, size: bytes.count, ids: ids, options: options)
    var contents = TrackFile.Contents(set, format: "MOTChallenge boxes")
    contents.warnings.append(
      "\(peek.path): the tracks are centres of boxes, one for an object; several points of each object are needed to group them"
    )
    return contents
  }

  /// The cells of a line as numbers; nil for a cell that is none.
  private static func numbers(_ line: String) -> [Double?] {
    line.split(separator: ",", omittingEmptySubsequences: false).map { cell in
      Double(cell.filter { $0 != " " })
    }
  }
}
