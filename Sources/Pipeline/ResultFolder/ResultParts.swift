internal import Support
internal import Tracks
internal import MotionSegmentation

/// The values of a segmentation as its folder keeps them.
struct ResultParts {
  let labels: LabelTable
  let matrix: ResultMatrix
  /// The mutual information of the tracks outside of the matrix, for the review page; nil: not kept.
  let remainder: RemainderMatrix?
  /// The labels with other numbers of objects, for the review page; nil: there are none.
  let cuts: ObjectCuts?
  let objects: ObjectTable
  let query: QueryTable?

  /// - Parameter observed: The tracks of the result, as its filter observes them.
  init(of result: Segmentation, observed: ObservedTracks, keepsRemainder: Bool, threads: Int = 0) {
    labels = LabelTable(
      tracks: result.tracks, filtered: result.filtered, labels: result.keptLabels, scores: result.keptScores,
      origins: result.keptOrigins.map(\.rawValue), observedCounts: observed.counts)
    matrix = ResultMatrix(values: result.matrix, trackIDs: result.sampleIDs)
    remainder =
      keepsRemainder
      ? result.remainder.flatMap { RemainderMatrix(values: $0, columns: result.sample.count) } : nil
    cuts =
      keepsRemainder
      ? ObjectCuts(labels: result.cuts.map { result.kept.spread($0.labels, filler: -1) }) : nil
    objects = ObjectTable(of: result, threads: threads)
    query = result.query.map { QueryTable(query: $0.id, trackIDs: $0.ids, values: $0.values) }
  }

  /// Writes all of them.
  func write(to folder: OutputFolder) throws {
    try folder.write(labels)
    try folder.write(matrix)
    if let remainder { try folder.write(remainder) }
    if let cuts { try folder.write(cuts) }
    try folder.write(objects)
    if let query { try folder.write(query) }
  }
}
