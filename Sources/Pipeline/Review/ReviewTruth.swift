internal import Support

/// review/truth.json: the true object of every track, of the last evaluation.
struct ReviewTruth: JSONResultPart, Equatable {
  static let files = ["review/truth.json"]
  static let isIndented = false
  static let remedy = "make it with track-seg evaluate"

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
}
