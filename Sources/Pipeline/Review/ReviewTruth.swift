internal import FoundationEssentials

/// review/truth.json: the true object of every track, as the last evaluation knew it.
struct ReviewTruth: Codable, Sendable, Equatable {
  /// 0 where a track is not scored.
  var ids: [Int]
  var background: Int?
  /// The one track that was the query of the curves.
  var query: Int64?

  private static let file = "review/truth.json"

  /// Writes it beside the page.
  func write(to folder: OutputFolder) throws {
    _ = try folder.makeFolder("review")
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    try folder.write(Array(try encoder.encode(self)), to: Self.file)
  }

  /// What an evaluation left; nil where there was none, or of other tracks.
  static func read(from folder: OutputFolder, trackCount: Int) -> ReviewTruth? {
    guard let data = FileManager.default.contents(atPath: folder.file(file)),
      let truth = try? JSONDecoder().decode(ReviewTruth.self, from: data), truth.ids.count == trackCount
    else { return nil }
    return truth
  }
}
