internal import LinearAlgebra
public import NeuralNetwork

/// InfoNet as published, small enough to train on a CPU: latents attend to the raw samples, attend
/// to themselves, and a decoder reads the table out of them row by row.
///
/// Hu et al. (2024), arXiv 2402.10158, figure 2. A sample is a pair (u, v) of ranks in the unit square, given
/// as u, v and sines and cosines of both; the published code normalises (u, v) to its sign, which is left out here. The table of 100 × 100 nodes is smoothed by the fixed Gaussian
/// (15 taps, σ 3) and read bilinearly; the marginals being uniform, the dual's second term is its exact mean over the table.
public struct PerceiverNetwork: ConfigurableNetwork {
  /// The extents of a network.
  public struct Configuration: NetworkConfiguration {
    /// Columns of latents and queries.
    public var width = 64
    /// Latents.
    public var latents = 32
    /// Self-attention blocks.
    public var depth = 3
    /// Heads of every attention.
    public var heads = 4
    /// Nodes a side of the table.
    public var side = 100
    /// Hidden columns of the correction.
    public var correction = 64

    public init() {}
  }

  /// Frequencies of the sines and cosines a sample is given as.
  static let frequencies: [Float] = [1, 2, 4, 8]
  /// Numbers that one sample is given as.
  static let sampleColumns = 2 + 4 * frequencies.count
  /// Numbers beside the samples: log T_eff and log T.
  static let sideInputs = 2

  public let configuration: Configuration
  /// The layout of the parameters, and the values training starts from.
  public let parameters: Parameters
  private let latents: Parameter
  private let besideEmbedding: Linear
  private let encoder: CrossAttentionBlock
  private let blocks: [TransformerBlock]
  private let queries: Parameter
  private let decoder: CrossAttentionBlock
  private let norm: LayerNorm
  private let rows: Linear
  private let correction: FeedForward

  /// A network with parameters started from a seed.
  public init(_ configuration: Configuration = Configuration(), seed: UInt64 = 1) {
    self.configuration = configuration
    let (width, heads) = (configuration.width, configuration.heads)
    var generator = SeededGenerator(seed: seed, stream: 78)
    var p = Parameters()
    latents = p.normal("latents", [configuration.latents, width], deviation: 0.5, using: &generator)
    besideEmbedding = Linear(
      "beside", inputs: Self.sideInputs, outputs: width, gain: 0.5, in: &p, using: &generator)
    encoder = CrossAttentionBlock(
      "encoder", width: width, context: Self.sampleColumns, heads: heads, hidden: 2 * width, in: &p,
      using: &generator)
    blocks = (0..<configuration.depth).map {
      TransformerBlock(
        "blocks.\($0)", width: width, heads: heads, hidden: 2 * width, depth: configuration.depth, in: &p,
        using: &generator)
    }
    queries = p.normal("queries", [configuration.side, width], deviation: 0.5, using: &generator)
    decoder = CrossAttentionBlock(
      "decoder", width: width, context: width, heads: heads, hidden: 2 * width, in: &p, using: &generator)
    norm = LayerNorm("norm", width: width, in: &p)
    rows = Linear("rows", inputs: width, outputs: configuration.side, gain: 0.3, in: &p, using: &generator)
    correction = FeedForward(
      "correction", inputs: width + 1 + Self.sideInputs, hidden: configuration.correction, outputs: 1,
      gain: 0.1, in: &p, using: &generator)
    parameters = p
  }

  /// The forward pass; `histogram` holds the samples' bilinear weights on the nodes.
  ///
  /// samples: (batch · T) × 18, histogram: batch × side², beside: batch × 2 → table batch × side², dual and value batch × 1.
  public func callAsFunction<S: InfoNetScalar>(
    samples: Tape<S>.Variable, histogram: Tape<S>.Variable, beside: Tape<S>.Variable, on tape: Tape<S>
  ) -> TableNetwork.Output<S> {
    let (batch, side) = (histogram.rows, configuration.side)
    var x = tape.repeated(tape.parameter(latents), times: batch)
    x = tape.addToBlocks(x, besideEmbedding(beside, on: tape))
    x = encoder(x, context: samples, batch: batch, on: tape)
    for block in blocks { x = block(x, batch: batch, on: tape) }
    let nodes = decoder(
      tape.repeated(tape.parameter(queries), times: batch), context: x, batch: batch, on: tape)
    let raw = tape.reshaped(rows(norm(nodes, on: tape), on: tape), columns: side * side)
    let table = tape.smoothed(raw, side: side, size: 15, sigma: 3)
    let dual = tape.dual(table: table, histogram: histogram)
    let constantDual = tape.detached(dual)
    let summary = tape.concatenated([tape.meanOfBlocks(x, batch: batch), constantDual, beside])
    return TableNetwork.Output(
      table: table, dual: dual, value: tape.add(constantDual, correction(summary, on: tape)))
  }

  /// The numbers that a sample (u, v) is given as.
  static func describe(u: Float, v: Float, into out: UnsafeMutablePointer<Float>) {
    out[0] = 2 * u - 1
    out[1] = 2 * v - 1
    for (index, frequency) in frequencies.enumerated() {
      let (a, b) = (frequency * .pi * u, frequency * .pi * v)
      out[2 + 4 * index] = .sine(a)
      out[3 + 4 * index] = .cosine(a)
      out[4 + 4 * index] = .sine(b)
      out[5 + 4 * index] = .cosine(b)
    }
  }

  public var architecture: String {
    "\(configuration.latents) latents of width \(configuration.width), \(configuration.depth) self-attention blocks, "
      + "\(configuration.heads) heads, table \(configuration.side) × \(configuration.side), correction \(configuration.correction)"
  }
}

extension PerceiverNetwork.Configuration {
  public var modelName: String { "infonet-perceiver" }

  public static var extents: [NetworkExtent<Self>] {
    [
      .init("width", \.width, 1...1024), .init("latents", \.latents, 1...1024),
      .init("depth", \.depth, 0...64), .init("heads", \.heads, 1...64), .init("side", \.side, 16...1024),
      .init("correction", \.correction, 1...4096),
    ]
  }

  public var fault: String? {
    width % heads == 0 ? nil : "\(width) columns do not divide among \(heads) heads"
  }
}
