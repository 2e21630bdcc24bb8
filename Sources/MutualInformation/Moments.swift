/// Mean and standard deviation of a series, in double precision.
package struct Moments {
  package let mean: Double
  package let deviation: Double
  /// Whether all values are equal: compared one by one, since rounding of the mean would leave a deviation of its own.
  package let isConstant: Bool

  /// Divides the squares by the number of values less `lostDegrees`.
  package init(of series: [Double], lostDegrees: Int = 0) {
    let n = Double(max(series.count, 1))
    let mean = series.reduce(0.0) { $0 + $1 } / n
    let squares = series.reduce(0.0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    deviation = (squares / max(n - Double(lostDegrees), 1)).squareRoot()
    isConstant = !series.contains { $0 != series[0] } || deviation == 0
  }
}
