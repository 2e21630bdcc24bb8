/// Points with labels in one frame, from which masks spread.
public struct MaskSeeds: Sendable {
  public private(set) var x: [Float] = []
  public private(set) var y: [Float] = []
  /// 0 background, 1… objects.
  public private(set) var labels: [UInt8] = []
  /// Frames since the point was seen; its place is uncertain by as many pixels.
  public private(set) var ages: [Float] = []

  public init() {}

  public mutating func add(x: Float, y: Float, label: UInt8, age: Int = 0) {
    self.x.append(x)
    self.y.append(y)
    labels.append(label)
    ages.append(Float(age))
  }

  /// Adds points seen in another frame, each carried by the median motion of the four nearest points of its label that are seen in
  /// both frames.
  ///
  /// Points whose label has none of these are left out.
  ///
  /// `from` and `to` are the places of points seen in both frames; arrays of one kind have one length.
  public mutating func carry(
    x: [Float], y: [Float], labels: [UInt8], age: Int,
    fromX: [Float], fromY: [Float], toX: [Float], toY: [Float], moving: [UInt8]
  ) {
    for label in Set(labels).sorted() {
      let guides = moving.indices.filter { moving[$0] == label }
      guard !guides.isEmpty else { continue }
      let near = NearSeeds(x: guides.map { fromX[$0] }, y: guides.map { fromY[$0] })
      for point in labels.indices where labels[point] == label {
        let four = near.nearest(4, x: x[point], y: y[point]).map { guides[$0.point] }
        add(
          x: x[point] + Self.median(four.map { toX[$0] - fromX[$0] }),
          y: y[point] + Self.median(four.map { toY[$0] - fromY[$0] }), label: label, age: age)
      }
    }
  }

  private static func median(_ values: [Float]) -> Float {
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  /// The points within the picture that their neighbours confirm, so that a single wrong track paints nothing.
  ///
  /// Of the eight nearest points four must have the same label; an object's point whose fourth nearest of its object is four times
  /// as far as the object's median is dropped.
  func confirmed(width: Int, height: Int) -> MaskSeeds {
    let inside = labels.indices.filter {
      x[$0] >= 0 && y[$0] >= 0 && x[$0] < Float(width) && y[$0] < Float(height)
    }
    var seeds = chosen(inside)
    if seeds.labels.count > 8 {
      let near = NearSeeds(x: seeds.x, y: seeds.y)
      seeds = seeds.chosen(
        seeds.labels.indices.filter { point in
          near.nearest(8, x: seeds.x[point], y: seeds.y[point], without: point)
            .count { seeds.labels[$0.point] == seeds.labels[point] } >= 4
        })
    }
    var kept = [Bool](repeating: true, count: seeds.labels.count)
    for label in Set(seeds.labels).sorted() where label > 0 {
      let own = seeds.labels.indices.filter { seeds.labels[$0] == label }
      let far = seeds.fourthNearest(own)
      guard far.count > 4 else { continue }
      let limit = 4 * Self.median(far)
      for (point, distance) in zip(own, far) where distance > limit { kept[point] = false }
    }
    return seeds.chosen(kept.indices.filter { kept[$0] })
  }

  /// The median distance to the fourth nearest point of the same kind, in pixels; 20 where there are too few.
  func spacing(_ isOne: (UInt8) -> Bool) -> Float {
    let far = fourthNearest(labels.indices.filter { isOne(labels[$0]) })
    return far.isEmpty ? 20 : max(1, Self.median(far))
  }

  private func fourthNearest(_ points: [Int]) -> [Float] {
    guard points.count > 4 else { return [] }
    let near = NearSeeds(x: points.map { x[$0] }, y: points.map { y[$0] })
    return points.indices.map { place in
      near.nearest(4, x: x[points[place]], y: y[points[place]], without: place)[3].squared.squareRoot()
    }
  }

  private func chosen(_ points: [Int]) -> MaskSeeds {
    var seeds = MaskSeeds()
    seeds.x = points.map { x[$0] }
    seeds.y = points.map { y[$0] }
    seeds.labels = points.map { labels[$0] }
    seeds.ages = points.map { ages[$0] }
    return seeds
  }
}
