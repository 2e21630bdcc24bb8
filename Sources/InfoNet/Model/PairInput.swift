internal import CKernels
internal import Glibc

/// The network's input for one pair: a table of 32 × 32 cells in its orientation, and six numbers beside it.
struct PairInput {
  /// Cells a side.
  static let side = Int(CK_TABLE_SIDE)
  /// Cells.
  static let cells = side * side
  /// Numbers beside the table.
  static let sideInputs = 6
  /// Counters that `read` needs as scratch.
  static let counters = 2 * Int(CK_COUNT_SIDE) * Int(CK_COUNT_SIDE)

  /// Fills `table` (sums to 1) and `beside` for variable `row` of x and `column` of y; returns the orientation.
  ///
  /// `beside`: log T_eff and log T, |r| of the normal scores, their −½ log(1 − r²), and the sum and the difference of the
  /// two log spacings, all of order one.
  @discardableResult
  static func read(
    _ x: RankStatistics, _ row: Int, _ y: RankStatistics, _ column: Int, effectiveSize: Double,
    counters: UnsafeMutablePointer<UInt32>, cells: UnsafeMutablePointer<Int32>,
    table: UnsafeMutablePointer<Float>, beside: UnsafeMutablePointer<Float>
  ) -> Int32 {
    let length = x.length
    let (a, b) = (row * length, column * length)
    var correlation: Float = 0
    var (forward, backward): (Float, Float) = (0, 0)
    x.levels.withUnsafeBufferPointer { xl in
      y.levels.withUnsafeBufferPointer { yl in
        if let xl = xl.baseAddress, let yl = yl.baseAddress {
          ck_rank_histogram(xl + a, yl + b, length, counters, cells)
        }
      }
    }
    let orientation = ck_orientation(cells)
    ck_oriented(cells, orientation, 1 / Float(16 * length), table)
    x.scores.withUnsafeBufferPointer { xs in
      y.scores.withUnsafeBufferPointer { ys in
        if let xs = xs.baseAddress, let ys = ys.baseAddress { correlation = ck_dot(xs + a, ys + b, length) }
      }
    }
    x.order.withUnsafeBufferPointer { xo in
      y.doubled.withUnsafeBufferPointer { yd in
        if let xo = xo.baseAddress, let yd = yd.baseAddress { forward = ck_spacing(xo + a, yd + b, length) }
      }
    }
    y.order.withUnsafeBufferPointer { yo in
      x.doubled.withUnsafeBufferPointer { xd in
        if let yo = yo.baseAddress, let xd = xd.baseAddress { backward = ck_spacing(yo + b, xd + a, length) }
      }
    }
    let r = min(abs(correlation), 0.99999)
    beside[0] = Float((log(effectiveSize) - 5) / 2)
    beside[1] = Float((log(Double(length)) - 6) / 2)
    beside[2] = r
    beside[3] = -0.25 * logf(1 - r * r)
    beside[4] = -0.25 * (forward + backward)
    beside[5] = 0.5 * abs(forward - backward)
    return orientation
  }
}
