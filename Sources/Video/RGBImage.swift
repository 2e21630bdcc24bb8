/// A picture of 8-bit red, green and blue, row by row without padding.
public struct RGBImage: Sendable, Equatable {
  public let width: Int
  public let height: Int
  /// `3 · width · height` bytes.
  public var pixels: [UInt8]

  public init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(pixels.count == 3 * width * height, "pixels do not fill width × height × 3")
    self.width = width
    self.height = height
    self.pixels = pixels
  }
}

extension RGBImage {
  /// The picture turned clockwise by quarter turns.
  func turned(_ quarterTurns: Int) -> RGBImage {
    guard quarterTurns % 4 != 0 else { return self }
    let isSideways = quarterTurns % 2 == 1
    let (w, h) = isSideways ? (height, width) : (width, height)
    var turned = [UInt8](repeating: 0, count: pixels.count)
    for y in 0..<height {
      for x in 0..<width {
        let (nx, ny) =
          switch quarterTurns % 4 {
          case 1: (height - 1 - y, x)
          case 2: (width - 1 - x, height - 1 - y)
          default: (y, width - 1 - x)
          }
        for channel in 0..<3 { turned[3 * (ny * w + nx) + channel] = pixels[3 * (y * width + x) + channel] }
      }
    }
    return RGBImage(width: w, height: h, pixels: turned)
  }
}
