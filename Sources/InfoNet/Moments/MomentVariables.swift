internal import CKernels
internal import LinearAlgebra
internal import MutualInformation

/// What the moment network reads of one set of variables: computed once for every variable, then shared by all its pairs.
///
/// All of it is made from ranks among the times at which a variable is observed; elsewhere everything is 0.
struct MomentVariables: Sendable {
  /// Number of variables.
  let count: Int
  /// Times, observed or not.
  let length: Int
  /// Groups of four times.
  let groups: Int
  /// Whether every variable is observed at every time.
  let isComplete: Bool
  /// `[variable][group][function][time of the group]`.
  let functions: [Int8]
  /// `[variable][part][function]`: their sums.
  let sums: [Int32]
  /// `[variable][time]`: normal scores; centred and of Euclidean length 1 where all times are observed.
  let scores: [Double]
  /// `[variable][time]`: 1 where it is observed; empty: everywhere.
  let mask: [Double]
  /// `[variable][lag]`: autocorrelations of the ranks; empty for independent draws.
  let autocorrelations: [Float]
  let lags: Int
  /// Variables without information.
  let isConstant: [Bool]

  /// Groups of a part, whose products fit 32 bits.
  var parts: Int { (groups + Int(CK_MOMENT_PART) - 1) / Int(CK_MOMENT_PART) }

  /// Prepares the variables of a set of one coordinate, whose values are finite where they are observed.
  ///
  /// Throws `nonFiniteValue`.
  init(_ observations: Observations, sampling: Sampling) throws {
    var tables = MomentTables()
    let observed = observations.observed
    let length = observations.length
    try self.init(
      count: observations.count, length: length, isComplete: observations.isComplete, sampling: sampling,
      tables: &tables
    ) { variable in
      let times =
        observed.isEmpty ? nil : (0..<length).filter { observed[variable * length + $0] }
      guard let times else { return (try observations.ranks(variable), nil) }
      guard let singles = observations.singles else {
        let series = observations.series(variable)
        return (try Ranks(times.map { series[$0] }), times)
      }
      return (try Ranks(times.map { singles[variable * length + $0] }), times)
    }
  }

  /// `ranked`: the ranks of a variable and the times they are of, nil: all.
  init(
    count: Int, length: Int, isComplete: Bool, sampling: Sampling, tables: inout MomentTables,
    _ ranked: (Int) throws -> (Ranks, [Int]?)
  ) throws {
    self.count = count
    self.length = length
    self.isComplete = isComplete
    let group = Int(CK_MOMENT_GROUP)
    let groups = (length + group - 1) / group
    self.groups = groups
    lags = sampling == .path ? length / 3 : 0
    let stride = groups * Int(CK_MOMENT_STRIDE)
    let parts = (groups + Int(CK_MOMENT_PART) - 1) / Int(CK_MOMENT_PART)
    var functions = [Int8](repeating: 0, count: count * stride)
    var sums = [Int32](repeating: 0, count: count * parts * MomentFunctions.count)
    var scores = [Double](repeating: 0, count: count * length)
    var mask = [Double](repeating: 0, count: isComplete ? 0 : count * length)
    var autocorrelations: [Float] = []
    autocorrelations.reserveCapacity(count * lags)
    var isConstant: [Bool] = []
    for variable in 0..<count {
      let (ranks, times) = try ranked(variable)
      let known = tables.entry(length: ranks.count)
      isConstant.append(ranks.isConstant)
      let unit = Self.unitScores(ranks, known.scores, isCentred: isComplete)
      functions.withUnsafeMutableBufferPointer { functions in
        guard let base = functions.baseAddress else { return }
        let start = base + variable * stride
        for (place, rank) in ranks.doubled.enumerated() {
          known.functions.write(doubledRank: rank, at: times?[place] ?? place, into: start)
        }
        sums.withUnsafeMutableBufferPointer {
          guard let sums = $0.baseAddress else { return }
          ck_moment_sums(start, groups, sums + variable * parts * MomentFunctions.count)
        }
      }
      for (place, score) in unit.enumerated() {
        let time = variable * length + (times?[place] ?? place)
        scores[time] = score
        if !isComplete { mask[time] = 1 }
      }
      if sampling == .path {
        if let times, times.count < length {
          autocorrelations += Self.autocorrelations(ranks, times: times, length: length)
        } else {
          autocorrelations += EffectiveSampleSize.autocorrelations(of: ranks)
        }
      }
    }
    (self.functions, self.sums, self.scores) = (functions, sums, scores)
    (self.mask, self.autocorrelations, self.isConstant) = (mask, autocorrelations, isConstant)
  }

  /// Normal scores, centred and of Euclidean length 1 if that is asked for; 0 for a constant.
  private static func unitScores(_ ranks: Ranks, _ table: NormalScores, isCentred: Bool) -> [Double] {
    let raw = ranks.doubled.map { table[$0] }
    guard isCentred else { return raw }
    let mean = raw.reduce(0, +) / Double(max(raw.count, 1))
    let power = raw.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let scale = power > 1e-12 && !ranks.isConstant ? 1 / power.squareRoot() : 0
    return raw.map { ($0 - mean) * scale }
  }

  /// Autocorrelations of ranks that are observed at some times: the mean product of observations so far apart, tapered as that of a
  /// complete series is, over their variance.
  ///
  /// 0 at lags that fewer than eight couples of observations have.
  private static func autocorrelations(_ ranks: Ranks, times: [Int], length: Int) -> [Float] {
    let lags = length / 3
    var values = [Float](repeating: 0, count: length)
    var mask = values
    for (time, rank) in zip(times, ranks.doubled) {
      values[time] = Float(rank - Int32(ranks.count + 1))
      mask[time] = 1
    }
    var result = [Float](repeating: 0, count: lags)
    values.withUnsafeBufferPointer { values in
      mask.withUnsafeBufferPointer { mask in
        guard let v = values.baseAddress, let m = mask.baseAddress, length > 0 else { return }
        let power = ck_dot(v, v, length) / Float(max(times.count, 1))
        guard power > 0 else { return }
        for lag in 1..<(lags + 1) {
          let couples = ck_dot(m, m + lag, length - lag)
          guard couples >= 8 else { continue }
          let taper = 1 - Float(lag) / Float(length)
          result[lag - 1] = taper * ck_dot(v, v + lag, length - lag) / couples / power
        }
      }
    }
    return result
  }
}

/// Functions of ranks by sample length, each made once.
struct MomentTables: Sendable {
  private var entries: [Int: (functions: MomentFunctions, scores: NormalScores)]

  /// Tables of these lengths; others are made when they are asked for.
  init(lengths: [Int] = []) {
    entries = Dictionary(
      uniqueKeysWithValues: Set(lengths).map { ($0, (MomentFunctions(length: $0), NormalScores(length: $0))) }
    )
  }

  mutating func entry(length: Int) -> (functions: MomentFunctions, scores: NormalScores) {
    if let known = entries[length] { return known }
    let made = (MomentFunctions(length: length), NormalScores(length: length))
    entries[length] = made
    return made
  }
}
