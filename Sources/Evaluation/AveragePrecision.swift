public import LinearAlgebra

/// Average precision of "is this track of the same object as the query?", every scored track as the query in turn.
public enum AveragePrecision {
  /// The mean over queries of the average precision of each row's ranking.
  ///
  /// - Parameters:
  ///   - similarities: M × M; the diagonal is not read.
  ///   - truth: An object id per row; tracks of id 0 are neither queries nor candidates.
  /// - Returns: The mean, or nil where no query has another track of its object, or none of another.
  public static func mean(_ similarities: SymmetricMatrix, truth: [Int], threads: Int = 0) throws -> Double? {
    precondition(truth.count == similarities.count, "one id for each row is needed")
    let scored = truth.indices.filter { truth[$0] != 0 }
    var values = [Double](repeating: .nan, count: scored.count)
    let chunk = 16
    let chunks = (scored.count + chunk - 1) / chunk
    try values.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let output = buffer  // every chunk writes its own elements
      try forEachChunk(count: chunks, threads: threads) { index in
        for position in (index * chunk)..<min(scored.count, (index + 1) * chunk) {
          let query = scored[position]
          let others = scored.filter { $0 != query }
          output[position] =
            ofRanking(
              scores: others.map { similarities[query, $0] },
              isRelevant: others.map { truth[$0] == truth[query] })
            ?? .nan
        }
      }
    }
    let valid = values.filter { !$0.isNaN }
    return valid.isEmpty ? nil : valid.reduce(0, +) / Double(valid.count)
  }

  /// Σ (Rₙ − Rₙ₋₁) Pₙ over the distinct scores in decreasing order, as scikit-learn's `average_precision_score`: equal scores
  /// enter together.
  ///
  /// Unknown scores (NaN) rank last, all together.
  ///
  /// - Returns: nil where nothing is relevant.
  public static func ofRanking(scores: [Float], isRelevant: [Bool]) -> Double? {
    let relevant = isRelevant.count { $0 }
    guard relevant > 0 else { return nil }
    let scores = scores.map { $0.isNaN ? -.infinity : $0 }
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    var (sum, found, seen, previous) = (0.0, 0, 0, 0)
    while seen < order.count {
      let score = scores[order[seen]]
      while seen < order.count, scores[order[seen]] == score {
        if isRelevant[order[seen]] { found += 1 }
        seen += 1
      }
      sum += Double(found - previous) / Double(relevant) * Double(found) / Double(seen)
      previous = found
    }
    return sum
  }
}
