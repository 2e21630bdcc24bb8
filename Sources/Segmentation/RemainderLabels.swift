/// Labels for tracks outside the pairwise matrix, from their mutual information with the tracks in it.
///
/// Unknown pairs (NaN) and columns without a label (−1) do not count.
public enum RemainderLabels {
  /// For every remaining track, the columns worth a closer look: the `neighbours` best members of the `clusters` clusters that a
  /// quick estimate puts first; ascending.
  public static func shortlist(
    rectangle: [Float], labels: [Int], clusters: Int = 3, neighbours: Int = 3
  ) -> [[Int]] {
    let columns = labels.count
    guard columns > 0 else { return [] }
    let count = (labels.max() ?? 0) + 1
    return stride(from: 0, to: rectangle.count, by: columns).map { start in
      var best = [[Int]](repeating: [], count: count)
      let known = (0..<columns).filter { !rectangle[start + $0].isNaN && labels[$0] >= 0 }
      for column in known.sorted(by: { rectangle[start + $0] > rectangle[start + $1] })
      where best[labels[column]].count < neighbours { best[labels[column]].append(column) }
      func mean(_ members: [Int]) -> Float {
        members.isEmpty
          ? -.infinity : members.reduce(0) { $0 + rectangle[start + $1] } / Float(members.count)
      }
      return best.sorted { mean($0) > mean($1) }.prefix(clusters).joined().sorted()
    }
  }

  /// `assign` where only some columns were estimated: those listed for each row.
  public static func assign(
    values: [[Float]], columns: [[Int]], labels: [Int], neighbours: Int = 3
  ) -> [(label: Int, score: Float)] {
    zip(values, columns).map { values, columns in
      guard !columns.isEmpty else { return (-1, 0) }
      // Clusters that are not on the list must not win: their numbers are closed up, and put back.
      let kinds = Set(columns.map { labels[$0] }).sorted()
      let place = Dictionary(uniqueKeysWithValues: kinds.enumerated().map { ($1, $0) })
      let found = assign(
        rectangle: values, labels: columns.map { place[labels[$0]] ?? 0 }, neighbours: neighbours)[0]
      return found.label < 0 ? found : (kinds[found.label], found.score)
    }
  }

  /// The cluster whose `neighbours` nearest members a track shares most information with, on average.
  ///
  /// - Parameters:
  ///   - rectangle: One row of mutual information per remaining track, one column per labelled one.
  ///   - labels: The labelled tracks' clusters 0, 1, ….
  /// - Returns: A cluster and a score in [−1, 1] per remaining track: (best − second) / max(|best|, |second|); −1 and 0 for a track
  ///   without a known pair.
  public static func assign(
    rectangle: [Float], labels: [Int], neighbours: Int = 3
  ) -> [(label: Int, score: Float)] {
    let columns = labels.count
    guard columns > 0 else { return [] }
    let clusters = (labels.max() ?? 0) + 1
    return stride(from: 0, to: rectangle.count, by: columns).map { start in
      var best = [[Float]](repeating: [], count: clusters)
      for column in 0..<columns {
        let value = rectangle[start + column]
        let label = labels[column]
        guard label >= 0, !value.isNaN else { continue }
        if best[label].count < neighbours {
          best[label].append(value)
          best[label].sort(by: >)
        } else if let least = best[label].last, value > least {
          best[label][neighbours - 1] = value
          best[label].sort(by: >)
        }
      }
      let means = best.map { $0.isEmpty ? -Float.infinity : $0.reduce(0, +) / Float($0.count) }
      let order = means.indices.sorted { means[$0] > means[$1] }
      guard let best = order.first, means[best] > -.infinity else { return (-1, 0) }
      guard order.count > 1, means[order[1]].isFinite else { return (order[0], 0) }
      let (first, second) = (means[order[0]], means[order[1]])
      let scale = max(abs(first), abs(second))
      return (order[0], scale > 0 ? (first - second) / scale : 0)
    }
  }
}
