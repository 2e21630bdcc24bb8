internal import CKernels
internal import Glibc
internal import LinearAlgebra
internal import NeuralNetwork

/// The forward pass of `infonet-table` without a tape: one pair at a time, whose 16 × width matrices stay in the first cache.
///
/// All of it is C loops, the products of sixteen rows too: OpenBLAS is made for larger ones (59 against 94 GFLOP/s here, 88
/// for 384 rows) and computes the rows of one in different ways by their place, where a pair's bits must depend on nothing
/// but the pair for I(X;Y) = I(Y;X) to be exact. Nothing is allocated per pair. Equal to `TableNetwork` on a tape to 1e-4
/// nats (tested).
struct TableForward: Sendable {
  private static let tokens = TableNetwork.tokens

  /// A linear layer: W of inputs × outputs and its bias.
  private struct Affine {
    let weight: [Float]
    let bias: [Float]
    let inputs: Int
    let outputs: Int
  }

  private struct Norm {
    let gain: [Float]
    let shift: [Float]
  }

  private struct Block {
    let attentionNorm: Norm
    /// Queries, keys and values in one product.
    let projection: Affine
    let output: Affine
    let feedForwardNorm: Norm
    let first: Affine
    let second: Affine
  }

  let configuration: TableNetwork.Configuration
  private let embedding: Affine
  private let beside: Affine
  private let positions: [Float]
  private let blocks: [Block]
  private let norm: Norm
  private let table: Affine
  private let contributions: Affine
  private let firstCorrection: Affine
  private let secondCorrection: Affine

  init(_ network: TableNetwork, values: [Float]) {
    func part(_ parameter: Parameter) -> [Float] {
      Array(values[parameter.offset..<(parameter.offset + parameter.count)])
    }
    func affine(_ layer: Linear) -> Affine {
      Affine(
        weight: part(layer.weight), bias: layer.bias.map(part) ?? [], inputs: layer.weight.shape[0],
        outputs: layer.weight.shape[1])
    }
    func norm(_ layer: LayerNorm) -> Norm { Norm(gain: part(layer.gain), shift: part(layer.shift)) }
    configuration = network.configuration
    embedding = affine(network.embedding)
    beside = affine(network.besideEmbedding)
    positions = part(network.positions)
    let width = network.configuration.width
    blocks = network.blocks.map { block in
      let parts = [block.attention.query, block.attention.key, block.attention.value].map(affine)
      var fused: [Float] = []
      fused.reserveCapacity(3 * width * width)
      for row in 0..<width {
        for part in parts { fused += part.weight[(row * width)..<((row + 1) * width)] }
      }
      return Block(
        attentionNorm: norm(block.attentionNorm),
        projection: Affine(weight: fused, bias: parts.flatMap(\.bias), inputs: width, outputs: 3 * width),
        output: affine(block.attention.output), feedForwardNorm: norm(block.feedForwardNorm),
        first: affine(block.feedForward.first), second: affine(block.feedForward.second))
    }
    self.norm = norm(network.norm)
    table = affine(network.table)
    contributions = affine(network.contributions)
    firstCorrection = affine(network.correction.first)
    secondCorrection = affine(network.correction.second)
  }

  /// Memory of one thread for one pair after the other.
  final class Scratch {
    /// Counts of pairs of levels, 2 × 64 × 64.
    let counters: UnsafeMutablePointer<UInt32>
    /// The table of the pair, 32 × 32.
    let cells: UnsafeMutablePointer<Int32>
    /// For the strips, T + 32.
    let room: UnsafeMutablePointer<Int32>
    /// The numbers beside the table, 6.
    let beside: UnsafeMutablePointer<Float>
    /// The oriented table patch by patch, 16 × 64.
    fileprivate let histogram: UnsafeMutablePointer<Float>
    /// Features of the patches, 16 × 128.
    fileprivate let features: UnsafeMutablePointer<Float>
    /// The tokens, 16 × width.
    fileprivate let x: UnsafeMutablePointer<Float>
    /// The tokens after a layer norm, 16 × width.
    fileprivate let normed: UnsafeMutablePointer<Float>
    /// Queries, keys and values, 16 × 3 width, or the hidden layer, 16 × hidden.
    fileprivate let wide: UnsafeMutablePointer<Float>
    /// What attention gives, 16 × width.
    fileprivate let attended: UnsafeMutablePointer<Float>
    /// θ, then φ, 16 × 64.
    fileprivate let table: UnsafeMutablePointer<Float>
    /// Means and reciprocal deviations of the rows of a layer norm, 2 × 16.
    fileprivate let statistics: UnsafeMutablePointer<Float>
    /// What the correction reads: the mean token, the dual, the numbers beside the table.
    fileprivate let summary: UnsafeMutablePointer<Float>
    /// The correction's hidden layer.
    fileprivate let hidden: UnsafeMutablePointer<Float>
    private let blocks: [UnsafeMutableRawPointer]

    init(_ configuration: TableNetwork.Configuration, length: Int) {
      let width = configuration.width
      var blocks: [UnsafeMutableRawPointer] = []
      /// Zeros at a multiple of 64 bytes.
      func zeros<T: ExpressibleByIntegerLiteral>(_ count: Int) -> UnsafeMutablePointer<T> {
        let block = UnsafeMutableRawPointer.allocate(
          byteCount: MemoryLayout<T>.stride * count, alignment: 64)
        blocks.append(block)
        return block.initializeMemory(as: T.self, repeating: 0, count: count)
      }
      counters = zeros(PairInput.counters)
      cells = zeros(PairInput.cells)
      room = zeros(PairInput.room(length: length))
      beside = zeros(PairInput.sideInputs)
      histogram = zeros(PairInput.cells)
      features = zeros(2 * PairInput.cells)
      x = zeros(tokens * width)
      normed = zeros(tokens * width)
      wide = zeros(tokens * max(3 * width, configuration.hidden))
      attended = zeros(tokens * width)
      table = zeros(PairInput.cells)
      statistics = zeros(2 * tokens)
      summary = zeros(width + 1 + PairInput.sideInputs)
      hidden = zeros(configuration.correction)
      self.blocks = blocks
    }

    deinit {
      for block in blocks { block.deallocate() }
    }
  }

  /// The dual's value and the calibrated one of the pair whose cells and side inputs are in `scratch`; without `wantsValue`
  /// the second is 0.
  func run(
    _ scratch: Scratch, orientation: Int32, length: Int, wantsValue: Bool = true
  ) -> (dual: Float, value: Float) {
    let width = configuration.width
    let (x, normed, wide) = (scratch.x, scratch.normed, scratch.wide)
    ck_patches(
      scratch.cells, orientation, PairInput.share(length: length), scratch.histogram, scratch.features)
    // Token = position + side input + W patch.
    apply(beside, scratch.beside, rows: 1, into: scratch.attended)
    positions.withUnsafeBufferPointer {
      if let base = $0.baseAddress { x.update(from: base, count: Self.tokens * width) }
    }
    ck_f32_add_bias(x, scratch.attended, Self.tokens, width)
    add(embedding, scratch.features, to: x)
    for block in blocks {
      normalise(block.attentionNorm, x, into: normed, scratch)
      apply(block.projection, normed, rows: Self.tokens, into: wide)
      ck_token_attention(wide, 1, width, configuration.heads, scratch.attended)
      add(block.output, scratch.attended, to: x)
      normalise(block.feedForwardNorm, x, into: normed, scratch)
      product(block.first, normed, rows: Self.tokens, beta: 0, into: wide)
      ck_bias_gelu(wide, block.first.bias, Self.tokens, block.first.outputs)
      add(block.second, wide, to: x)
    }
    normalise(norm, x, into: normed, scratch)
    apply(table, normed, rows: Self.tokens, into: scratch.table)
    let dual = ck_dual_value(scratch.table, scratch.histogram)
    guard wantsValue else { return (dual, 0) }
    apply(contributions, normed, rows: Self.tokens, into: scratch.table)
    let contributed = ck_f32_inner(scratch.table, scratch.histogram, PairInput.cells)
    let summary = scratch.summary
    for c in 0..<width { summary[c] = 0 }
    for token in 0..<Self.tokens {
      ck_f32_accumulate(1 / Float(Self.tokens), normed + token * width, summary, width)
    }
    summary[width] = dual
    for c in 0..<PairInput.sideInputs { summary[width + 1 + c] = scratch.beside[c] }
    let hidden = scratch.hidden
    product(firstCorrection, summary, rows: 1, beta: 0, into: hidden)
    ck_bias_gelu(hidden, firstCorrection.bias, 1, firstCorrection.outputs)
    let corrected =
      ck_f32_inner(hidden, secondCorrection.weight, secondCorrection.inputs) + secondCorrection.bias[0]
    return (dual, dual + contributed + corrected)
  }

  private func product(
    _ layer: Affine, _ x: UnsafePointer<Float>, rows: Int, beta: Float, into y: UnsafeMutablePointer<Float>
  ) {
    layer.weight.withUnsafeBufferPointer {
      guard let weight = $0.baseAddress else { return }
      if rows == Self.tokens {
        return ck_token_product(x, weight, y, layer.inputs, layer.outputs, beta == 0 ? 0 : 1)
      }
      multiply(
        m: rows, n: layer.outputs, k: layer.inputs, x, lda: layer.inputs, weight, ldb: layer.outputs,
        beta: beta, into: y, ldc: layer.outputs)
    }
  }

  /// y = x W + b.
  private func apply(
    _ layer: Affine, _ x: UnsafePointer<Float>, rows: Int, into y: UnsafeMutablePointer<Float>
  ) {
    product(layer, x, rows: rows, beta: 0, into: y)
    ck_f32_add_bias(y, layer.bias, rows, layer.outputs)
  }

  /// y += x W + b.
  private func add(
    _ layer: Affine, _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>
  ) {
    product(layer, x, rows: Self.tokens, beta: 1, into: y)
    ck_f32_add_bias(y, layer.bias, Self.tokens, layer.outputs)
  }

  private func normalise(
    _ layer: Norm, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, _ scratch: Scratch
  ) {
    ck_f32_layer_norm(
      x, layer.gain, layer.shift, y, scratch.statistics, scratch.statistics + Self.tokens, Self.tokens,
      configuration.width)
  }
}
