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
