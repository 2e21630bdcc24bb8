internal import FoundationEssentials
internal import NumPy
internal import Support

/// labels.npz and tracks.csv, as the page lists the tracks.
struct ReviewTable: Sendable {
  var ids: [Int64]
  var labels: [Int]
  var scores: [Float]
  var reasons: [Int]
  /// Frames each track is seen in, the first and last of them, and its place in the first frame.
  var seen: [Int]
  var first: [Int]
  var last: [Int]
  var x0: [Float]
  var y0: [Float]

  /// Reads both.
  ///
  /// Throws `PipelineError` (input) where they do not fit each other, or `NumPyError`.
  init(folder: OutputFolder) throws {
    let archive = try NPZArchive(path: folder.file("labels.npz"))
    ids = try archive.array(named: "track_id").integers()
    labels = try archive.array(named: "label").integers().map { Int($0) }
    reasons = try archive.array(named: "reason").integers().map { Int($0) }
    scores = try archive.array(named: "score").floats()
    let path = folder.file("tracks.csv")
    let text = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    let rows = text.split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    guard rows.count == ids.count, rows.allSatisfy({ $0.count >= 9 }) else {
      throw PipelineError(
        .input,
        "\(path): found \(rows.count) tracks of nine columns or more; expected the \(ids.count) of labels.npz"
      )
    }
    seen = rows.map { Int($0[3]) ?? 0 }
    first = rows.map { Int($0[4]) ?? -1 }
    last = rows.map { Int($0[5]) ?? -1 }
    x0 = rows.map { Float($0[6]) ?? .nan }
    y0 = rows.map { Float($0[7]) ?? .nan }
  }
}
