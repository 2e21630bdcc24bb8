internal import Glibc

/// For every pixel the log odds of its colour between two sides, from smoothed histograms of 16 × 16 × 16 colours.
struct ColourOdds {
  /// Within ±3.
  let odds: [Float]

  private static let bins = 16

  /// `odds`: what is known of every pixel, log odds of the first side, in thirds.
  init(picture: ReducedPicture, odds: [Float]) {
    let count = Self.bins * Self.bins * Self.bins
    var (first, second) = ([Float](repeating: 0, count: count), [Float](repeating: 0, count: count))
    let cells = odds.indices.map { pixel -> Int in
      let red = Int(picture.colours[3 * pixel]) / 16
      let green = Int(picture.colours[3 * pixel + 1]) / 16
      let blue = Int(picture.colours[3 * pixel + 2]) / 16
      return (red * Self.bins + green) * Self.bins + blue
    }
    for (pixel, cell) in cells.enumerated() {
      let probability = 1 / (1 + exp(-min(max(3 * odds[pixel], -20), 20)))
      first[cell] += probability
      second[cell] += 1 - probability
    }
    Self.smooth(&first)
    Self.smooth(&second)
    let (firstSum, secondSum) = (first.reduce(0, +) + 1e-9, second.reduce(0, +) + 1e-9)
    let table = (0..<count).map { cell -> Float in
      let ratio = (first[cell] / firstSum + 1e-6) / (second[cell] / secondSum + 1e-6)
      return min(max(log(ratio), -3), 3)
    }
    self.odds = cells.map { table[$0] }
  }

  /// Weights 1 4 6 4 1 along each of the three axes; the border is repeated.
  private static func smooth(_ histogram: inout [Float]) {
    for stride in [1, bins, bins * bins] {
      let before = histogram
      for cell in histogram.indices {
        let place = cell / stride % bins
        func at(_ offset: Int) -> Float {
          before[cell + (min(max(place + offset, 0), bins - 1) - place) * stride]
        }
        histogram[cell] = (6 * before[cell] + 4 * (at(-1) + at(1)) + at(-2) + at(2)) / 16
      }
    }
  }
}
