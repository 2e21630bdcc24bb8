extension TrackFile.Contents {
  /// One line for a person: format, frames, tracks, units, and the shares of visible and of non-finite
  /// entries.
  public var summary: String {
    let total = max(1, tracks.x.count)
    var (nan, infinite, visible, observed) = (0, 0, 0, 0)
    for index in tracks.x.indices {
      if tracks.x[index].isNaN || tracks.y[index].isNaN {
        nan += 1
      } else if tracks.x[index].isInfinite || tracks.y[index].isInfinite {
        infinite += 1
      }
      if tracks.visible[index] { visible += 1 }
      if tracks.isObserved(index), tracks.valid[index] { observed += 1 }
    }
    return
      "\(format), \(tracks.frameCount) frames x \(tracks.trackCount) tracks, \(units), visible "
      + "\(percent(visible, of: total)), NaN \(percent(nan, of: total)), inf \(percent(infinite, of: total))"
      + (tracks.observed.isEmpty ? "" : ", observed \(percent(observed, of: total))")
  }

  private var units: String {
    if tracks.isNormalised { return "normalised coordinates" }
    guard let extent = tracks.visibleExtent else { return "pixels" }
    let size = "\(wholePixels(extent.width))x\(wholePixels(extent.height))"
    guard tracks.originX != 0 || tracks.originY != 0 else { return "pixels up to \(size)" }
    return "\(size) units from (\(TrackSet.text(0, origin: tracks.originX)), "
      + "\(TrackSet.text(0, origin: tracks.originY))) on"
  }
}

/// A coordinate rounded up for a sentence; damaged files hold numbers beyond any integer.
private func wholePixels(_ value: Float) -> String {
  value < 1e9 ? "\(Int(value.rounded(.up)))" : "\(value)"
}

/// A share in per cent: `44 %`, `2.7 %`, `<0.1 %`.
func percent(_ part: Int, of whole: Int) -> String {
  guard part > 0, whole > 0 else { return "0 %" }
  let tenths = Int((1000 * Double(part) / Double(whole)).rounded())
  if tenths == 0 { return "<0.1 %" }
  return tenths >= 100 ? "\((tenths + 5) / 10) %" : "\(tenths / 10).\(tenths % 10) %"
}
