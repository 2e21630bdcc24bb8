internal import CKernels
internal import Glibc
internal import LinearAlgebra
internal import MutualInformation

/// The inputs of the moment network for sixteen pairs at a time, in memory of one thread.
///
/// Sixteen columns are put side by side once; a row then meets all of them: moments by integer products, the correlation of normal
/// scores and the products of autocorrelations by sums in the order of time. A pair's numbers depend on nothing but the pair.
final class MomentBlock {
  static let lanes = Int(CK_MOMENT_LANES)

  let layout: MomentLayout
  /// `[input][lane]`.
  let inputs: UnsafeMutablePointer<Float>
  /// −½ log(1 − r²) of each lane, nats: NaN with too few common observations, negative infinity where one of the two is constant.
  let information: UnsafeMutablePointer<Double>
  /// −1 where y is taken reversed.
  let signs: UnsafeMutablePointer<Float>
  /// The network's memory and its answers.
  let room: UnsafeMutablePointer<Float>
  let corrections: UnsafeMutablePointer<Float>
  private let set: MomentVariables
  private let isList: Bool
  private let least: Int
  private let packed: UnsafeMutablePointer<Int8>
  /// `[kind][time][lane]`: scores; with gaps their squares and the mask too.
  private let columns: UnsafeMutablePointer<Double>
  private let memories: UnsafeMutablePointer<Float>
  private let products: UnsafeMutablePointer<Float>
  private let known: UnsafeMutablePointer<Float>
  private let rowKinds: UnsafeMutablePointer<Double>
  private let sums: UnsafeMutablePointer<Double>
  private let memory: UnsafeMutablePointer<Float>
  private let matrix: UnsafeMutablePointer<Float>
  private var isConstant = [Bool](repeating: true, count: lanes)
  private var blocks: [UnsafeMutableRawPointer] = []

  /// The least variance of scores over the common times that is not a constant's.
  private static let leastVariance = 1e-10

  /// `columns`: the set whose variables stand in the lanes; `least`: the least number of common observations; `isList`: whether
  /// pairs are given one by one; `room`: floats that the network needs.
  init(columns set: MomentVariables, layout: MomentLayout, least: Int, isList: Bool, room size: Int = 0) {
    self.set = set
    self.isList = isList
    self.layout = layout
    self.least = least
    let lanes = Self.lanes
    var blocks: [UnsafeMutableRawPointer] = []
    func zeros<T: ExpressibleByIntegerLiteral>(_ count: Int) -> UnsafeMutablePointer<T> {
      let block = UnsafeMutableRawPointer.allocate(
        byteCount: MemoryLayout<T>.stride * max(count, 1), alignment: 64)
      blocks.append(block)
      return block.initializeMemory(as: T.self, repeating: 0, count: count)
    }
    let kinds = set.isComplete ? 1 : 3
    packed = zeros(isList ? 0 : MomentFunctions.count * set.groups * Int(CK_MOMENT_STRIDE))
    room = zeros(size)
    corrections = zeros(lanes)
    columns = zeros(kinds * set.length * lanes)
    memories = zeros(set.lags * lanes)
    products = zeros(MomentFunctions.count * MomentFunctions.count * lanes)
    matrix = zeros(MomentFunctions.count * MomentFunctions.count)
    inputs = zeros(layout.inputs * lanes)
    information = zeros(lanes)
    known = zeros(lanes)
    signs = zeros(lanes)
    rowKinds = zeros(kinds * set.length)
    sums = zeros(kinds * kinds * lanes)
    memory = zeros(lanes)
    self.blocks = blocks
  }

  deinit {
    for block in blocks { block.deallocate() }
  }

  /// Puts variables into the lanes; at most sixteen.
  func load(_ variables: some Collection<Int>) {
    let lanes = Self.lanes
    let stride = set.groups * Int(CK_MOMENT_STRIDE)
    let isComplete = set.isComplete
    let (length, lags) = (set.length, set.lags)
    for lane in 0..<lanes { isConstant[lane] = true }
    set.functions.withUnsafeBufferPointer { functions in
      var starts = [UnsafePointer<Int8>?](repeating: nil, count: lanes)
      for (lane, variable) in variables.enumerated() {
        starts[lane] = functions.baseAddress.map { $0 + variable * stride }
        isConstant[lane] = set.isConstant[variable]
      }
      if !isList { ck_moment_pack(starts, set.groups, packed) }
    }
    let squares = columns + length * lanes
    let masks = columns + 2 * length * lanes
    for (lane, variable) in variables.enumerated() {
      set.scores.withUnsafeBufferPointer { scores in
        set.mask.withUnsafeBufferPointer { mask in
          let first = variable * length
          for time in 0..<length {
            let score = scores[first &+ time]
            columns[time &* lanes &+ lane] = score
            if !isComplete {
              squares[time &* lanes &+ lane] = score * score
              masks[time &* lanes &+ lane] = mask[first &+ time]
            }
          }
        }
      }
      set.autocorrelations.withUnsafeBufferPointer { values in
        for lag in 0..<lags { memories[lag &* lanes &+ lane] = values[variable &* lags &+ lag] }
      }
    }
  }

  /// The inputs of variable `row` of a set with the loaded ones.
  func meet(_ x: MomentVariables, row: Int) {
    let stride = set.groups * Int(CK_MOMENT_STRIDE)
    let size = MomentFunctions.count * Self.lanes
    Self.row(x, row) { functions, sums in
      for b in 0..<MomentFunctions.count {
        ck_moment_products(functions, sums, packed + b * stride, x.groups, products + b * size)
      }
    }
    copulas(x, row, lanes: 0..<Self.lanes)
    finish()
  }

  /// The inputs of the pairs of variable `rows[lane]` of a set with the variable of the lane, `columns[lane]`.
  ///
  /// `load` has put the columns into the lanes.
  func meet(_ x: MomentVariables, rows: [Int], columns: [Int]) {
    let lanes = Self.lanes
    let stride = set.groups * Int(CK_MOMENT_STRIDE)
    let count = MomentFunctions.count
    for (lane, (row, column)) in zip(rows, columns).enumerated() {
      Self.row(x, row) { functions, sums in
        set.functions.withUnsafeBufferPointer {
          // The sixteen functions of the column are the lanes here: [a][b].
          guard let base = $0.baseAddress else { return }
          ck_moment_products(functions, sums, base + column * stride, x.groups, matrix)
        }
      }
      for a in 0..<count {
        for b in 0..<count { products[(b &* count &+ a) &* lanes &+ lane] = matrix[a &* count &+ b] }
      }
    }
    for (lane, row) in rows.enumerated() { copulas(x, row, lanes: lane..<(lane + 1)) }
    finish()
  }

  /// What a kernel reads of one variable.
  private static func row(
    _ x: MomentVariables, _ row: Int, _ body: (UnsafePointer<Int8>, UnsafePointer<Int32>) -> Void
  ) {
    x.functions.withUnsafeBufferPointer { functions in
      x.sums.withUnsafeBufferPointer { sums in
        guard let functions = functions.baseAddress, let sums = sums.baseAddress else { return }
        body(
          functions + row * x.groups * Int(CK_MOMENT_STRIDE), sums + row * x.parts * MomentFunctions.count)
      }
    }
  }

  /// The Gaussian copula's information and the products of autocorrelations of a row with some lanes.
  private func copulas(_ x: MomentVariables, _ row: Int, lanes chosen: Range<Int>) {
    let (length, lags, lanes) = (set.length, set.lags, Self.lanes)
    let start = row * length
    let isUsable = !x.isConstant[row]
    if lags > 0 {
      withUnsafeTemporaryAllocation(of: Float.self, capacity: lanes) { out in
        x.autocorrelations.withUnsafeBufferPointer { values in
          guard let values = values.baseAddress, let out = out.baseAddress else { return }
          ck_lane_products_f32(values + row * lags, lags, 1, memories, lags, out)
          for lane in chosen { memory[lane] = out[lane] }
        }
      }
    }
    if set.isComplete {
      x.scores.withUnsafeBufferPointer {
        guard let base = $0.baseAddress else { return }
        ck_lane_products_f64(base + start, length, 1, columns, length, sums)
      }
      for lane in chosen {
        information[lane] =
          isUsable && !isConstant[lane]
          ? GaussianCopula.information(correlation: sums[lane]) : -.infinity
      }
      return
    }
    x.scores.withUnsafeBufferPointer { scores in
      x.mask.withUnsafeBufferPointer { mask in
        for time in 0..<length {
          let score = scores[start &+ time]
          rowKinds[time] = score
          rowKinds[length &+ time] = score * score
          rowKinds[2 &* length &+ time] = mask[start &+ time]
        }
      }
    }
    // [kind of the column][kind of the row][lane]: scores, squares, mask.
    for kind in 0..<3 {
      ck_lane_products_f64(
        rowKinds, length, 3, columns + kind * length * lanes, length, sums + kind * 3 * lanes)
    }
    for lane in chosen {
      func sum(_ column: Int, _ row: Int) -> Double { sums[(column * 3 + row) * lanes + lane] }
      let count = sum(2, 2).rounded()
      guard count >= Double(least) else {
        information[lane] = .nan
        continue
      }
      let (meanX, meanY) = (sum(2, 0) / count, sum(0, 2) / count)
      let varianceX = sum(2, 1) / count - meanX * meanX
      let varianceY = sum(1, 2) / count - meanY * meanY
      guard isUsable, !isConstant[lane], varianceX > Self.leastVariance, varianceY > Self.leastVariance else {
        information[lane] = -.infinity
        continue
      }
      let covariance = sum(0, 0) / count - meanX * meanY
      information[lane] = GaussianCopula.information(
        correlation: covariance / (varianceX * varianceY).squareRoot())
    }
  }

  private func finish() {
    for lane in 0..<Self.lanes {
      let value = information[lane]
      known[lane] = value.isFinite ? Float(value) : 0
    }
    ck_moment_inputs(
      products, layout.degree, layout.basis, known, set.lags > 0 ? memory : nil, inputs, signs)
  }
}
