internal import CKernels
internal import Glibc
internal import MutualInformation

/// The functions of a rank whose products are the moments of a pair: 1, then √2 cos(π a u), a = 1 … 15, u = (rank − ½) / T.
///
/// They are orthonormal over u. As whole numbers in units of 1/127 their products are sums of integers: exact, the same in any
/// order and on any processor. The cosines are stored without √2.
struct MomentFunctions: Sendable {
  /// Functions, the constant one included.
  static let count = Int(CK_MOMENT_FUNCTIONS)
  /// The highest cosine.
  static let degree = count - 1

  /// `[twice the average rank][function]`.
  private let table: [Int8]

  /// The functions for samples of one length.
  init(length: Int) {
    var table = [Int8](repeating: Int8(CK_MOMENT_UNIT), count: (2 * length + 1) * Self.count)
    let unit = Double(CK_MOMENT_UNIT)
    for doubled in 1..<max(2 * length + 1, 1) {
      // Chebyshev's recurrence; the rank in the middle is where odd cosines are 0, whose signs mirror.
      let u = (Double(doubled) - 1) / Double(2 * length)
      let first = cos(.pi * u)
      var (before, now) = (1.0, first)
      for a in 1..<Self.count {
        table[doubled * Self.count + a] = Int8((unit * now).rounded())
        (before, now) = (now, 2 * first * now - before)
      }
    }
    // Reversing a variable changes the sign of odd functions exactly.
    for doubled in 1..<max(length + 2, 1) where 2 * length + 2 - doubled < 2 * length + 1 {
      let mirror = 2 * length + 2 - doubled
      for a in 1..<Self.count {
        let value = table[doubled * Self.count + a]
        table[mirror * Self.count + a] = a % 2 == 0 ? value : (mirror == doubled ? 0 : -value)
        if mirror == doubled { table[doubled * Self.count + a] = a % 2 == 0 ? value : 0 }
      }
    }
    self.table = table
  }

  /// Writes the functions of an observation of a rank into the groups of a variable, `[group][function][observation of the group]`.
  func write(doubledRank: Int32, at time: Int, into groups: UnsafeMutablePointer<Int8>) {
    let group = Int(CK_MOMENT_GROUP)
    let to = groups + (time / group) * Int(CK_MOMENT_STRIDE) + time % group
    let from = Int(doubledRank) * Self.count
    table.withUnsafeBufferPointer { table in
      for a in 0..<Self.count { to[a &* group] = table[from &+ a] }
    }
  }
}
