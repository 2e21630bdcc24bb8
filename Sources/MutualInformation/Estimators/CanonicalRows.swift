internal import Glibc
internal import LinearAlgebra

/// Orthonormal rows that span each variable's centred coordinates: canonical correlations of pairs are one matrix product.
///
/// The information of a pair is −½ log det(I − C Cᵀ) = −½ Σ log(1 − ρ_i²), with C the product of their rows and ρ_i the
/// canonical correlations. All pairs of a tile are one product, in Float64: near |ρ| = 1, 1 − ρ² has what precision the
/// product leaves. Each factor is kept above 1e-12, which caps the value at 13.8 nats a coordinate.
struct CanonicalRows: Sendable {
  let count: Int
  let dimension: Int
  let length: Int
  /// `[variable][coordinate][observation]`; a row that the ones before it span already is zero.
  private let rows: [Double]

  /// The least value of 1 − ρ².
  private static let floor = 1e-12

  /// Takes `count · dimension · length` values, `[variable][coordinate][observation]`.
  init(count: Int, dimension: Int, length: Int, values: consuming [Double]) {
    self.count = count
    self.dimension = dimension
    self.length = length
    var rows = values
    if length >= minimumObservations {
      rows.withUnsafeMutableBufferPointer { rows in
        for variable in 0..<count {
          let range = (variable * dimension * length)..<((variable + 1) * dimension * length)
          Self.orthonormalise(UnsafeMutableBufferPointer(rebasing: rows[range]), length: length)
        }
      }
    }
    self.rows = rows
  }

  /// Throws `tooFewObservations` where so many coordinates fit any two variables perfectly.
  static func requireEnough(length: Int, dimension: Int, name: String) throws {
    if dimension > 1, length >= minimumObservations, length < 2 * dimension + 2 {
      throw MutualInformationError(
        .tooFewObservations,
        "\(length) observations of \(dimension) coordinates: \(name) fits any two such variables perfectly; "
          + "at least \(2 * dimension + 2) observations are needed, or slices")
    }
  }

  /// The information of `rows` of this set with `columns` of another, row by row.
  func fill(
    rows: Range<Int>, _ y: CanonicalRows, columns: Range<Int>, into tile: UnsafeMutableBufferPointer<Double>
  ) {
    let x = self
    precondition(x.length == y.length, "the two sets differ in length")
    precondition(tile.count == rows.count * columns.count, "the tile does not fit its rows and columns")
    guard let out = tile.baseAddress, x.length >= minimumObservations else {
      return tile.update(repeating: 0)
    }
    let (dx, dy, length) = (x.dimension, y.dimension, x.length)
    let (m, n) = (rows.count * dx, columns.count * dy)
    func product(into c: UnsafeMutablePointer<Double>) {
      x.rows.withUnsafeBufferPointer { a in
        y.rows.withUnsafeBufferPointer { b in
          guard let a = a.baseAddress, let b = b.baseAddress else { return }
          multiply(
            m: m, n: n, k: length, a + rows.lowerBound * dx * length, lda: length,
            b + columns.lowerBound * dy * length, ldb: length, transposeB: true, into: c, ldc: n)
        }
      }
    }
    if dx == 1, dy == 1 {
      product(into: out)
      for index in 0..<tile.count { tile[index] = Self.information(correlation: tile[index]) }
      return
    }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: m * n + dx * dx) { scratch in
      guard let c = scratch.baseAddress else { return }
      product(into: c)
      for row in 0..<rows.count {
        for column in 0..<columns.count {
          tile[row * columns.count + column] = Self.information(
            crossCorrelation: c + row * dx * n + column * dy, stride: n, dx, dy, gram: c + m * n)
        }
      }
    }
  }

  /// −½ log(1 − r²), with 1 − r² kept above the floor.
  static func information(correlation r: Double) -> Double {
    max(0, -0.5 * log(max((1 - r) * (1 + r), floor)))
  }

  /// −½ log det(I − C Cᵀ) for a d_x × d_y block C, by a Cholesky decomposition whose pivots are kept above the floor.
  ///
  /// Not `CholeskyFactor`: this is L D Lᵀ without roots, in memory of the caller, once for every pair; roots would change bits.
  private static func information(
    crossCorrelation c: UnsafePointer<Double>, stride: Int, _ dx: Int, _ dy: Int,
    gram: UnsafeMutablePointer<Double>
  ) -> Double {
    for i in 0..<dx {
      for j in 0...i {
        var sum: Double = i == j ? 1 : 0
        for l in 0..<dy { sum -= c[i * stride + l] * c[j * stride + l] }
        gram[i * dx + j] = sum
      }
    }
    var result = 0.0
    for i in 0..<dx {
      for j in 0..<i {
        // Column j is L's, not yet divided by its pivot's root: L_ij d_j.
        let factor = gram[i * dx + j] / gram[j * dx + j]
        for l in (j + 1)..<(i + 1) { gram[i * dx + l] -= factor * gram[l * dx + j] }
      }
      gram[i * dx + i] = max(gram[i * dx + i], floor)
      result -= 0.5 * log(gram[i * dx + i])
    }
    return max(0, result)
  }

  /// Centres the rows and makes them orthonormal (Gram–Schmidt, done twice); rows without a part of their own become 0.
  private static func orthonormalise(_ rows: UnsafeMutableBufferPointer<Double>, length: Int) {
    func dot(_ a: Int, _ b: Int) -> Double {
      var sums = SIMD8<Double>.zero
      var t = 0
      while t &+ 8 <= length {
        for lane in 0..<8 { sums[lane] += rows[a &+ t &+ lane] * rows[b &+ t &+ lane] }
        t &+= 8
      }
      var sum = sums.sum()
      while t < length {
        sum += rows[a &+ t] * rows[b &+ t]
        t &+= 1
      }
      return sum
    }
    for row in stride(from: 0, to: rows.count, by: length) {
      // Found before the mean is taken, whose rounding would leave something of a constant.
      let isConstant = !(row..<(row + length)).contains { rows[$0] != rows[row] }
      var mean = 0.0
      for t in row..<(row + length) { mean += rows[t] }
      mean /= Double(length)
      for t in row..<(row + length) { rows[t] -= mean }
      let before = dot(row, row)
      for _ in 0..<2 {
        for earlier in stride(from: 0, to: row, by: length) {
          let overlap = dot(row, earlier)
          for t in 0..<length { rows[row + t] -= overlap * rows[earlier + t] }
        }
      }
      let after = dot(row, row)
      // What rounding leaves of a row that the others span is not a direction.
      let scale = !isConstant && after > 1e-16 * before ? 1 / after.squareRoot() : 0
      for t in row..<(row + length) { rows[t] *= scale }
    }
  }
}
