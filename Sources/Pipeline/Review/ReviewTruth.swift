internal import FoundationEssentials
internal import Support

/// review/truth.json: the true object of every track, as the last evaluation knew it.
struct ReviewTruth: Codable, Sendable, Equatable {
  /// 0 where a track is not scored.
  var ids: [Int]
  var background: Int?
  /// The label that each object but the background is shown as: the one it was matched to, or one beyond all.
  var numbers: [Int: Int]
  /// The one track that was the query of the curves.
  var query: Int64?

  /// Numbers the objects by the labels that an evaluation matched them to.
  init(ids: [Int], background: Int?, query: Int64?, metrics: ResultMetrics) {
    (self.ids, self.background, self.query) = (ids, background, query)
    let labels = Dictionary(
      metrics.perObject.compactMap { object in object.label.map { (object.id, $0) } }
    ) { first, _ in first }
    var next = max(metrics.nClusters, labels.values.max() ?? 0)
    numbers = [:]
    for id in Set(ids).subtracting([0, background ?? 0]).sorted() {
      if let label = labels[id], label > 0 {
        numbers[id] = label
      } else {
        next += 1
        numbers[id] = next
      }
    }
  }

  private static let file = "review/truth.json"

  /// Writes it beside the page.
  func write(to folder: OutputFolder) throws {
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
