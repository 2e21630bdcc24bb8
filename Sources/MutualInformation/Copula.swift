internal import LinearAlgebra

/// The ranks of one sequence of observations: all that a copula keeps of a variable.
///
/// Equal values share the average of the ranks they occupy (as `scipy.stats.rankdata` has it), so that the result depends on
/// the values alone, never on their order in time. −0 equals +0.
public struct Ranks: Sendable, Equatable {
  /// Twice the average rank of each observation, a whole number in 2…2T (ranks run from 1 to T).
  public let doubled: [Int32]
  /// The observations in increasing order, equal ones in order of time.
  public let order: [Int32]
  /// Observations that share their value with another one.
  public let tiedCount: Int

  /// Ranks `values`; throws `nonFiniteValue`, naming the observation.
  public init(_ values: [Float]) throws {
    let sorted = try SortedOrder(values)
    self.init(order: sorted.order) { sorted.keys[$0] == sorted.keys[$1] }
  }

  /// Ranks `values`; throws `nonFiniteValue`, naming the observation.
  public init(_ values: some Collection<Float>) throws {
    let sorted = try SortedOrder(values)
    self.init(order: sorted.order) { sorted.keys[$0] == sorted.keys[$1] }
  }

  /// Ranks observations in increasing order, `areEqual` comparing those at two places of that order.
  private init(order: [Int32], areEqual: (Int, Int) -> Bool) {
    let count = order.count
    var doubled = [Int32](repeating: 0, count: count)
    var tied = 0
    var start = 0
    while start < count {
      var end = start + 1
      while end < count, areEqual(end, start) { end += 1 }
      // Ranks start+1 … end: twice their mean is start + 1 + end.
      for position in start..<end { doubled[Int(order[position])] = Int32(start + end + 1) }
      if end - start > 1 { tied += end - start }
      start = end
    }
    self.doubled = doubled
    self.order = order
    tiedCount = tied
  }

  /// Ranks double-precision `values`; throws `nonFiniteValue`, naming the observation.
  public init(_ values: [Double]) throws {
    if let bad = values.firstIndex(where: { !$0.isFinite }) {
      throw MutualInformationError(
        .nonFiniteValue,
        "observation \(bad) is \(values[bad]); expected finite values: filter the tracks first")
    }
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    self.init(order: order.map { Int32($0) }) { values[order[$0]] == values[order[$1]] }
  }

  /// Number of observations, T.
  public var count: Int { doubled.count }

  /// Average ranks, from 1 to T.
  public var averageRanks: [Double] { doubled.map { Double($0) / 2 } }

  /// Whether all observations are equal, so that the variable carries no information.
  public var isConstant: Bool { count == 0 || tiedCount == count && doubled[0] == Int32(count + 1) }

  /// The empirical copula's coordinates, u = (rank − ½) / T, symmetric about ½ and inside (0, 1).
  public var uniform: [Float] {
    let scale = 0.5 / Double(max(count, 1))
    return doubled.map { Float((Double($0) - 1) * scale) }
  }
}

/// Normal scores Φ⁻¹(rank / (T + 1)) for one sample length, tabulated for every average rank.
public struct NormalScores: Sendable {
  private let table: [Double]

  /// The scores of samples of one length.
  public init(length: Int) {
    let scale = 0.5 / Double(length + 1)
    table = (0..<max(2 * length + 1, 1)).map { $0 == 0 ? 0 : normalQuantile(Double($0) * scale) }
  }

  /// The score of twice an average rank.
  public subscript(doubledRank: Int32) -> Double { table[Int(doubledRank)] }
}

/// The observations of a sequence in increasing order, by a radix sort of (value, time) keys.
struct SortedOrder {
  /// Times in increasing order of value, equal values in order of time.
  var order: [Int32]
  /// The values' keys in that order; equal exactly where the values are.
  var keys: [UInt32]

  init(_ values: some Collection<Float>) throws {
    let count = values.count
    var packed = [UInt64](repeating: 0, count: count)
    var index = 0
    for value in values {
      guard value.isFinite else {
        throw MutualInformationError(
          .nonFiniteValue, "observation \(index) is \(value); expected finite values: filter the tracks first"
        )
      }
      // Adding 0 turns −0 into +0; flipping the sign bit, or all bits of negatives, makes the order that of unsigned integers.
      let bits = (value + 0).bitPattern
      let key = bits ^ (bits >> 31 == 1 ? 0xFFFF_FFFF : 0x8000_0000)
      packed[index] = UInt64(key) << 32 | UInt64(truncatingIfNeeded: index)
      index += 1
    }
    Self.sortByHighWord(&packed)
    order = packed.map { Int32(truncatingIfNeeded: $0) }
    keys = packed.map { UInt32(truncatingIfNeeded: $0 >> 32) }
  }

  /// Sorts by the upper 32 bits, stably, byte by byte; bytes that all keys share cost one count.
  private static func sortByHighWord(_ values: inout [UInt64]) {
    let count = values.count
    var scratch = [UInt64](repeating: 0, count: count)
    var histogram = [Int](repeating: 0, count: 4 * 256)
    var inValues = true
    values.withUnsafeMutableBufferPointer { values in
      scratch.withUnsafeMutableBufferPointer { scratch in
        histogram.withUnsafeMutableBufferPointer { histogram in
          for value in values {
            for byte in 0..<4 { histogram[byte &* 256 &+ Int(value >> UInt64(32 &+ 8 &* byte) & 255)] &+= 1 }
          }
          var source = values
          var target = scratch
          for byte in 0..<4 {
            let counts = UnsafeMutableBufferPointer(rebasing: histogram[(byte * 256)..<(byte * 256 + 256)])
            let shift = UInt64(32 + 8 * byte)
            guard let first = source.first, counts[Int(first >> shift & 255)] != count else { continue }
            var total = 0
            for bucket in 0..<256 { (counts[bucket], total) = (total, total &+ counts[bucket]) }
            for value in source {
              let bucket = Int(value >> shift & 255)
              target[counts[bucket]] = value
              counts[bucket] &+= 1
            }
            swap(&source, &target)
            inValues.toggle()
          }
        }
      }
    }
    if !inValues { swap(&values, &scratch) }
  }
}
