internal import Glibc

/// Where data lie within a plot, and round numbers for its ticks.
struct PlotArea {
  let left: Double
  let top: Double
  let width: Double
  let height: Double
  let x: ClosedRange<Double>
  let y: ClosedRange<Double>
  let isLogarithmic: Bool

  func place(x value: Double) -> Double {
    if isLogarithmic, x.lowerBound > 0 {
      let share = log(max(value, x.lowerBound) / x.lowerBound) / log(x.upperBound / x.lowerBound)
      return left + width * share
    }
    return left + width * (value - x.lowerBound) / (x.upperBound - x.lowerBound)
  }

  func place(y value: Double) -> Double {
    top + height * (1 - (value - y.lowerBound) / (y.upperBound - y.lowerBound))
  }

  var xTicks: [Double] {
    guard isLogarithmic, x.lowerBound > 0 else { return Self.ticks(x) }
    var ticks: [Double] = []
    var decade = pow(10, floor(log10(x.lowerBound)))
    while decade <= x.upperBound {
      for step in [1.0, 2, 5] where x.contains(step * decade) { ticks.append(step * decade) }
      decade *= 10
    }
    return ticks
  }

  var yTicks: [Double] { Self.ticks(y) }

  /// Four to nine round numbers within a range.
  static func ticks(_ range: ClosedRange<Double>) -> [Double] {
    let span = range.upperBound - range.lowerBound
    guard span > 0, span.isFinite else { return [] }
    let raw = span / 6
    let decade = pow(10, floor(log10(raw)))
    let step = [1.0, 2, 5, 10].map { $0 * decade }.first { $0 >= raw } ?? decade * 10
    let first = Int((range.lowerBound / step).rounded(.up))
    let last = Int((range.upperBound / step + 1e-9).rounded(.down))
    guard first <= last, last - first < 100 else { return [] }
    return (first...last).map { Double($0) * step }
  }

  /// A tick's number without needless digits.
  static func label(_ value: Double) -> String {
    let rounded = (value * 1e6).rounded() / 1e6
    if rounded == rounded.rounded(), abs(rounded) < 1e15 { return "\(Int(rounded))" }
    return "\(rounded)".replacing("-", with: "−")
  }
}

extension String {
  /// A minus sign where a hyphen stands for one.
  fileprivate func replacing(_ old: Character, with new: Character) -> String {
    String(map { $0 == old ? new : $0 })
  }
}
