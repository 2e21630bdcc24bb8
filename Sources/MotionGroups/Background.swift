public import Tracks

/// Which group is the background under a moving camera: the one that is most spread over the picture, touches its borders, and is hidden by
/// the others.
///
/// The picture is divided into 8 × 6 cells. With s the share of the cells in which any track is seen that the group is seen in, b the same of
/// the cells at the border, and h the share of the group's entries that are hidden within its visible life, a group's weight is
/// 4 s + 4 b + h, against the best other group's; a single group must beat half of what a group in all cells has.
public struct Background: Sendable, Equatable {
  /// The group's label.
  public let label: Int
  /// How sure it is, in [0, 1].
  public let probability: Double

  static let columns = 8
  static let rows = 6
  /// Frames looked at.
  static let frames = 20

  /// The background among groups 0, 1, …; nil where there is no group, or a single one that covers little of the picture.
  ///
  /// - Parameter labels: A group for each track; negative: none.
  public static func find(_ tracks: TrackSet, labels: [Int], picture: TrackRegion) -> Background? {
    let count = (labels.max() ?? -1) + 1
    guard count > 0 else { return nil }
    var seen = [Set<Int>](repeating: [], count: count)
    var (hidden, lived) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
    for frame in evenly(Array(0..<tracks.frameCount), most: frames) {
      for (track, label) in labels.enumerated() where label >= 0 {
        let index = track * tracks.frameCount + frame
        guard tracks.isObserved(index), tracks.visible[index] else { continue }
        let column = Int((tracks.x[index] - picture.x) / picture.width * Float(columns))
        let row = Int((tracks.y[index] - picture.y) / picture.height * Float(rows))
        guard (0..<columns).contains(column), (0..<rows).contains(row) else { continue }
        seen[label].insert(row * columns + column)
      }
    }
    for (track, label) in labels.enumerated() where label >= 0 {
      let visible = tracks.visible[tracks.range(ofTrack: track)]
      guard let first = visible.firstIndex(of: true), let last = visible.lastIndex(of: true) else { continue }
      lived[label] += Double(last - first + 1)
      hidden[label] += Double(visible[first...last].count { !$0 })
    }
    let all = seen.reduce(into: Set<Int>()) { $0.formUnion($1) }
    let border = all.filter(isBorder)
    let weights = (0..<count).map { label -> Double in
      let spread = Double(seen[label].count) / Double(max(all.count, 1))
      let touches = Double(seen[label].count(where: isBorder)) / Double(max(border.count, 1))
      return 4 * spread + 4 * touches + hidden[label] / max(lived[label], 1)
    }
    guard let best = weights.indices.max(by: { weights[$0] < weights[$1] }) else { return nil }
    guard count > 1 else {
      let covered = Double(all.count) / Double(columns * rows)
      let margin = 8 * (covered - 0.5)
      return margin > 0 ? Background(label: best, probability: logistic(margin)) : nil
    }
    let next = weights.indices.filter { $0 != best }.map { weights[$0] }.max() ?? 0
    return Background(label: best, probability: logistic(weights[best] - next))
  }

  private static func isBorder(_ cell: Int) -> Bool {
    let (row, column) = (cell / columns, cell % columns)
    return row == 0 || row == rows - 1 || column == 0 || column == columns - 1
  }
}
