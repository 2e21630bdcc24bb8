internal import CKernels
internal import LinearAlgebra
internal import MutualInformation

/// What InfoNet reads of one set of variables: computed once for every variable, then shared by all its pairs.
///
/// All of it is made from ranks, so every increasing map of a variable leaves it.
struct RankStatistics: Sendable {
  /// Number of variables.
  let count: Int
  /// Observations of each, T.
  let length: Int
  /// `[variable][observation]`: ⌊64 (rank − ½) / T⌋.
  let levels: [UInt8]
  /// `[variable][observation]`: normal scores of the ranks, centred, of Euclidean length 1; zeros for a constant.
  let scores: [Float]
  /// `[variable][observation]`: twice the average ranks.
  let doubled: [Int32]
  /// `[variable]`: the observations in increasing order.
  let order: [Int32]
  /// Variables without information.
  let isConstant: [Bool]

  init(_ ranks: [Ranks], length: Int, scores table: NormalScores) {
    count = ranks.count
    self.length = length
    var levels: [UInt8] = []
    var scores: [Float] = []
    var doubled: [Int32] = []
    var order: [Int32] = []
    levels.reserveCapacity(count * length)
    scores.reserveCapacity(count * length)
    doubled.reserveCapacity(count * length)
    order.reserveCapacity(count * length)
    for variable in ranks {
      for rank in variable.doubled {
        let level = (Int(rank) - 1) * Int(CK_COUNT_SIDE) / (2 * length)
        levels.append(UInt8(level))
      }
      // Scores are antisymmetric in the rank: their mean is 0 without ties, and subtracted for the sake of ties.
      let raw = variable.doubled.map { table[$0] }
      let mean = raw.reduce(0, +) / Double(max(length, 1))
      let power = raw.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let scale = power > 1e-12 ? 1 / power.squareRoot() : 0
      for value in raw { scores.append(Float((value - mean) * scale)) }
      doubled += variable.doubled
      order += variable.order
    }
    self.levels = levels
    self.scores = scores
    self.doubled = doubled
    self.order = order
    isConstant = ranks.map(\.isConstant)
  }
}

extension Observations {
  /// The ranks of variables of one coordinate.
  ///
  /// Throws `shapeMismatch`, naming the estimator, or `nonFiniteValue`.
  func scalarRanks(for estimator: String) throws -> [Ranks] {
    guard dimension == 1 else {
      throw MutualInformationError(
        .shapeMismatch,
        "found variables of \(dimension) coordinates; \(estimator) takes one coordinate: slice the variables")
    }
    try requireFinite()
    return try (0..<count).map { try ranks($0) }
  }
}
