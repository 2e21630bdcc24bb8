/// Whether the visible points lie in the picture, and what to do where they do not.
public enum PictureFit {
  /// Beyond this share outside, the picture and the tracks do not belong together as they are.
  static let mostOutside = 0.1

  /// The share of visible points that lie outside the picture by more than 2 % of its size; 0 where none is
  /// visible.
  public static func shareOutside(_ set: TrackSet, _ picture: PictureSize) -> Double {
    Counts(set, picture).share
  }

  /// Applies the options for coordinates, then compares with the picture: exchanges x and y where only that
  /// fits.
  ///
  /// - Returns: A warning where x and y were exchanged, or points do not fit the picture.
  static func fit(_ set: inout TrackSet, options: TrackReadingOptions) -> String? {
    let choice = options.coordinates ?? .auto
    if choice == .yx { exchange(&set) }
    guard let picture = options.pictureSize else { return nil }
    if let size = options.tracksSize, !set.isNormalised { rescale(&set, from: size, to: picture) }
    let counts = Counts(set, picture)
    guard counts.visible > 0 else { return nil }
    let found = "\(reach(counts, set)), the picture is \(picture)"
    let outside =
      "\(percent(counts.exactlyOutside, of: counts.visible)) of the visible points lie outside the picture"
    if choice == .auto, picture.width != picture.height, !set.isNormalised, counts.fitsExchangedOnly {
      exchange(&set)
      return
        "\(outside) as (x, y) (\(found)), but inside it as (y, x): they are read as (y, x); --coordinates xy reads them as (x, y)"
    }
    if counts.share > (set.hasVisibility ? mostOutside : 0.3) {
      let remedy =
        counts.isElsewhere(picture)
        ? "subtract the position of the picture's upper left corner from the coordinates"
        : "for pixels of a resized video give its size with --tracks-size \(sizeGuess(counts)); for (y, x) use "
          + "--coordinates yx"
      return "\(outside) (\(found)); the masks would be wrong: \(remedy)"
    }
    if !set.isNormalised, options.tracksSize == nil, isOfSmallerCopy(counts, picture) {
      return
        "all visible points lie in the upper left part of the picture (\(found)): if they are pixels of a resized video, "
        + "give its size with --tracks-size \(sizeGuess(counts))"
    }
    return nil
  }

  /// Exchanges x and y.
  private static func exchange(_ set: inout TrackSet) {
    (set.x, set.y) = (set.y, set.x)
    (set.originX, set.originY) = (set.originY, set.originX)
  }

  private static func rescale(_ set: inout TrackSet, from size: PictureSize, to picture: PictureSize) {
    let (sx, sy) = (
      Double(picture.width) / Double(size.width), Double(picture.height) / Double(size.height)
    )
    for index in set.x.indices {
      set.x[index] = Float(Double(set.x[index]) * sx)
      set.y[index] = Float(Double(set.y[index]) * sy)
    }
    set.originX *= sx
    set.originY *= sy
  }

  /// Where visible points lie.
  private static func reach(_ counts: Counts, _ set: TrackSet) -> String {
    func text(_ value: Double) -> String {
      set.isNormalised ? "\((value * 100).rounded() / 100)" : wholePixels(value)
    }
    if counts.low.x >= 0, counts.low.y >= 0, !set.isNormalised, set.originX == 0, set.originY == 0 {
      return "they reach to \(text(counts.high.x))x\(text(counts.high.y)) pixels"
    }
    return "they reach from (\(text(counts.low.x)), \(text(counts.low.y))) to (\(text(counts.high.x)), "
      + "\(text(counts.high.y)))" + (set.isNormalised ? " in fractions of the picture" : "")
  }

  private static func wholePixels(_ value: Double) -> String {
    abs(value) < 1e15 ? "\(Int(value.rounded(.up)))" : "\(value)"
  }

  /// Trackers work on copies of these sizes.
  private static func sizeGuess(_ counts: Counts) -> String {
    for size in [256.0, 512] where fills(counts, width: size, height: size) {
      return "\(Int(size))x\(Int(size))"
    }
    return "WxH"
  }

  private static func fills(_ counts: Counts, width: Double, height: Double) -> Bool {
    counts.high.x <= width && counts.high.y <= height && counts.high.x > 0.85 * width
      && counts.high.y > 0.85 * height && counts.low.x >= -8 && counts.low.y >= -8
  }

  /// Whether the points cover a corner of the picture as if it were the whole.
  private static func isOfSmallerCopy(_ counts: Counts, _ picture: PictureSize) -> Bool {
    let (width, height) = (Double(picture.width), Double(picture.height))
    let beginsAtCorner = counts.low.x < 0.25 * counts.high.x && counts.low.y < 0.25 * counts.high.y
    if counts.high.x < 0.6 * width, counts.high.y < 0.6 * height { return beginsAtCorner }
    let isNarrow = counts.high.x < 0.75 * width || counts.high.y < 0.75 * height
    return isNarrow && beginsAtCorner && fills(counts, width: 256, height: 256)
  }

  /// Visible points, and those outside the picture.
  private struct Counts {
    var visible = 0
    /// Outside by more than 2 % of its size.
    var outside = 0
    var exactlyOutside = 0
    /// Exactly outside if x and y are exchanged.
    var outsideExchanged = 0
    var low = (x: Double.infinity, y: Double.infinity)
    var high = (x: -Double.infinity, y: -Double.infinity)

    var share: Double { visible > 0 ? Double(outside) / Double(visible) : 0 }
    /// Whether one point in fifty lies outside, but next to none with x and y exchanged.
    var fitsExchangedOnly: Bool {
      Double(exactlyOutside) > 0.02 * Double(visible) && Double(outsideExchanged) < 0.001 * Double(visible)
    }

    /// Whether all points lie to one side of the picture.
    func isElsewhere(_ picture: PictureSize) -> Bool {
      low.x > Double(picture.width) || low.y > Double(picture.height) || high.x < 0 || high.y < 0
    }

    init(_ set: TrackSet, _ picture: PictureSize) {
      let (width, height) = set.isNormalised ? (1, 1) : (Double(picture.width), Double(picture.height))
      func isOutside(_ x: Double, _ y: Double) -> Bool {
        !((-0.02 * width)...(1.02 * width)).contains(x) || !((-0.02 * height)...(1.02 * height)).contains(y)
      }
      func isExactlyOutside(_ x: Double, _ y: Double) -> Bool {
        !(0...width).contains(x) || !(0...height).contains(y)
      }
      for index in set.x.indices
      where set.visible[index] && set.isObserved(index) && set.x[index].isFinite && set.y[index].isFinite {
        let (x, y) = (Double(set.x[index]) + set.originX, Double(set.y[index]) + set.originY)
        visible += 1
        if isOutside(x, y) { outside += 1 }
        if isExactlyOutside(x, y) { exactlyOutside += 1 }
        if isExactlyOutside(y, x) { outsideExchanged += 1 }
        low = (min(low.x, x), min(low.y, y))
        high = (max(high.x, x), max(high.y, y))
      }
    }
  }
}
