internal import CKernels
internal import Glibc
internal import LinearAlgebra
internal import NeuralNetwork

/// The forward pass of `infonet` without a tape: sixteen pairs at a time, so that a layer's matrices stay in the cache.
///
/// Products are OpenBLAS's on 256 × width matrices; attention among sixteen tokens, GELU, norms and the dual are C loops.
/// Nothing is allocated per pair. Equal to `InfoNetNetwork` on a tape to 1e-4 nats (tested).
struct InfoNetKernel: Sendable {
  /// Pairs of one block.
  static let blockSize = 16
  private static let tokens = Int(CK_TOKENS)
  private static let patchCells = Int(CK_PATCH_CELLS)

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

  let configuration: InfoNetNetwork.Configuration
  private let embedding: Affine
  private let beside: Affine
  private let positions: [Float]
  private let blocks: [Block]
  private let norm: Norm
  private let table: Affine
  private let contributions: Affine
  private let firstCorrection: Affine
  private let secondCorrection: Affine

  init(_ network: InfoNetNetwork, values: [Float]) {
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

  /// Memory of one thread for blocks of pairs.
  final class Scratch {
    let histograms: UnsafeMutablePointer<Float>
    let beside: UnsafeMutablePointer<Float>
    let counters: UnsafeMutablePointer<UInt32>
    let cells: UnsafeMutablePointer<Int32>
    let room: UnsafeMutablePointer<Int32>
    let dual: UnsafeMutablePointer<Float>
    let value: UnsafeMutablePointer<Float>
    fileprivate let features: UnsafeMutablePointer<Float>
    fileprivate let x: UnsafeMutablePointer<Float>
    fileprivate let normed: UnsafeMutablePointer<Float>
    fileprivate let wide: UnsafeMutablePointer<Float>
    fileprivate let attended: UnsafeMutablePointer<Float>
    fileprivate let tables: UnsafeMutablePointer<Float>
    fileprivate let statistics: UnsafeMutablePointer<Float>
    fileprivate let summary: UnsafeMutablePointer<Float>
    private let memory: UnsafeMutablePointer<Float>
    private let counterMemory: UnsafeMutablePointer<UInt32>

    init(_ configuration: InfoNetNetwork.Configuration, length: Int) {
      let (pairs, rows) = (blockSize, blockSize * tokens)
      let width = configuration.width
      let wideColumns = max(3 * width, configuration.hidden)
      let sizes = [
        pairs * PairInput.cells, pairs * PairInput.sideInputs, pairs, pairs, rows * 2 * patchCells, rows * width,
        rows * width, rows * wideColumns, rows * width, rows * patchCells, 2 * rows,
        pairs * (width + 1 + PairInput.sideInputs + configuration.correction),
      ].map { ($0 + 15) / 16 * 16 }
      let total = sizes.reduce(0, +)
      memory = UnsafeMutableRawPointer.allocate(byteCount: total * 4, alignment: 64)
        .bindMemory(to: Float.self, capacity: total)
      memory.initialize(repeating: 0, count: total)
      var parts: [UnsafeMutablePointer<Float>] = []
      var next = memory
      for size in sizes {
        parts.append(next)
        next += size
      }
      (histograms, beside, dual, value, features, x) = (parts[0], parts[1], parts[2], parts[3], parts[4], parts[5])
      (normed, wide, attended, tables, statistics, summary) = (
        parts[6], parts[7], parts[8], parts[9], parts[10], parts[11]
      )
      let integers = PairInput.counters + PairInput.cells + PairInput.room(length: length)
      counterMemory = UnsafeMutableRawPointer.allocate(byteCount: integers * 4, alignment: 64)
        .bindMemory(to: UInt32.self, capacity: integers)
      counterMemory.initialize(repeating: 0, count: integers)
      counters = counterMemory
      cells = UnsafeMutableRawPointer(counterMemory + PairInput.counters)
        .assumingMemoryBound(to: Int32.self)
      room = cells + PairInput.cells
    }

    /// The patches of pair `index` and its features, from the cells read last.
    func takePatches(_ index: Int, orientation: Int32, length: Int) {
      ck_patches(
        cells, orientation, 1 / Float(16 * length), histograms + index * PairInput.cells,
        features + index * tokens * 2 * patchCells)
    }

    deinit {
      memory.deallocate()
      counterMemory.deallocate()
    }
  }

  /// Runs `pairs` ≤ 16 pairs whose patches and side inputs are in `scratch`; leaves the values of `dual` and `value` there.
  func run(pairs: Int, _ scratch: Scratch, wantsValue: Bool = true) {
    let (rows, width) = (pairs * Self.tokens, configuration.width)
    let (x, normed, wide) = (scratch.x, scratch.normed, scratch.wide)
    // Token = position + side input + W patch.
    apply(beside, scratch.beside, rows: pairs, into: scratch.attended)
    for pair in 0..<pairs {
      let block = x + pair * Self.tokens * width
      positions.withUnsafeBufferPointer {
        if let base = $0.baseAddress { block.update(from: base, count: Self.tokens * width) }
      }
      ck_f32_add_bias(block, scratch.attended + pair * width, Self.tokens, width)
    }
    add(embedding, scratch.features, rows: rows, to: x)
    for block in blocks {
      normalise(block.attentionNorm, x, rows: rows, into: normed, scratch)
      apply(block.projection, normed, rows: rows, into: wide)
      ck_token_attention(wide, pairs, width, configuration.heads, scratch.attended)
      add(block.output, scratch.attended, rows: rows, to: x)
      normalise(block.feedForwardNorm, x, rows: rows, into: normed, scratch)
      product(block.first, normed, rows: rows, beta: 0, into: wide)
      ck_bias_gelu(wide, block.first.bias, rows, block.first.outputs)
      add(block.second, wide, rows: rows, to: x)
    }
    normalise(norm, x, rows: rows, into: normed, scratch)
    apply(table, normed, rows: rows, into: scratch.tables)
    for pair in 0..<pairs {
      let offset = pair * PairInput.cells
      scratch.dual[pair] = ck_dual_value(scratch.tables + offset, scratch.histograms + offset)
    }
    guard wantsValue else { return }
    apply(contributions, normed, rows: rows, into: scratch.tables)
    let columns = width + 1 + PairInput.sideInputs
    let hidden = scratch.summary + pairs * columns
    for pair in 0..<pairs {
      let row = scratch.summary + pair * columns
      for c in 0..<width { row[c] = 0 }
      for token in 0..<Self.tokens {
        ck_f32_accumulate(1 / Float(Self.tokens), normed + (pair * Self.tokens + token) * width, row, width)
      }
      row[width] = scratch.dual[pair]
      for c in 0..<PairInput.sideInputs { row[width + 1 + c] = scratch.beside[pair * PairInput.sideInputs + c] }
    }
    product(firstCorrection, scratch.summary, rows: pairs, beta: 0, into: hidden)
    ck_bias_gelu(hidden, firstCorrection.bias, pairs, firstCorrection.outputs)
    apply(secondCorrection, hidden, rows: pairs, into: scratch.value)
    for pair in 0..<pairs {
      let offset = pair * PairInput.cells
      let sum = ck_f32_inner(scratch.tables + offset, scratch.histograms + offset, PairInput.cells)
      scratch.value[pair] += scratch.dual[pair] + sum
    }
  }

  private func product(
    _ layer: Affine, _ x: UnsafePointer<Float>, rows: Int, beta: Float, into y: UnsafeMutablePointer<Float>
  ) {
    layer.weight.withUnsafeBufferPointer {
      guard let weight = $0.baseAddress else { return }
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
    _ layer: Affine, _ x: UnsafePointer<Float>, rows: Int, to y: UnsafeMutablePointer<Float>
  ) {
    product(layer, x, rows: rows, beta: 1, into: y)
    ck_f32_add_bias(y, layer.bias, rows, layer.outputs)
  }

  private func normalise(
    _ layer: Norm, _ x: UnsafePointer<Float>, rows: Int, into y: UnsafeMutablePointer<Float>, _ scratch: Scratch
  ) {
    ck_f32_layer_norm(
      x, layer.gain, layer.shift, y, scratch.statistics, scratch.statistics + rows, rows, configuration.width)
  }
}
