internal import CKernels

/// Adds, for every pair of rows i ≤ j of bits, the weighted number of bits they share to `sums[i · count + j]`.
///
/// - Parameters:
///   - rows: `count` rows of `weights.count` sets of `words` words each.
///   - weights: the weight of a common bit of each set.
///   - sums: `count²` sums, of which the upper triangle is written.
public func addCommonBits(
  rows: [UInt64], count: Int, words: Int, weights: [Int32], into sums: inout [Int32]
) {
  precondition(
    rows.count == count * words * weights.count && sums.count == count * count, "sizes do not match")
  ck_common_bits(rows, count, weights.count, words, weights, &sums)
}
