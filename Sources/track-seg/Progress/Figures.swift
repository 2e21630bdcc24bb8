/// Seconds as `12.3 s`, or minutes and hours as a clock.
func clock(_ seconds: Double) -> String {
  guard seconds.isFinite else { return "?" }
  if seconds < 99.95 { return "\(fixed(seconds, digits: seconds < 9.995 ? 2 : 1)) s" }
  let whole = Int(seconds.rounded())
  func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
  if whole < 3600 { return "\(whole / 60):\(two(whole % 60)) min" }
  return "\(whole / 3600):\(two(whole / 60 % 60)) h"
}

/// A number with a fixed count of decimals.
func fixed(_ value: Double, digits: Int) -> String {
  guard value.isFinite else { return "\(value)" }
  var scale = 1.0
  for _ in 0..<digits { scale *= 10 }
  let scaled = (abs(value) * scale).rounded()
  guard scaled < 9e15 else { return "\(value)" }
  let whole = Int(scaled)
  let sign = value < 0 && whole != 0 ? "-" : ""
  guard digits > 0 else { return sign + "\(whole)" }
  let unit = Int(scale)
  let fraction = "\(whole % unit)"
  return sign + "\(whole / unit)." + String(repeating: "0", count: digits - fraction.count) + fraction
}

/// A count with thin groups of thousands: `12,345`.
func grouped(_ value: Int) -> String {
  var digits = Array(String(abs(value)))
  var position = digits.count - 3
  while position > 0 {
    digits.insert(",", at: position)
    position -= 3
  }
  return (value < 0 ? "-" : "") + String(digits)
}

/// Bytes as `812 MB`, powers of ten as disks and schedulers count them.
func bytes(_ count: Int) -> String {
  let value = Double(count)
  if value >= 1e9 { return fixed(value / 1e9, digits: 1) + " GB" }
  if value >= 1e6 { return fixed(value / 1e6, digits: 0) + " MB" }
  return grouped(count) + " bytes"
}

extension Duration {
  /// The duration in seconds.
  var seconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}
