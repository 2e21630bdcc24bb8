internal import Support

/// What is said of pairs whose mutual information is unknown.
enum UnknownPairs {
  /// One line about the share of such pairs in a matrix; nil where there is none.
  static func line(share: Double) -> String? {
    guard share > 0 else { return nil }
    return
      "the mutual information of \(percent(share)) of the pairs is unknown: their tracks have too few frames in common"
  }

  /// A share in (0, 1] in per cent: a small one is not 0 %, and not quite all is not 100 %.
  static func percent(_ share: Double) -> String {
    if share < 0.001 { return "less than 0.1 %" }
    if share > 0.999, share < 1 { return "more than 99.9 %" }
    return "\(decimals(100 * share, 1)) %"
  }
}
