import LinearAlgebra
import Segmentation
import Testing

@Suite struct GeodesicMaskTests {
  /// Left half black, right half white.
  private func halves(_ width: Int, _ height: Int) -> [UInt8] {
    (0..<(width * height)).flatMap { [UInt8](repeating: $0 % width < width / 2 ? 0 : 255, count: 3) }
  }

  @Test func labelsStopAtAnEdge() {
    // Both points lie in the left half, the second one at the edge; the third alone in the right half, far from it.
    let mask = GeodesicMask(reach: 60).paint(
      x: [2.5, 15.5, 37.5], y: [5.5, 5.5, 5.5], labels: [1, 2, 3], colours: halves(40, 11), width: 40,
      height: 11)
    for row in 0..<11 {
      for column in 0..<40 where column >= 20 { #expect(mask[row * 40 + column] == 3) }
      #expect(mask[row * 40 + 19] == 2 && mask[row * 40] == 1)
    }
  }

  @Test func pixelsOutOfReachAreZero() {
    let flat = [UInt8](repeating: 90, count: 3 * 30 * 9)
    let mask = GeodesicMask(reach: 5).paint(
      x: [4.5], y: [4.5], labels: [7], colours: flat, width: 30, height: 9)
    #expect(mask[4 * 30 + 9] == 7 && mask[4 * 30 + 10] == 0)
    // Points outside, and none at all.
    let outside = GeodesicMask(reach: 5).paint(
      x: [-3, .nan, 1e9], y: [4, 4, 4], labels: [1, 1, 1], colours: flat, width: 30, height: 9)
    #expect(outside.allSatisfy { $0 == 0 })
  }

  /// Bellman and Ford's distances over all steps until nothing changes.
  @Test(arguments: 0..<6) func enoughSweepsAreTheShortestPaths(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let (width, height) = (17, 13)
    let colours = (0..<(3 * width * height)).map { _ in UInt8(generator.uniform() * 255) }
    let x = (0..<5).map { _ in Float(Int(generator.uniform() * Double(width))) + 0.5 }
    let y = (0..<5).map { _ in Float(Int(generator.uniform() * Double(height))) + 0.5 }
    let labels: [UInt8] = [1, 2, 3, 4, 5]
    let strength: Float = 6
    var distance = [Float](repeating: .infinity, count: width * height)
    var expected = [UInt8](repeating: 0, count: width * height)
    for (point, label) in labels.enumerated() {
      let pixel = Int(y[point]) * width + Int(x[point])
      if distance[pixel] > 0 { (distance[pixel], expected[pixel]) = (0, label) }
    }
    var changed = true
    while changed {
      changed = false
      for a in 0..<(width * height) {
        for (dx, dy) in [(-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)] {
          let (column, row) = (a % width + dx, a / width + dy)
          guard column >= 0, row >= 0, column < width, row < height else { continue }
          let b = row * width + column
          let squares = (0..<3).map { c -> Float in
            let d = Float(colours[3 * a + c]) - Float(colours[3 * b + c])
            return d * d
          }
          let step = Float(dx * dx + dy * dy).squareRoot()
          let cost = step * (1 + strength * (squares.reduce(0, +) / 3).squareRoot() / 255)
          if distance[a] + cost < distance[b] - 1e-5 {
            (distance[b], expected[b]) = (distance[a] + cost, expected[a])
            changed = true
          }
        }
      }
    }
    let mask = GeodesicMask(reach: .infinity, strength: strength, rounds: 30)
      .paint(x: x, y: y, labels: labels, colours: colours, width: width, height: height)
    // Ties within rounding may fall either way.
    let differing = zip(mask, expected).count { $0 != $1 }
    #expect(differing <= 1)
  }
}
