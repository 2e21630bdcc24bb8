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

  /// Turns cells into shares of the observations: 1 / (units · T).
  static func share(length: Int) -> Float { 1 / Float(Int(CK_CELL_UNITS) * length) }

  /// Integers of scratch for samples of a length.
  static func room(length: Int) -> Int { length + Int(CK_STRIP_ROOM) }

  /// Fills `cells` (the soft counts in units of 1 / CK_CELL_UNITS) and `beside` for variable `row` of x and `column` of y; returns the
  /// orientation in which the cells are to be read.
  ///
  /// `beside`: log T_eff and log T, |r| of the normal scores, their −½ log(1 − r²), and the sum and the difference of
  /// what strips in the order of x and of y tell, all of order one.
  static func read(
    _ x: RankStatistics, _ row: Int, _ y: RankStatistics, _ column: Int, effectiveSize: Double,
    counters: UnsafeMutablePointer<UInt32>, cells: UnsafeMutablePointer<Int32>,
    room: UnsafeMutablePointer<Int32>,
    beside: UnsafeMutablePointer<Float>
  ) -> Int32 {
    let length = x.length
    let (a, b) = (row * length, column * length)
    var distance: Float = 0
    var (forward, backward): (Float, Float) = (0, 0)
    x.levels.withUnsafeBufferPointer { xl in
      y.levels.withUnsafeBufferPointer { yl in
        if let xl = xl.baseAddress, let yl = yl.baseAddress {
          ck_rank_histogram(xl + a, yl + b, length, counters, cells)
        }
      }
    }
    let orientation = ck_orientation(cells)
    x.scores.withUnsafeBufferPointer { xs in
      y.scores.withUnsafeBufferPointer { ys in
        if let xs = xs.baseAddress, let ys = ys.baseAddress { distance = ck_distance(xs + a, ys + b, length) }
      }
    }
    x.order.withUnsafeBufferPointer { xo in
      y.doubled.withUnsafeBufferPointer { yd in
        if let xo = xo.baseAddress, let yd = yd.baseAddress {
          forward = ck_strip_information(xo + a, yd + b, length, room)
        }
      }
    }
    y.order.withUnsafeBufferPointer { yo in
      x.doubled.withUnsafeBufferPointer { xd in
        if let yo = yo.baseAddress, let xd = xd.baseAddress {
          backward = ck_strip_information(yo + b, xd + a, length, room)
        }
      }
    }
    // 2 − 2 |r|, so that 1 − r² = (1 − |r|) (1 + |r|) keeps its digits. No sample tells more than one of T distinct ranks can.
    let gap = max(distance / 2, 1e-7)
    let r = 1 - gap
    beside[0] = Float((log(effectiveSize) - 5) / 2)
    beside[1] = Float((log(Double(length)) - 6) / 2)
    beside[2] = r
    beside[3] = -0.25 * logf(gap * (2 - gap))
    beside[4] = 0.25 * (forward + backward)
    beside[5] = 0.5 * abs(forward - backward)
    return orientation
  }

  /// The product of two stretches of arrays, in lanes: swapping them gives the same bits.
  static func dot(_ a: [Float], _ i: Int, _ b: [Float], _ j: Int, count: Int) -> Float {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        guard count > 0, let a = a.baseAddress, let b = b.baseAddress else { return 0 }
        return ck_dot(a + i, b + j, count)
      }
    }
  }
}
