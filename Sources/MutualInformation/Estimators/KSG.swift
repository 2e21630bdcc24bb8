internal import CKernels
internal import Glibc
public import LinearAlgebra
public import Support

/// What is done to the coordinates before neighbours are sought: the maximum norm compares them.
public enum KSGScaling: String, NamedChoice, EstimatorOptionValue {
  /// Nothing, as NPEET.
  case none
  /// Every coordinate divided by its (population) standard deviation, as scikit-learn's `mutual_info_regression`. The default.
  case standardised
  /// Every coordinate replaced by its normal scores Φ⁻¹(rank/(T+1)): the estimate then depends on the copula alone.
  case normalScores = "normal-scores"

  public var summary: String {
    switch self {
    case .none: "the values as they are"
    case .standardised: "divided by the standard deviation"
    case .normalScores: "normal scores of the ranks"
    }
  }
}

extension KSG {
  public static let neighboursOption = EstimatorOption(
    "neighbours", usual: 5, valueName: "k", help: "Number of nearest neighbours")
  public static let scalingOption = EstimatorOption(
    "scaling", usual: KSGScaling.standardised, help: "Scaling of the coordinates before neighbours are sought"
  )
}

/// Kraskov, Stögbauer & Grassberger's estimator 1 (2004, equation 8), in nats, in any dimension and exact:
/// ψ(k) + ψ(T) − ⟨ψ(n_x + 1) + ψ(n_y + 1)⟩, in the maximum norm within X, within Y and across.
///
/// n_x counts the other observations *strictly* nearer in X than the k-th joint neighbour. Data on a grid have equal
/// distances, and where they do the value is what formula 1 gives on average when ties are broken at random, as
/// scikit-learn and NPEET break them by noise of 1e-10; but without noise, so that the value depends on the data alone
/// (`EqualDistances`). Where the k-th neighbour is at distance 0 (more than k equal observations), the observations equal
/// to it take the place of k (Gao, Kannan, Oh & Viswanath 2017, arXiv 1709.06212): for discrete data that is the plug-in
/// value. Scaling multiplies differences, never values, so that it neither makes nor breaks a tie. Where k ≥ T, k is T − 1.
///
/// Bias: small for dependence up to about 1 nat; below the truth for strong dependence, above it for smooth paths
/// whose T observations are worth far fewer. A constant variable gives 0.
public struct KSG: MutualInformationEstimator {
  /// Neighbours, k.
  public let neighbours: Int
  public let scaling: KSGScaling

  public struct Prepared: Sendable {
    let count: Int
    let dimension: Int
    let length: Int
    /// The coordinates, `[variable][observation][coordinate]`.
    let values: [Double]
    /// `[variable][coordinate]`: what differences are multiplied by; all 0 for a constant variable.
    let weights: [Double]
    /// ψ(n) for n = 1 … T (0 at n = 0).
    let digammas: [Double]
    /// One coordinate: what the sorted scan reads.
    let sorted: [Sorted]
    /// Several coordinates: the trees of X alone that counts are taken from.
    let trees: [KDTree]
    /// `[variable]`: whether its values are on a grid or repeat, so that distances may be equal.
    let mayTie: [Bool]

    /// One variable of one coordinate in increasing order.
    struct Sorted: Sendable {
      /// The values, with infinities before and after.
      let padded: [Double]
      /// The observation at each position, and each observation's position.
      let order: [Int32]
      let position: [Int32]
    }
  }

  /// Throws `invalidOption` where `neighbours` is not in 1 … 1000.
  public init(neighbours: Int = 5, scaling: KSGScaling = .standardised) throws {
    guard (1...1000).contains(neighbours) else {
      throw MutualInformationError(
        .invalidOption, "ksg: k = \(neighbours) neighbours; expected 1 to 1000")
    }
    self.neighbours = neighbours
    self.scaling = scaling
  }

  public var name: String { "ksg" }
  public var options: String { "k=\(neighbours) scaling=\(scaling.rawValue)" }
  public var isInvariantToMonotoneMaps: Bool { scaling == .normalScores }
  public var handlesTies: Bool { true }
  public func supports(dimension: Int) -> Bool { dimension >= 1 }
  public func predictedSeconds(length: Int) -> Double { 1e-8 * pow(Double(length), 1.5) + 1e-6 }
  public func preparedBytes(length: Int, dimension: Int) -> Int {
    (dimension == 1 ? 24 : 24 * dimension) * length
  }

  private static let padding = CK_KSG_PADDING

  public func prepare(_ observations: Observations) throws -> Prepared {
    try observations.requireFinite()
    let (count, dimension, length) = (observations.count, observations.dimension, observations.length)
    let scores = scaling == .normalScores ? NormalScores(length: length) : nil
    var values = [Double](repeating: 0, count: observations.valueCount)
    var weights: [Double] = []
    var sorted: [Prepared.Sorted] = []
    var trees: [KDTree] = []
    var mayTie = [Bool](repeating: false, count: count)
    for variable in 0..<count where length > 0 {
      let first = variable * dimension * length
      var variableWeights = [Double](repeating: 0, count: dimension)
      for coordinate in 0..<dimension {
        let series = observations.series(variable, coordinate)
        let ranks = try observations.ranks(variable, coordinate)
        for (time, value) in series.enumerated() {
          values[first + time * dimension + coordinate] = scores.map { $0[ranks.doubled[time]] } ?? value
        }
        if EqualDistances.mayOccur(series, ranks) { mayTie[variable] = true }
        let deviation = Self.deviation(values, first: first + coordinate, stride: dimension, length: length)
        variableWeights[coordinate] = deviation > 0 ? (scaling == .standardised ? 1 / deviation : 1) : 0
        if dimension == 1 {
          let ends = [Double](repeating: .infinity, count: Self.padding)
          let inOrder = ranks.order.map { values[first + Int($0)] }
          var position = [Int32](repeating: 0, count: length)
          for (place, time) in ranks.order.enumerated() { position[Int(time)] = Int32(place) }
          sorted.append(
            Prepared.Sorted(padded: ends.map(-) + inOrder + ends, order: ranks.order, position: position))
        }
      }
      weights += variableWeights
      if dimension > 1 {
        trees.append(
          KDTree(
            points: Array(values[first..<(first + dimension * length)]), dimension: dimension,
            weights: variableWeights))
      }
    }
    return Prepared(
      count: count, dimension: dimension, length: length, values: values, weights: weights,
      digammas: (0..<(length + 1)).map { $0 == 0 ? 0 : digamma(Double($0)) }, sorted: sorted, trees: trees,
      mayTie: mayTie)
  }

  public func estimate(
    _ x: Prepared, rows: Range<Int>, _ y: Prepared, columns: Range<Int>,
    into tile: UnsafeMutableBufferPointer<Double>
  ) throws {
    precondition(x.length == y.length, "the two sets differ in length")
    precondition(tile.count == rows.count * columns.count, "the tile does not fit its rows and columns")
    guard x.length >= minimumObservations else { return tile.update(repeating: 0) }
    var scratch = Scratch(length: x.length, neighbours: min(neighbours, x.length - 1), padding: Self.padding)
    var index = 0
    for row in rows {
      for column in columns {
        defer { index += 1 }
        guard !x.isConstant(row), !y.isConstant(column) else {
          tile[index] = 0
          continue
        }
        scratch.clear()
        var ties = x.mayTie[row] || y.mayTie[column] ? EqualDistances(length: x.length) : nil
        if x.dimension == 1, y.dimension == 1 {
          scan(x, row, y, column, &scratch, &ties)
        } else {
          search(x, row, y, column, &scratch, &ties)
        }
        tile[index] = scratch.information(x.digammas, ties)
      }
    }
  }

  /// One coordinate each: outwards from every observation along the sorted x.
  private func scan(
    _ x: Prepared, _ row: Int, _ y: Prepared, _ column: Int, _ scratch: inout Scratch,
    _ ties: inout EqualDistances?
  ) {
    let (a, b) = (x.sorted[row], y.sorted[column])
    let (length, padding) = (x.length, Self.padding)
    let first = column * length
    y.values.withUnsafeBufferPointer { values in
      for place in 0..<length {
        let time = Int(a.order[place])
        scratch.values[padding + place] = values[first + time]
        scratch.positions[place] = b.position[time]
      }
    }
    let neighbours = Int32(scratch.best.count)
    a.padded.withUnsafeBufferPointer { xs in
      b.padded.withUnsafeBufferPointer { ySorted in
        scratch.values.withUnsafeBufferPointer { ys in
          guard let xs = xs.baseAddress, let ySorted = ySorted.baseAddress, let ys = ys.baseAddress else {
            return
          }
          if ties != nil {
            let neighbours = Int(neighbours)
            ties?.scan(
              xs + padding, ys + padding, scratch.positions, ySorted + padding, neighbours: neighbours,
              weights: (x.weights[row], y.weights[column]), best: &scratch.best, counts: &scratch.counts)
            return
          }
          ck_ksg_counts(
            xs + padding, ys + padding, scratch.positions, ySorted + padding, Int32(length), neighbours,
            x.weights[row], y.weights[column], &scratch.best, &scratch.counts)
        }
      }
    }
  }

  /// Several coordinates: a tree of the joint observations for the distances, the variables' own trees for the counts.
  private func search(
    _ x: Prepared, _ row: Int, _ y: Prepared, _ column: Int, _ scratch: inout Scratch,
    _ ties: inout EqualDistances?
  ) {
    let (dx, dy) = (x.dimension, y.dimension)
    var joint: [Double] = []
    joint.reserveCapacity(x.length * (dx + dy))
    for time in 0..<x.length {
      let (a, b) = ((row * x.length + time) * dx, (column * y.length + time) * dy)
      joint += x.values[a..<(a + dx)]
      joint += y.values[b..<(b + dy)]
    }
    let tree = KDTree(points: joint, dimension: dx + dy, weights: x.weights(row) + y.weights(column))
    let distances = tree.neighbourDistances(scratch.best.count)
    if ties != nil {
      ties?.search(
        joint: tree, points: joint, split: dx, distances: distances, neighbours: scratch.best.count,
        x: x.tree(row), y: y.tree(column), counts: &scratch.counts)
      return
    }
    let limits = distances.map { $0 > 0 ? $0.nextDown : 0 }
    for count in x.tree(row).countsWithin(limits) { scratch.counts[Int(count)] += 1 }
    for count in y.tree(column).countsWithin(limits) { scratch.counts[Int(count)] += 1 }
  }

  /// The population standard deviation of every `stride`-th value; exactly 0 where all are equal.
  private static func deviation(_ values: [Double], first: Int, stride: Int, length: Int) -> Double {
    // About the first value: equal values give 0 without rounding.
    let origin = values[first]
    var sum = 0.0
    var squares = 0.0
    for time in 0..<length { sum += values[first + time * stride] - origin }
    let mean = sum / Double(length)
    for time in 0..<length {
      let deviation = values[first + time * stride] - origin - mean
      squares += deviation * deviation
    }
    return (squares / Double(length)).squareRoot()
  }
}

extension KSG.Prepared {
  func weights(_ variable: Int) -> [Double] {
    Array(weights[(variable * dimension)..<((variable + 1) * dimension)])
  }

  func isConstant(_ variable: Int) -> Bool {
    weights[(variable * dimension)..<((variable + 1) * dimension)].allSatisfy { $0 == 0 }
  }

  /// The variable's tree; made on the spot for one coordinate against several, where none is kept.
  func tree(_ variable: Int) -> KDTree {
    if dimension > 1 { return trees[variable] }
    return KDTree(
      points: Array(values[(variable * length)..<((variable + 1) * length)]), dimension: 1,
      weights: weights(variable))
  }
}

/// What one pair after the other writes into.
private struct Scratch {
  var values: [Double]
  var positions: [Int32]
  var best: [Double]
  /// How many observations have each count n_x + 1, and n_y + 1: sums over whole numbers do not depend on the order of the
  /// observations, so that the estimate is exactly symmetric, and unchanged by permutations.
  var counts: [UInt32]

  init(length: Int, neighbours: Int, padding: Int) {
    values = Array(repeating: 0, count: length + 2 * padding)
    positions = Array(repeating: 0, count: length)
    best = Array(repeating: 0, count: neighbours)
    counts = Array(repeating: 0, count: length + 1)
  }

  mutating func clear() {
    for index in counts.indices { counts[index] = 0 }
  }

  /// Equation 8: ψ(k) + ψ(T) − (1/T) Σ_n counts[n] ψ(n), with what equal distances add.
  func information(_ digammas: [Double], _ ties: EqualDistances?) -> Double {
    var sum = ties?.marginalSum ?? 0
    for (count, digamma) in zip(counts, digammas) where count > 0 { sum += Double(count) * digamma }
    let length = counts.count - 1
    let joint = ties?.jointMean(neighbours: best.count, digammas) ?? digammas[best.count]
    return joint + digammas[length] - sum / Double(length)
  }
}
