/// Thresholds at multiples of a decimal step, fine enough for a slider.
///
/// Every one can be written on a command line exactly.
public struct ThresholdGrid: Sendable, Equatable {
  /// The step is `unit` · 10^−`decimals`, and one of 1, 2 and 5 at some decimal.
  public let unit: Int
  public let decimals: Int
  /// The multiples: below the weakest link of a merge tree (all in one), above the strongest (each alone).
  public let first: Int
  public let last: Int
  /// Where a slider may end: the strongest links of a tree spread over most of its range and tell nothing.
  public let shown: Int

  /// The grid for the links of a tree, in any order.
  public init(links: [Double]) {
    let sorted = links.filter(\.isFinite).sorted()
    let (low, high) = (sorted.first ?? 0, sorted.last ?? 1)
    let end = sorted.isEmpty ? high : sorted[min(sorted.count - 1, sorted.count * 19 / 20)]
    var (unit, decimals) = (1, 6)
    func value(_ unit: Int, _ decimals: Int) -> Double { Double(unit) / Self.power(decimals) }
    while (high - low) / value(unit, decimals) > 2000, decimals > 0 {
      switch unit {
      case 1: unit = 2
      case 2: unit = 5
      default: (unit, decimals) = (1, decimals - 1)
      }
    }
    while (high - low) / value(unit, decimals) > 2000 { unit *= 10 }
    self.unit = unit
    self.decimals = decimals
    let step = value(unit, decimals)
    first = Int((low / step).rounded(.down)) - 1
    last = Int((high / step).rounded(.up)) + 1
    shown = Int((end / step).rounded(.up)) + 1
  }

  /// Every threshold, as reading its decimals gives it.
  public var values: [Double] {
    let power = Self.power(decimals)
    return (first...last).map { Double($0 * unit) / power }
  }

  private static func power(_ decimals: Int) -> Double {
    (0..<decimals).reduce(1.0) { value, _ in value * 10 }
  }
}
