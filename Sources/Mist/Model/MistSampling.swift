internal import MutualInformation

/// How much of a pair of paths is read, and what it is worth.
enum MistSampling {
  /// Observations that training went up to.
  static let longest = 500
  /// Frames of a path that are read at least: more say little more, and cost time.
  static let pathFrames = 128

  /// T_eff of a pair of vectors: the mean over coordinates of X with coordinates of Y, as the network reads it.
  static func effectiveSize(_ x: [[Float]], _ y: [[Float]], length: Int) -> Double {
    var sum = 0.0
    for a in x {
      for b in y {
        var product: Float = 0
        for lag in a.indices { product += a[lag] * b[lag] }
        sum += EffectiveSampleSize.clipped(length: length, productSum: Double(product))
      }
    }
    return EffectiveSampleSize.told(sum / Double(max(x.count * y.count, 1)), length: length)
  }

  /// The observations that are read: of a path evenly spread ones, at least four for each independent one; of draws
  /// several parts of at most 500, which are read one after another.
  static func parts(length: Int, effectiveSize: Double, isPath: Bool) -> [[Int]] {
    if isPath {
      let count = min(length, min(max(pathFrames, Int(4 * effectiveSize)), longest))
      return [(0..<count).map { $0 * length / count }]
    }
    let parts = (length + longest - 1) / longest
    return (0..<parts).map { part in Array(stride(from: part, to: length, by: parts)) }
  }
}
