/// The colours of labels.
public enum Palette {
  /// A colour of 8-bit red, green and blue.
  public struct Colour: Sendable, Equatable {
    public let red: UInt8
    public let green: UInt8
    public let blue: UInt8

    public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
      self.red = red
      self.green = green
      self.blue = blue
    }
  }

  /// The palette of DAVIS and PASCAL masks: bit k of the index's triples goes to bit 7 − k of red, green and blue.
  public static func davis(_ index: UInt8) -> Colour {
    var (red, green, blue): (UInt8, UInt8, UInt8) = (0, 0, 0)
    var rest = index
    for shift in stride(from: UInt8(7), through: 0, by: -1) {
      red |= (rest & 1) << shift
      green |= (rest >> 1 & 1) << shift
      blue |= (rest >> 2 & 1) << shift
      rest >>= 3
      if rest == 0 { break }
    }
    return Colour(red, green, blue)
  }

  /// All 256 colours as bytes, as a PNG's palette holds them.
  static let davisBytes: [UInt8] = (0...255).flatMap { index -> [UInt8] in
    let colour = davis(UInt8(index))
    return [colour.red, colour.green, colour.blue]
  }

  /// Overlay colours that colour-blind readers can tell apart: grey for label 0 (static), then Okabe and Ito's palette, then
  /// Tol's light one; further labels begin again.
  public static func overlay(_ label: Int) -> Colour {
    guard label > 0 else { return Colour(170, 170, 170) }
    return overlayColours[(label - 1) % overlayColours.count]
  }

  private static let overlayColours: [Colour] = [
    Colour(230, 159, 0), Colour(86, 180, 233), Colour(0, 158, 115), Colour(240, 228, 66), Colour(213, 94, 0),
    Colour(204, 121, 167), Colour(0, 114, 178), Colour(153, 221, 255), Colour(238, 136, 102),
    Colour(187, 204, 51),
    Colour(255, 170, 187), Colour(68, 187, 153), Colour(170, 170, 0), Colour(119, 170, 221),
    Colour(136, 34, 85),
  ]
}
