/// Width and height of a picture in pixels.
public struct PictureSize: Sendable, Equatable, Codable, CustomStringConvertible {
  /// Pixels of a row.
  public let width: Int
  /// Rows.
  public let height: Int

  /// A size in pixels.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// Reads `256x256`; nil where the text is not a size.
  public init?(_ text: String) {
    let parts = text.split(whereSeparator: { "xX×".contains($0) }).map { Int($0) }
    guard parts.count == 2, let width = parts[0], let height = parts[1], width > 0, height > 0 else {
      return nil
    }
    self.init(width: width, height: height)
  }

  /// The size as options take it: `256x256`.
  public var description: String { "\(width)x\(height)" }
}
