/// The area under the receiver operating characteristic: the chance that a positive scores above a negative.
public enum AreaUnderROC {
  /// By ranks (Mann and Whitney), ties counting one half; nil where either list is empty.
  public static func score(positives: [Double], negatives: [Double]) -> Double? {
    guard !positives.isEmpty, !negatives.isEmpty else { return nil }
    let all = (positives.map { ($0, true) } + negatives.map { ($0, false) }).sorted { $0.0 < $1.0 }
    var rankSum = 0.0
    var start = 0
    while start < all.count {
      var end = start
      while end < all.count, all[end].0 == all[start].0 { end += 1 }
      let rank = Double(start + 1 + end) / 2
      rankSum += rank * Double(all[start..<end].count { $0.1 })
      start = end
    }
    let (p, n) = (Double(positives.count), Double(negatives.count))
    return (rankSum - p * (p + 1) / 2) / (p * n)
  }
}
