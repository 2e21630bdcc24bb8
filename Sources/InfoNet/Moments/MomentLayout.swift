internal import CKernels
internal import Glibc

/// The order of the moment network's inputs: numbers beside the moments, then the moments by how they change sign.
///
/// Exchanging X and Y changes the sign of A = (C − Cᵀ) / 2, reversing both that of moments of odd a + b.
public struct MomentLayout: Sendable, Equatable {
  /// One pair of moments C_ab and C_ba: where they stand in the full matrix, and their parts among the moments.
  struct Cell: Sendable, Equatable {
    let upper: Int
    let lower: Int
    let symmetric: Int
    /// Nil on the diagonal.
    let skew: Int?
  }

  /// The highest degree.
  let degree: Int
  /// Numbers beside the moments.
  let beside: Int
  /// Moments S of even and odd a + b, A of even and odd a + b.
  let evenSymmetric: Int
  let oddSymmetric: Int
  let evenSkew: Int
  let oddSkew: Int
  let cells: [Cell]
  /// `[level][a][point]`: the functions of the density's levels at half of their points, damped towards the level's degree
  /// but for the last level.
  let basis: [Float]

  private static func basis(degree: Int) -> [Float] {
    let half = Int(CK_MOMENT_HALF)
    var values: [Float] = []
    for (cut, points) in zip([3, 6, 10, 15], [4, 4, 6, half]) {
      for a in 0..<MomentFunctions.count {
        // The last level keeps what stands out of the noise and needs no damping.
        let damping = cut == 15 ? 1 : 1 - pow(Double(a) / Double(cut + 1), 4)
        for place in 0..<half {
          let u = (Double(place) + 0.5) / Double(2 * points)
          let isUsed = a > 0 && a <= min(cut, degree) && place < points
          values.append(isUsed ? Float(2.0.squareRoot() * damping * cos(.pi * Double(a) * u)) : 0)
        }
      }
    }
    return values
  }

  init(degree: Int) {
    self.degree = degree
    beside = Int(CK_MOMENT_BESIDE) + 2 * degree + 2 * Int(CK_MOMENT_LEVELS)
    basis = Self.basis(degree: degree)
    let (odd, even) = ((degree + 1) / 2, degree / 2)
    evenSymmetric = (odd * (odd + 1) + even * (even + 1)) / 2
    oddSymmetric = odd * even
    evenSkew = evenSymmetric - degree
    oddSkew = oddSymmetric
    var next = (0, evenSymmetric, evenSymmetric + oddSymmetric, evenSymmetric + oddSymmetric + evenSkew)
    var cells: [Cell] = []
    for a in 0..<degree {
      for b in a..<degree {
        let isOdd = (a + b) % 2 == 1
        let symmetric = isOdd ? next.1 : next.0
        var skew: Int?
        if isOdd { next.1 += 1 } else { next.0 += 1 }
        if a < b {
          skew = isOdd ? next.3 : next.2
          if isOdd { next.3 += 1 } else { next.2 += 1 }
        }
        cells.append(Cell(upper: a * degree + b, lower: b * degree + a, symmetric: symmetric, skew: skew))
      }
    }
    self.cells = cells
  }

  /// All moments, degree².
  var moments: Int { degree * degree }
  /// All inputs.
  var inputs: Int { beside + moments }
  /// Inputs that stay whatever form a pair is given in.
  var invariants: Int { beside + evenSymmetric }
  /// Scale of the moments among the inputs.
  static let momentScale: Float = 3

  /// The four kinds of inputs, as ranges of all.
  var kinds: [Range<Int>] {
    let ends = [0, invariants, invariants + oddSymmetric, invariants + oddSymmetric + evenSkew, inputs]
    return (0..<4).map { ends[$0]..<ends[$0 + 1] }
  }
}
