/// Agreement of contours: the F measure of boundary pixels that find a partner nearby.
///
/// Perazzi et al. (2016).
public struct BoundaryMeasure: Sendable {
  public let width: Int
  public let height: Int
  /// How far a partner may be, in pixels: 0.8 % of the diagonal, rounded up.
  public let reach: Int
  /// The offsets within `reach`.
  private let disc: [(x: Int, y: Int)]

  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
    let diagonal = (Double(width) * Double(width) + Double(height) * Double(height)).squareRoot()
    let reach = Int((0.008 * diagonal).rounded(.up))
    self.reach = reach
    disc = (-reach...reach).flatMap { y in
      (-reach...reach).filter { $0 * $0 + y * y <= reach * reach }.map { (x: $0, y: y) }
    }
  }

  /// Boundary pixels of one region: those that differ from the pixel to the right, below, or below to the right.
  public func boundary(_ mask: [UInt8], id: UInt8) -> [Int] {
    var pixels: [Int] = []
    mask.withUnsafeBufferPointer { mask in
      for y in 0..<height {
        for x in 0..<width {
          let index = y * width + x
          let here = mask[index] == id
          let (right, below) = (x + 1 < width, y + 1 < height)
          if (right && (mask[index + 1] == id) != here) || (below && (mask[index + width] == id) != here)
            || (right && below && (mask[index + width + 1] == id) != here)
          {
            pixels.append(index)
          }
        }
      }
    }
    return pixels
  }

  /// Boundary pixels grown by the disc.
  public func grown(_ boundary: [Int]) -> [Bool] {
    var grown = [Bool](repeating: false, count: width * height)
    for pixel in boundary {
      let (px, py) = (pixel % width, pixel / width)
      for (dx, dy) in disc {
        let (x, y) = (px + dx, py + dy)
        if x >= 0, y >= 0, x < width, y < height { grown[y * width + x] = true }
      }
    }
    return grown
  }

  /// F of two boundaries with their grown forms: 1 where both are empty, 0 where one is.
  public func score(_ a: [Int], _ grownA: [Bool], _ b: [Int], _ grownB: [Bool]) -> Double {
    if a.isEmpty && b.isEmpty { return 1 }
    guard !a.isEmpty, !b.isEmpty else { return 0 }
    let precision = Double(a.count { grownB[$0] }) / Double(a.count)
    let recall = Double(b.count { grownA[$0] }) / Double(b.count)
    return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
  }
}
