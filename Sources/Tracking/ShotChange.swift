/// What tells one shot from the next: the grey values of a frame, and how they lie.
struct FrameSummary: Sendable {
  /// Shares of 32 classes of grey.
  let histogram: [Float]
  /// Means of 16 × 12 parts of the picture.
  let parts: [Float]

  init(_ grey: [UInt8], width: Int, height: Int) {
    var histogram = [Float](repeating: 0, count: 32)
    let (columns, rows) = (min(16, width), min(12, height))
    var sums = [Int](repeating: 0, count: columns * rows)
    var counts = sums
    for row in 0..<height {
      let part = row * rows / height * columns
      for column in 0..<width {
        let value = grey[row * width + column]
        histogram[Int(value >> 3)] += 1
        let place = part + column * columns / width
        sums[place] += Int(value)
        counts[place] += 1
      }
    }
    let all = Float(max(width * height, 1))
    self.histogram = histogram.map { $0 / all }
    parts = zip(sums, counts).map { Float($0) / Float(max($1, 1)) }
  }

  /// Whether another shot begins, of which `lost` of the tracks could not be followed into it.
  ///
  /// Fast motion loses tracks too, but keeps the grey values; a flash changes these, but keeps where they lie.
  func isCut(to next: FrameSummary, lost: Int, of count: Int) -> Bool {
    let difference = zip(histogram, next.histogram).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
    let likeness = Self.likeness(parts, next.parts)
    guard count >= 20 else { return difference > 0.4 && likeness < 0.4 }
    let share = Float(lost) / Float(count)
    return (share > 0.6 && likeness < 0.6 && difference > 0.12) || (share > 0.85 && likeness < 0.75)
  }

  /// The correlation of two pictures' parts.
  private static func likeness(_ a: [Float], _ b: [Float]) -> Float {
    let count = Float(max(a.count, 1))
    let (meanA, meanB) = (a.reduce(0, +) / count, b.reduce(0, +) / count)
    var (ab, aa, bb): (Float, Float, Float) = (0, 0, 0)
    for (x, y) in zip(a, b) {
      ab += (x - meanA) * (y - meanB)
      aa += (x - meanA) * (x - meanA)
      bb += (y - meanB) * (y - meanB)
    }
    // Pictures of one grey are alike if both are.
    guard aa > count, bb > count else { return aa <= count && bb <= count ? 1 : 0 }
    return ab / (aa * bb).squareRoot()
  }
}
