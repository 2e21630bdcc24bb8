extension Double {
  /// The nearest number with so many decimals.
  public func rounded(decimals digits: Int) -> Double {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    return (self * scale).rounded() / scale
  }
}

/// A number rounded to at most so many decimals: `decimals(0.25, 3)` is `0.25`.
public func decimals(_ value: Double, _ digits: Int) -> String { "\(value.rounded(decimals: digits))" }

/// A duration for a sentence, to one or two figures: `under a second`, `12 s`, `4 minutes`, `3 hours`.
public func durationWords(_ seconds: Double) -> String {
  if seconds < 1 { return "under a second" }
  if seconds < 90 { return "\(Int(seconds.rounded(.up))) s" }
  if seconds < 5400 { return "\(Int((seconds / 60).rounded(.up))) minutes" }
  return "\(Int((seconds / 360).rounded(.up)) / 10) hours"
}
