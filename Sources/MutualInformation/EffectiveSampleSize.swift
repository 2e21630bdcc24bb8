public import LinearAlgebra

/// How many independent observations a pair of smooth paths is worth (Bartlett's formula on ranks).
///
/// T_eff = T / (1 + 2 Σ ρ_x(k) ρ_y(k)), with the sample autocorrelations ρ of the ranks at lags k = 1 … T/3, clipped to
/// [3, T]. The autocorrelations are computed once for every variable of one coordinate; a pair is a dot product.
public struct EffectiveSampleSize: Sendable {
  /// Number of variables.
  public let count: Int
  /// Observations of each, T.
  public let length: Int
  /// Lags of each, T/3.
  public let lags: Int
  /// `count · lags` sample autocorrelations, lag 1 first; zeros for a constant variable.
  public let autocorrelations: [Float]

  /// Reads the ranks' autocorrelations of variables of one coordinate.
  ///
  /// Throws `shapeMismatch` or `nonFiniteValue`.
  public init(_ observations: Observations) throws {
    guard observations.dimension == 1 else {
      throw MutualInformationError(
        .shapeMismatch,
        "found variables of \(observations.dimension) coordinates; effective sample sizes need one coordinate: slice the variables first"
      )
    }
    var all: [Float] = []
    all.reserveCapacity(observations.count * (observations.length / 3))
    for variable in 0..<observations.count {
      let ranks = try observations.ranks(variable)
      all += Self.autocorrelations(of: ranks)
    }
    count = observations.count
    length = observations.length
    lags = observations.length / 3
    autocorrelations = all
  }

  /// Sample autocorrelations Σ (r_t − r̄)(r_{t+k} − r̄) / Σ (r_t − r̄)² of ranks at lags 1 … T/3.
  public static func autocorrelations(of ranks: Ranks) -> [Float] {
    let length = ranks.count
    let lags = length / 3
    // Average ranks always have mean (T + 1)/2, so twice a rank minus T + 1 is centred, exactly.
    let centred = ranks.doubled.map { Float($0 - Int32(length + 1)) }
    var result = [Float](repeating: 0, count: lags)
    centred.withUnsafeBufferPointer { values in
      let power = dot(values, values)
      guard power > 0 else { return }
      for lag in 1..<(lags + 1) {
        let early = UnsafeBufferPointer(rebasing: values[0..<(length - lag)])
        result[lag - 1] = dot(early, UnsafeBufferPointer(rebasing: values[lag...])) / power
      }
    }
    return result
  }

  /// T_eff of variable `i` of this set with variable `j` of another (or of this) set of the same length.
  public func pair(_ i: Int, _ other: EffectiveSampleSize, _ j: Int) -> Double {
    precondition(length == other.length, "the two sets differ in length")
    let sum = autocorrelations.withUnsafeBufferPointer { a in
      other.autocorrelations.withUnsafeBufferPointer { b in
        dot(
          UnsafeBufferPointer(rebasing: a[(i * lags)..<((i + 1) * lags)]),
          UnsafeBufferPointer(rebasing: b[(j * lags)..<((j + 1) * lags)]))
      }
    }
    return Self.clipped(length: length, productSum: Double(sum))
  }

  /// T_eff of two variables of this set.
  public func pair(_ i: Int, _ j: Int) -> Double { pair(i, self, j) }

  /// T / (1 + 2 s) clipped to [3, T]; T where the denominator is not positive.
  public static func clipped(length: Int, productSum: Double) -> Double {
    let length = Double(length)
    let denominator = 1 + 2 * productSum
    guard denominator > 0 else { return length }
    return min(max(length / denominator, min(3, length)), length)
  }

  /// T_eff as a network is told it: T where more than half of T remains.
  ///
  /// The autocorrelations of T independent draws are noise whose products do not cancel where X and Y depend on each other
  /// (4000 draws with ρ = 0.9 look like 2700), and no path of training was so nearly independent: it would cost 8 % of MI.
  public static func told(_ size: Double, length: Int) -> Double {
    size > Double(length) / 2 ? Double(length) : size
  }

  /// A dot product in sixteen lanes, always in the same order.
  private static func dot(_ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>) -> Float {
    let count = min(a.count, b.count)
    var sums = SIMD16<Float>.zero
    var index = 0
    if let a = a.baseAddress.map(UnsafeRawPointer.init), let b = b.baseAddress.map(UnsafeRawPointer.init) {
      while index &+ 16 <= count {
        let x = a.loadUnaligned(fromByteOffset: index &* 4, as: SIMD16<Float>.self)
        let y = b.loadUnaligned(fromByteOffset: index &* 4, as: SIMD16<Float>.self)
        sums += x * y
        index &+= 16
      }
    }
    var sum = sums.sum()
    while index < count {
      sum += a[index] * b[index]
      index &+= 1
    }
    return sum
  }

  private func dot(_ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>) -> Float {
    Self.dot(a, b)
  }
}

extension PairwiseEngine {
  /// The mean over slices of T_eff for every b: variable b of `x` with variable b of `y`, as `estimatePairs` pairs them.
  ///
  /// Without slicing, the mean over every coordinate of X with every coordinate of Y.
  public func effectiveSampleSizes(x: Observations, y: Observations) throws -> [Double] {
    guard x.count == y.count, x.length == y.length else {
      throw MutualInformationError(
        .shapeMismatch,
        "X holds \(x.count) samples of \(x.length) observations, Y \(y.count) of \(y.length); expected the same"
      )
    }
    let views: [(View, View)]
    if slicing.kind == .none {
      views = (0..<x.dimension).flatMap { i in (0..<y.dimension).map { (.coordinate(i), .coordinate($0)) } }
    } else {
      let plan = try SlicePlan(slicing, x: x.dimension, y: y.dimension, estimator: GaussianCopula())
      views = plan.slices.joined().map { (plan.xViews[$0.x], plan.yViews[$0.y]) }
    }
    var sums = [Double](repeating: 0, count: x.count)
    for (left, right) in views {
      let a = try EffectiveSampleSize(x.seen(through: left))
      let b = try EffectiveSampleSize(y.seen(through: right))
      for index in sums.indices { sums[index] += a.pair(index, b, index) }
    }
    return sums.map { $0 / Double(max(views.count, 1)) }
  }
}
