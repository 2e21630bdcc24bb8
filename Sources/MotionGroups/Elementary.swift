internal import Glibc

/// ½ log x, of at least 1e-12.
func halfLogarithm(_ x: Double) -> Double { 0.5 * log(max(x, 1e-12)) }
/// e^x.
func exponential(_ x: Double) -> Double { exp(x) }
/// The logarithm of a number, of at least `floor`.
func logarithm(_ x: Double, floor: Double = 1e-4) -> Double { log(max(x, floor)) }
/// 1 / (1 + e^−x).
func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

/// The mean of the values that are known; NaN where none is.
func knownMean(_ values: some Sequence<Double>) -> Double {
  var (sum, count) = (0.0, 0)
  for value in values where value.isFinite {
    sum += value
    count += 1
  }
  return count > 0 ? sum / Double(count) : .nan
}

/// The quantile of the values that are known, the value at a share of their sorted order; NaN where none is.
func knownQuantile(_ values: [Double], _ share: Double) -> Double {
  let known = values.filter(\.isFinite).sorted()
  guard !known.isEmpty else { return .nan }
  let position = share * Double(known.count - 1)
  let low = Int(position)
  let high = min(low + 1, known.count - 1)
  return known[low] + (position - Double(low)) * (known[high] - known[low])
}

/// The mean of the known values from a quantile up; NaN where none is known.
func topMean(_ values: [Double], from share: Double) -> Double {
  let known = values.filter(\.isFinite).sorted()
  guard !known.isEmpty else { return .nan }
  let rest = known[min(known.count - 1, Int(share * Double(known.count)))...]
  return rest.reduce(0, +) / Double(rest.count)
}

/// The cosine and the sine of an angle in radians.
func unitVector(_ angle: Double) -> (Double, Double) { (cos(angle), sin(angle)) }
