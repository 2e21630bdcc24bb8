internal import CKernels
internal import NeuralNetwork

/// The numbers that the moment network's own operations know loops for.
public protocol MomentScalar: InfoNetScalar {
  /// The loops of CKernels/moments.inc.
  static var momentKernels: MomentKernels<Self> { get }
}

/// The loops of CKernels/moments.inc for one kind of number.
public struct MomentKernels<Scalar>: Sendable {
  typealias Input = UnsafePointer<Scalar>
  typealias Output = UnsafeMutablePointer<Scalar>

  /// y = x min(max(x / 6 + ½, 0), 1).
  let swish: @Sendable (_ x: Input, _ y: Output, _ count: Int) -> Void
  let swishBackward: @Sendable (_ x: Input, _ dy: Input, _ dx: Output, _ count: Int) -> Void
  /// The means over the four forms of a pair; y: 4 × count.
  let orbit: @Sendable (_ p: Input, _ q: Input, _ r: Input, _ s: Input, _ y: Output, _ count: Int) -> Void
  let orbitBackward:
    @Sendable (
      _ p: Input, _ q: Input, _ r: Input, _ s: Input, _ dy: Input, _ dp: Output, _ dq: Output, _ dr: Output,
      _ ds: Output, _ count: Int
    ) -> Void
}

extension Float: MomentScalar {
  public static let momentKernels = MomentKernels<Float>(
    swish: ck_f32_swish, swishBackward: ck_f32_swish_backward, orbit: ck_f32_orbit,
    orbitBackward: ck_f32_orbit_backward)
}

extension Double: MomentScalar {
  public static let momentKernels = MomentKernels<Double>(
    swish: ck_f64_swish, swishBackward: ck_f64_swish_backward, orbit: ck_f64_orbit,
    orbitBackward: ck_f64_orbit_backward)
}

extension Tape where Scalar: MomentScalar {
  /// x min(max(x / 6 + ½, 0), 1), element by element.
  ///
  /// x: n × w → n × w.
  func swish(_ x: Variable) -> Variable {
    let y = make(rows: x.rows, columns: x.columns, from: x)
    Scalar.momentKernels.swish(value(x), value(y), x.count)
    record(y) { tape in
      guard let dy = tape.slope(y), let dx = tape.slope(x) else { return }
      Scalar.momentKernels.swishBackward(tape.value(x), dy, dx, x.count)
    }
    return y
  }

  /// The mean of swish(± …) over the four forms of a pair, and what of it is odd as q, as r and as s are, one below the other.
  ///
  /// p, q, r, s: n × w → 4 n × w.
  func orbit(_ p: Variable, _ q: Variable, _ r: Variable, _ s: Variable) -> Variable {
    precondition(
      [q, r, s].allSatisfy { $0.rows == p.rows && $0.columns == p.columns }, "orbit: shapes differ")
    let y = make(rows: 4 * p.rows, columns: p.columns, from: p, q, r, s)
    Scalar.momentKernels.orbit(value(p), value(q), value(r), value(s), value(y), p.count)
    record(y) { tape in
      guard let dy = tape.slope(y) else { return }
      func slope(_ x: Variable) -> UnsafeMutablePointer<Scalar> { tape.slope(x) ?? tape.scratch(x.count) }
      Scalar.momentKernels.orbitBackward(
        tape.value(p), tape.value(q), tape.value(r), tape.value(s), dy, slope(p), slope(q), slope(r),
        slope(s),
        p.count)
    }
    return y
  }

  /// Some rows of a matrix.
  ///
  /// x: n × w → the range's count × w.
  func rows(_ x: Variable, _ range: Range<Int>) -> Variable {
    precondition(range.lowerBound >= 0 && range.upperBound <= x.rows, "rows: the range does not fit")
    let (first, count) = (range.lowerBound * x.columns, range.count * x.columns)
    let y = make(rows: range.count, columns: x.columns, from: x)
    value(y).update(from: value(x) + first, count: count)
    record(y) { tape in
      guard let dy = tape.slope(y), let dx = tape.slope(x) else { return }
      tape.kernels.accumulate(1, dy, dx + first, count)
    }
    return y
  }

  /// x y, element by element.
  ///
  /// x, y: n × w → n × w.
  func product(_ x: Variable, _ y: Variable) -> Variable {
    precondition(x.rows == y.rows && x.columns == y.columns, "product: shapes differ")
    let z = make(rows: x.rows, columns: x.columns, from: x, y)
    let (left, right, out) = (value(x), value(y), value(z))
    for index in 0..<z.count { out[index] = left[index] * right[index] }
    record(z) { tape in
      guard let dz = tape.slope(z) else { return }
      if let dx = tape.slope(x) {
        let y = tape.value(y)
        for index in 0..<z.count { dx[index] += dz[index] * y[index] }
      }
      if let dy = tape.slope(y) {
        let x = tape.value(x)
        for index in 0..<z.count { dy[index] += dz[index] * x[index] }
      }
    }
    return z
  }

  /// The full matrix of coefficients from its symmetric and skew parts: c_ab = S_ab + A_ab, c_ba = S_ab − A_ab.
  ///
  /// x: n × degree² in the order of `MomentLayout` → n × degree², `[a][b]`.
  func joined(_ x: Variable, _ layout: MomentLayout) -> Variable {
    let (rows, width) = (x.rows, x.columns)
    precondition(width == layout.moments, "joined: \(width) columns")
    let y = make(rows: rows, columns: width, from: x)
    for row in 0..<rows {
      let (from, to) = (value(x) + row * width, value(y) + row * width)
      for cell in layout.cells {
        let skew: Scalar = cell.skew.map { from[$0] } ?? 0
        to[cell.upper] = from[cell.symmetric] + skew
        to[cell.lower] = from[cell.symmetric] - skew
      }
    }
    record(y) { tape in
      guard let dy = tape.slope(y), let dx = tape.slope(x) else { return }
      for row in 0..<rows {
        let (to, from) = (dx + row * width, dy + row * width)
        for cell in layout.cells {
          if let skew = cell.skew {
            to[cell.symmetric] += from[cell.upper] + from[cell.lower]
            to[skew] += from[cell.upper] - from[cell.lower]
          } else {
            to[cell.symmetric] += from[cell.upper]
          }
        }
      }
    }
    return y
  }
}
