internal import Glibc
public import LinearAlgebra

extension Histogram {
  /// Bins a side; nil: the estimator chooses.
  public static let binsOption = EstimatorOption<Int?>(
    "bins", usual: nil, valueName: "n", help: "Bins per axis (default: chosen by the estimator)")
}

/// Mutual information of equal-mass bins with the Miller–Madow correction, in nats.
///
/// An observation's bin is ⌊(rank − ½) B / T⌋, so equal values share a bin and every monotone map leaves it. B is 16
/// unless stated; for shorter samples ⌊√(T/5)⌋, at least 2, so that five observations are expected in a cell (16 from T = 1280).
/// With K occupied bins or cells, Miller & Madow add (K_x + K_y − K_xy − 1) / 2T to the plug-in value: nearly unbiased at
/// independence, below the truth for strong dependence, and never above log B.
public struct Histogram: MutualInformationEstimator {
  public struct Prepared: Sendable {
    let count: Int
    let length: Int
    let bins: Int
    /// `[variable][observation]`, below `bins`.
    let cells: [UInt8]
    /// Of every variable: Σ n log n over its bins, in units of 2⁻³², and its occupied bins.
    let marginals: [(sum: Int64, occupied: Int)]
    /// n log n in the same units, for n = 0 … T: sums of integers do not depend on their order, so I(X;Y) = I(Y;X) exactly.
    let entropy: [Int64]
  }

  private static let unit = 0x1p32
  private let requestedBins: Int?

  /// Asks for `bins` a side, 2 … 255; nil: by sample length, at most 16.
  ///
  /// Throws `invalidOption`.
  public init(bins: Int? = nil) throws {
    if let bins, !(2...255).contains(bins) {
      throw MutualInformationError(.invalidOption, "histogram: \(bins) bins; expected 2 to 255")
    }
    requestedBins = bins
  }

  public var name: String { "histogram" }
  public var options: String { requestedBins.map { "bins=\($0)" } ?? "bins=auto" }
  public var isInvariantToMonotoneMaps: Bool { true }
  public var handlesTies: Bool { true }
  public func supports(dimension: Int) -> Bool { dimension == 1 }
  public func predictedSeconds(length: Int) -> Double { 1e-9 * Double(length) + 3e-7 }
  public func preparedBytes(length: Int, dimension: Int) -> Int { length + 32 }

  /// Bins a side at a sample length.
  public func bins(length: Int) -> Int {
    requestedBins ?? min(16, max(2, Int((Double(length) / 5).squareRoot())))
  }

  public func prepare(_ observations: Observations) throws -> Prepared {
    guard observations.dimension == 1 else {
      throw MutualInformationError(
        .shapeMismatch,
        "found variables of \(observations.dimension) coordinates; histogram takes one coordinate: slice the variables"
      )
    }
    try observations.requireFinite()
    let length = observations.length
    let bins = bins(length: length)
    let entropy = (0..<(length + 1)).map { n in
      n < 2 ? 0 : Int64((Double(n) * log(Double(n)) * Self.unit).rounded())
    }
    var cells: [UInt8] = []
    cells.reserveCapacity(observations.count * length)
    var marginals: [(sum: Int64, occupied: Int)] = []
    for variable in 0..<observations.count {
      var counts = [Int](repeating: 0, count: bins)
      for doubled in try observations.ranks(variable).doubled {
        let bin = (Int(doubled) - 1) * bins / (2 * length)
        cells.append(UInt8(bin))
        counts[bin] += 1
      }
      marginals.append((counts.reduce(0) { $0 + entropy[$1] }, counts.count { $0 > 0 }))
    }
    return Prepared(
      count: observations.count, length: length, bins: bins, cells: cells, marginals: marginals,
      entropy: entropy)
  }

  public func estimate(
    _ x: Prepared, rows: Range<Int>, _ y: Prepared, columns: Range<Int>,
    into tile: UnsafeMutableBufferPointer<Double>
  ) throws {
    precondition(x.length == y.length, "the two sets differ in length")
    precondition(tile.count == rows.count * columns.count, "the tile does not fit its rows and columns")
    let (length, bins) = (x.length, x.bins)
    guard length >= minimumObservations else { return tile.update(repeating: 0) }
    let size = bins * bins
    // Neighbouring frames fall into the same cell; four tables keep one addition from waiting for the one before it.
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 4 * size) { counts in
      x.cells.withUnsafeBufferPointer { a in
        y.cells.withUnsafeBufferPointer { b in
          x.entropy.withUnsafeBufferPointer { entropy in
            var index = 0
            for row in rows {
              let a = UnsafeBufferPointer(rebasing: a[(row * length)..<((row + 1) * length)])
              for column in columns {
                let b = UnsafeBufferPointer(rebasing: b[(column * length)..<((column + 1) * length)])
                let joint = Self.joint(a, b, bins: bins, counts: counts, entropy: entropy)
                let (mx, my) = (x.marginals[row], y.marginals[column])
                let plugIn =
                  Double(joint.sum - mx.sum - my.sum) / Self.unit / Double(length) + log(Double(length))
                let correction = Double(mx.occupied + my.occupied - joint.occupied - 1) / Double(2 * length)
                tile[index] = mx.occupied > 1 && my.occupied > 1 ? plugIn + correction : 0
                index += 1
              }
            }
          }
        }
      }
    }
  }

  /// Σ n log n over the cells of the joint histogram, and the occupied cells.
  private static func joint(
    _ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>, bins: Int,
    counts: UnsafeMutableBufferPointer<UInt32>, entropy: UnsafeBufferPointer<Int64>
  ) -> (sum: Int64, occupied: Int) {
    let size = bins &* bins
    counts.update(repeating: 0)
    var t = 0
    while t &+ 4 <= a.count {
      counts[Int(a[t]) &* bins &+ Int(b[t])] &+= 1
      counts[size &+ Int(a[t &+ 1]) &* bins &+ Int(b[t &+ 1])] &+= 1
      counts[2 &* size &+ Int(a[t &+ 2]) &* bins &+ Int(b[t &+ 2])] &+= 1
      counts[3 &* size &+ Int(a[t &+ 3]) &* bins &+ Int(b[t &+ 3])] &+= 1
      t &+= 4
    }
    while t < a.count {
      counts[Int(a[t]) &* bins &+ Int(b[t])] &+= 1
      t &+= 1
    }
    var sum: Int64 = 0
    var occupied = 0
    for cell in 0..<size {
      let n = counts[cell] &+ counts[size &+ cell] &+ counts[2 &* size &+ cell] &+ counts[3 &* size &+ cell]
      sum &+= entropy[Int(n)]
      occupied &+= n > 0 ? 1 : 0
    }
    return (sum, occupied)
  }
}
