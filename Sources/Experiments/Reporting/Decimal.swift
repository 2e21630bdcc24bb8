/// A number with a fixed count of decimals.
func decimal(_ value: Double, _ digits: Int) -> String {
  guard value.isFinite else { return "–" }
  var scale = 1.0
  for _ in 0..<digits { scale *= 10 }
  let scaled = Int((abs(value) * scale).rounded())
  let sign = value < 0 && scaled != 0 ? "-" : ""
  guard digits > 0 else { return sign + "\(scaled)" }
  let fraction = "\(scaled % Int(scale))"
  return sign + "\(scaled / Int(scale))." + String(repeating: "0", count: digits - fraction.count) + fraction
}
