internal import Tracks

/// What tells the background from objects, by the places of a group's tracks in up to 20 frames.
///
/// Of a frame only the tracks count that are seen in the picture. The picture is divided into 8 × 6 cells; a group's box goes from the 5 %
/// to the 95 % quantile of its x and y.
///
/// - spread: the share of the occupied cells that the group is seen in;
/// - border: the same of the cells at the picture's border;
/// - tracks: the group's share of the tracks;
/// - around: the share of the other tracks in the group's box, less the share of its own in the largest other group's box;
/// - extent: the share of the area of the box of all tracks that the group's box has.
enum BackgroundFeatures {
  static let names = ["spread", "border", "tracks", "around", "extent"]
  static let columns = 8
  static let rows = 6
  /// Frames looked at.
  static let frames = 20

  /// A row of features for each group 0, 1, …; negative labels are none.
  static func values(_ tracks: TrackSet, labels: [Int], picture: TrackRegion) -> [[Double]] {
    let count = (labels.max() ?? -1) + 1
    guard count > 0 else { return [] }
    var shares = [Shares](repeating: Shares(), count: count)
    for frame in evenly(Array(0..<tracks.frameCount), most: frames) {
      var groups = [Places](repeating: Places(), count: count)
      for (track, label) in labels.enumerated() where label >= 0 {
        guard let index = tracks.index(ofTrack: track, frame: frame), tracks.isObserved(index),
          tracks.visible[index]
        else { continue }
        let x = (tracks.x[index] - picture.x) / picture.width
        let y = (tracks.y[index] - picture.y) / picture.height
        guard x >= 0, x <= 1, y >= 0, y <= 1 else { continue }
        groups[label].add(x, y)
      }
      let all = groups.reduce(into: Places()) { $0.add($1) }
      guard !all.x.isEmpty else { continue }
      let boxes = groups.map(\.box)
      for label in groups.indices {
        let own = groups[label]
        shares[label].add(0, own.cells.count, of: all.cells.count)
        shares[label].add(1, own.cells.count(where: isBorder), of: all.cells.count(where: isBorder))
        shares[label].add(2, own.x.count, of: all.x.count)
        let others = groups.indices.filter { $0 != label }
        let around = others.reduce(0) { $0 + groups[$1].count(in: boxes[label]) }
        shares[label].add(3, around, of: all.x.count - own.x.count)
        let largest = others.max { (boxes[$0]?.area ?? 0) < (boxes[$1]?.area ?? 0) }
        shares[label].add(4, largest.map { own.count(in: boxes[$0]) } ?? 0, of: own.x.count)
        shares[label].add(5, boxes[label]?.area ?? 0, of: max(all.box?.area ?? 0, 1e-6))
      }
    }
    return shares.map { share in
      [share.mean(0), share.mean(1), share.mean(2), share.mean(3) - share.mean(4), share.mean(5)]
    }
  }

  private static func isBorder(_ cell: Int) -> Bool {
    let (row, column) = (cell / columns, cell % columns)
    return row == 0 || row == rows - 1 || column == 0 || column == columns - 1
  }

  /// Where a group's tracks are in a frame, in shares of the picture.
  private struct Places {
    var x: [Float] = []
    var y: [Float] = []
    var cells: Set<Int> = []

    mutating func add(_ x: Float, _ y: Float) {
      self.x.append(x)
      self.y.append(y)
      let column = min(Int(x * Float(columns)), columns - 1)
      cells.insert(min(Int(y * Float(rows)), rows - 1) * columns + column)
    }

    mutating func add(_ other: Places) {
      x += other.x
      y += other.y
      cells.formUnion(other.cells)
    }

    var box: Box? {
      guard !x.isEmpty else { return nil }
      func range(_ values: [Float]) -> ClosedRange<Float> {
        let sorted = values.sorted()
        let low = (sorted.count - 1) / 20
        return sorted[low]...sorted[sorted.count - 1 - low]
      }
      return Box(x: range(x), y: range(y))
    }

    func count(in box: Box?) -> Int {
      guard let box else { return 0 }
      return zip(x, y).count { box.x.contains($0) && box.y.contains($1) }
    }
  }

  private struct Box {
    let x: ClosedRange<Float>
    let y: ClosedRange<Float>
    var area: Double {
      Double(x.upperBound - x.lowerBound) * Double(y.upperBound - y.lowerBound)
    }
  }

  /// Numerators and denominators, summed over frames.
  private struct Shares {
    private var sums = [Double](repeating: 0, count: 6)
    private var wholes = [Double](repeating: 0, count: 6)

    mutating func add(_ index: Int, _ part: Int, of whole: Int) {
      add(index, Double(part), of: Double(whole))
    }
    mutating func add(_ index: Int, _ part: Double, of whole: Double) {
      sums[index] += part
      wholes[index] += whole
    }
    func mean(_ index: Int) -> Double { wholes[index] > 0 ? sums[index] / wholes[index] : 0 }
  }
}
